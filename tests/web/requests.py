"""Requests for tests, as guards and views see them, and as Chalice does."""

from typing import Any

from chalice.app import Request as ChaliceRequest

from chalicelib.web.request import Request


def a_request(**facts: Any) -> Request:
    """Return a request for nothing in particular."""
    known: dict[str, Any] = {
        "method": "GET", "path": "/v1/things", "params": {}, "query": {}, "headers": {},
        "body": b"", "source_ip": "203.0.113.7", "request_id": "req-1",
    }  # fmt: skip
    return Request(**{**known, **facts})


def an_event(**parts: Any) -> ChaliceRequest:
    """Return Chalice's request of an API Gateway event."""
    known: dict[str, Any] = {
        "multiValueQueryStringParameters": None,
        "headers": {},
        "pathParameters": None,
        "body": None,
        "stageVariables": None,
        "isBase64Encoded": False,
        "requestContext": {
            "httpMethod": "POST",
            "resourcePath": "/v1/things/{thing_id}",
            "requestId": "req-1",
            "identity": {"sourceIp": "203.0.113.7"},
        },
    }
    return ChaliceRequest({**known, **parts})

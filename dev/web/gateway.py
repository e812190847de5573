"""API Gateway in front of the app: Chalice's own local one, with what it leaves out.

It sets request ids and callers' addresses, takes bodies as text like the real one, keeps requests
apart under threads, and answers what no route answers as problem documents.
"""

import base64
import uuid
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from chalice.app import Chalice
from chalice.config import Config
from chalice.local import LambdaContext, LocalChalice, LocalGateway

from dev.web.exchange import Answered, Asked, problem

MAX_BODY = 10 * 1024 * 1024
"""What API Gateway takes."""

_MEMORY = 1024
_TIME_LIMIT = 29_000


class Gateway:
    """Answers requests by the app's routes."""

    def __init__(self, app: Chalice) -> None:
        """Teach the app to keep a request per thread; it stays the same object."""
        if not isinstance(app, LocalChalice):
            app.__class__ = type("ThreadedChalice", (LocalChalice, app.__class__), {})
        self._app = app
        self._events = LocalGateway(app, Config()).event_converter

    def has(self, target: str) -> bool:
        """Tell whether a route of the app matches this path, whatever the method."""
        return self._route(target) is not None

    def answer(self, asked: Asked) -> Answered:
        """Return the app's answer, or a problem document where no route is."""
        request_id = str(uuid.uuid4())
        methods = self._methods(asked.target)
        method = "GET" if asked.method == "HEAD" and "HEAD" not in methods else asked.method
        if not methods:
            detail = "There is nothing at this address."
            return problem(HTTPStatus.NOT_FOUND, "not_found", detail, request_id)
        if len(asked.body) > MAX_BODY:
            detail = "The body is larger than the gateway takes."
            return problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too_large", detail, request_id)
        if method not in methods:
            return self._other_method(asked, methods, request_id)
        return self._ask_app(method, asked, request_id)

    def _route(self, target: str) -> str | None:
        try:
            path = urlsplit(target).path
            return self._events._route_matcher.match_route(path).route
        except ValueError:
            return None

    def _methods(self, target: str) -> dict[str, Any]:
        route = self._route(target)
        return dict(self._app.routes[route]) if route is not None else {}

    def _other_method(self, asked: Asked, methods: dict[str, Any], request_id: str) -> Answered:
        allowed = ", ".join(
            sorted({*methods, "OPTIONS"} | ({"HEAD"} if "GET" in methods else set()))
        )
        if asked.method == "OPTIONS":
            cors = next((entry.cors for entry in methods.values() if entry.cors), None)
            headers = dict(cors.get_access_control_headers()) if cors else {}
            if cors:
                headers["Access-Control-Allow-Methods"] = allowed
            return Answered(status=204, headers=(("Allow", allowed), *headers.items()))
        detail = f"This address takes {allowed}."
        refusal = problem(HTTPStatus.METHOD_NOT_ALLOWED, "method_not_allowed", detail, request_id)
        return Answered(
            status=refusal.status,
            headers=(*refusal.headers, ("Allow", allowed)),
            body=refusal.body,
        )

    def _ask_app(self, method: str, asked: Asked, request_id: str) -> Answered:
        event = self._event(method, asked, request_id)
        context = LambdaContext("app", _MEMORY, max_runtime_ms=_TIME_LIMIT)
        context.aws_request_id = request_id
        answer: Any = self._app(event, context)
        headers = [(name, str(value)) for name, value in answer["headers"].items()]
        for name, values in answer["multiValueHeaders"].items():
            headers += [(name, str(value)) for value in values]
        return Answered(status=answer["statusCode"], headers=tuple(headers), body=_body(answer))

    def _event(self, method: str, asked: Asked, request_id: str) -> dict[str, Any]:
        event = self._events.create_lambda_event(method, asked.target, dict(asked.headers), b"")
        event["httpMethod"] = method
        event["path"] = asked.path
        event["requestContext"] |= {
            "requestId": request_id,
            "stage": "api",
            "identity": {
                "sourceIp": asked.source_ip,
                "userAgent": asked.headers.get("user-agent", ""),
            },
        }
        types = self._app.api.binary_types
        if asked.headers.get("content-type", "").partition(";")[0].strip() in types:
            event["body"] = base64.b64encode(asked.body).decode()
            event["isBase64Encoded"] = True
        else:
            event["body"] = asked.body.decode("utf-8", "replace")
            event["isBase64Encoded"] = False
        return event


def _body(answer: dict[str, Any]) -> bytes:
    body = answer.get("body") or ""
    if answer.get("isBase64Encoded"):
        return base64.b64decode(body)
    return body if isinstance(body, bytes) else str(body).encode()

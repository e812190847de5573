"""Requests to the app as API Gateway hands them to its function, and nothing around them."""

import importlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from chalice.local import LambdaContext

_MEMORY = 1024
_LEAST_BAD = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Api:
    """The app, asked with one token."""

    token: str
    idempotency_key: str = ""

    def event(
        self, method: str, route: str, body: object = None, /, **values: str
    ) -> dict[str, Any]:
        """Return the event; values are put into the route's places, the rest into the query."""
        places = {name: value for name, value in values.items() if f"{{{name}}}" in route}
        query = {name: [value] for name, value in values.items() if name not in places}
        return {
            "headers": {
                "authorization": f"Bearer {self.token}",
                "content-type": "application/json",
                "idempotency-key": self.idempotency_key,
            },
            "multiValueQueryStringParameters": query or None,
            "pathParameters": places or None,
            "stageVariables": None,
            "body": None if body is None else json.dumps(body),
            "isBase64Encoded": False,
            "httpMethod": method,
            "path": route.format(**places),
            "requestContext": {
                "httpMethod": method,
                "resourcePath": route,
                "requestId": "",
                "path": route.format(**places),
                "identity": {"sourceIp": "192.0.2.1"},
            },
        }

    def call(
        self, method: str, route: str, body: object = None, /, **values: str
    ) -> dict[str, Any]:
        """Return what the function answers."""
        return answered(self.event(method, route, body, **values))

    def json(self, method: str, route: str, body: object = None, /, **values: str) -> Any:
        """Return the body of what the function answers."""
        return json.loads(self.call(method, route, body, **values)["body"])

    def warm(
        self, method: str, route: str, body: object = None, /, **values: str
    ) -> Callable[[], object]:
        """Return the request to be measured; who asks, and the team's names, are known already."""
        event = self.event(method, route, body, **values)
        answered(event if method == "GET" else self.event("GET", "/v1/tickets", limit="1"))
        return lambda: answered(event)


def handler(name: str = "app") -> Any:
    """Return a function of the app by its name."""
    return getattr(importlib.import_module("app"), name)


def answered(event: dict[str, Any]) -> dict[str, Any]:
    """Return the answer to an event; what is refused measures nothing, so it raises."""
    context = LambdaContext("app", _MEMORY, max_runtime_ms=29_000)
    answer = handler()(event, context)
    if answer["statusCode"] >= _LEAST_BAD:
        raise AssertionError(answer["body"])
    return answer

"""One operation as the description has it."""

import inspect
import re
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from chalicelib.web.description import answers
from chalicelib.web.description.areas import area_of
from chalicelib.web.routes import NOBODY_ASKED, Route

Json = dict[str, Any]
PROBLEM = {
    "type": "object",
    "description": "RFC 9457; `code` is stable. Some kinds of problems have more members.",
    "required": ["type", "title", "status", "code", "detail", "request_id"],
    "properties": {
        "type": {"type": "string", "examples": ["urn:deskhand:problem:not_found"]},
        "title": {"type": "string", "examples": ["Not Found"]},
        "status": {"type": "integer", "examples": [404]},
        "code": {"type": "string", "examples": ["not_found"]},
        "detail": {"type": "string"},
        "request_id": {"type": "string"},
        "errors": {"type": "array", "items": {"$ref": "#/components/schemas/Fault"}},
    },
}
FAULT = {
    "type": "object",
    "description": "One thing wrong; `pointer` names the member of the body, or the parameter.",
    "required": ["pointer", "code", "detail"],
    "properties": {name: {"type": "string"} for name in ("pointer", "code", "detail")},
}
HEADERS: Mapping[str, Json] = {
    "ETag": {
        "description": "The version that is answered, for `If-Match`.",
        "schema": {"type": "string", "examples": ['"3"']},
    },
    "Retry-After": {
        "description": "Seconds after which to ask again.",
        "schema": {"type": "integer", "minimum": 0},
    },
    "WWW-Authenticate": {
        "description": "How to say who asks.",
        "schema": {"type": "string", "examples": ["Bearer"]},
    },
    "Idempotent-Replayed": {
        "description": "`true` where a request with the same `Idempotency-Key` did this before.",
        "schema": {"type": "string", "enum": ["true"]},
    },
}
PARAMETERS: Mapping[str, Json] = {
    "Idempotency-Key": {
        "name": "Idempotency-Key",
        "in": "header",
        "required": False,
        "description": "A text of the caller's choice: the same request with the same text is done "
        "once, however often it comes. Another request with it is refused.",
        "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[ -~]+$"},
    },
    "If-Match": {
        "name": "If-Match",
        "in": "header",
        "required": False,
        "description": "The ETag of what was seen: what has changed since stays, and 409 says so.",
        "schema": {"type": "string", "pattern": '^"[0-9]{1,15}"$|^[*]$', "examples": ['"3"']},
    },
}
"""Whatever several operations share is a component of the description."""
_HEADERS_OF = {
    HTTPStatus.UNAUTHORIZED: "WWW-Authenticate",
    HTTPStatus.TOO_MANY_REQUESTS: "Retry-After",
}
_MEANS = {
    400: "The query or the body cannot be read.",
    401: "The token is missing, unknown or no longer valid.",
    402: "The account's plan does not include this.",
    403: "The caller may not do this.",
    404: "There is no such thing, or it is none of the caller's.",
    409: "It is not, or no longer, in a state that allows this.",
    410: "It is over: what was asked for is no longer there.",
    413: "The body is too long.",
    415: "The body has another Content-Type.",
    422: "The request can be read, but not done; `errors` says what is wrong.",
    429: "Asked too often.",
    502: "The provider that was asked refused or failed.",
    503: "It cannot be done now; try again later.",
    504: "The provider did not answer in time: it may have been done.",
}
_ANY_FAULT_OF_OURS = {
    "description": "A fault of ours or of a provider; with 503, `Retry-After` says when to ask "
    "again.",
    "headers": {"Retry-After": {"$ref": "#/components/headers/Retry-After"}},
    "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
}
_PATCH = "Only what is named changes; null takes it back to its default."
_PARAMETER = re.compile(r"\{(\w+)\}")


def operation(
    route: Route, schemas: Mapping[Any, Json], query: list[Json], *, is_open: bool
) -> Json:
    """Return the operation of a route; `schemas` has those of its body and its answer."""
    text = inspect.getdoc(route.view) or ""
    described: Json = {
        "operationId": f"{route.view.__module__}.{route.view.__name__}".split(".", 1)[1],
        "tags": [area_of(route.view.__module__)],
        "summary": " ".join(text.partition("\n\n")[0].split()),
        "parameters": [*_in_path(route), *query, *_in_headers(route)],
        "responses": _responses(route, schemas, is_open=is_open),
        "security": [] if is_open else [{"bearer": []}],
    }
    if more := text.partition("\n\n")[2]:
        described["description"] = more
    if route.needs != NOBODY_ASKED:
        described["x-permission"] = route.needs
    if route.body is not None:
        described["requestBody"] = _body(route, schemas)
    return described


def _in_path(route: Route) -> list[Json]:
    return [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
        for name in _PARAMETER.findall(route.path)
    ]


def _in_headers(route: Route) -> list[Json]:
    success = answers.success_of(route)
    names = ["Idempotency-Key"] if route.method != answers.READING else []
    names += ["If-Match"] if success and success.takes_if_match else []
    return [{"$ref": f"#/components/parameters/{name}"} for name in names]


def _body(route: Route, schemas: Mapping[Any, Json]) -> Json:
    success = answers.success_of(route)
    told = route.patches or route.body
    taken = _either([schemas[each] for each in success.taken] if success else [])
    schema = taken or schemas.get(told, {"type": "object"})
    described = {"description": _PATCH} if route.patches else {}
    return {**described, "content": {"application/json": {"schema": schema}}}


def _responses(route: Route, schemas: Mapping[Any, Json], *, is_open: bool) -> Json:
    done = {str(status): _done(route, schemas) for status in answers.statuses(route)}
    refused = {str(status): _refused(status) for status in answers.refusals(route, is_open=is_open)}
    return {**done, **refused, "5XX": _ANY_FAULT_OF_OURS}


def _done(route: Route, schemas: Mapping[Any, Json]) -> Json:
    success = answers.success_of(route) or answers.Success()
    schema = _either([schemas[each] for each in success.types])
    content = {"content": {"application/json": {"schema": schema}}} if schema else {}
    names = ["ETag"] if success.is_tagged else []
    names += ["Idempotent-Replayed"] if route.method != answers.READING else []
    headers = {"headers": _headers(*names)} if names else {}
    return {"description": "Done.", **headers, **content}


def _either(known: list[Json]) -> Json | None:
    return {"anyOf": known} if len(known) > 1 else next(iter(known), None)


def _refused(status: int) -> Json:
    name = _HEADERS_OF.get(HTTPStatus(status))
    headers = {"headers": _headers(name)} if name else {}
    schema = {"$ref": "#/components/schemas/Problem"}
    content = {"application/problem+json": {"schema": schema}}
    return {"description": _MEANS[status], **headers, "content": content}


def _headers(*names: str) -> Json:
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}

"""The API's description (OpenAPI 3.1), made from the routes themselves, so that it cannot lag."""

import inspect
import re
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from chalicelib.core.desk import Desk
from chalicelib.web.routes import NOBODY_ASKED, Route, Routes

VERSION = "3.1.0"
routes = Routes(__name__)
_described: list[Routes] = []
_PARAMETER = re.compile(r"\{(\w+)\}")
_REF = "#/components/schemas/{name}"
_PROBLEM = {
    "type": "object",
    "description": "RFC 9457; `code` is stable.",
    "required": ["type", "title", "status", "code", "detail", "request_id"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string"},
        "detail": {"type": "string"},
        "request_id": {"type": "string"},
        "errors": {"type": "array", "items": {"$ref": "#/components/schemas/Fault"}},
    },
}
_FAULT = {
    "type": "object",
    "required": ["pointer", "code", "detail"],
    "properties": {name: {"type": "string"} for name in ("pointer", "code", "detail")},
}


def describe(table: Iterable[Routes]) -> None:
    """Set what is described: all of `app.py`'s table."""
    _described[:] = table


@routes.get("/v1/openapi.json", needs=NOBODY_ASKED)
def show(desk: Desk) -> dict[str, Any]:
    """Describe this API."""
    return document([route for each in _described for route in each.table], desk.place.base_url)


def document(table: Iterable[Route], base_url: str) -> dict[str, Any]:
    """Return the description of the routes under `/v1`."""
    shown = [route for route in table if route.path.startswith("/v1/")]
    bodies = {route.body for route in shown if route.body is not None and route.body is not dict}
    ordered = sorted(bodies, key=lambda body: body.__name__)
    schemas, components = msgspec.json.schema_components(ordered, ref_template=_REF)
    of_body = dict(zip(ordered, schemas, strict=True))
    paths: dict[str, dict[str, Any]] = {}
    for route in shown:
        paths.setdefault(route.path, {})[route.method.lower()] = _operation(route, of_body)
    return {
        "openapi": VERSION,
        "info": {"title": "Deskhand", "version": "1"},
        "servers": [{"url": base_url}],
        "paths": dict(sorted(paths.items())),
        "components": {
            "schemas": {**components, "Problem": _PROBLEM, "Fault": _FAULT},
            "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}},
        },
    }


def _operation(route: Route, of_body: Mapping[type, Any]) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": f"{route.view.__module__}.{route.view.__name__}".split(".", 1)[1],
        "summary": (inspect.getdoc(route.view) or "").partition("\n")[0],
        "parameters": [_parameter(name) for name in _PARAMETER.findall(route.path)],
        "responses": {
            str(route.status): {"description": "Done."},
            "default": {"description": "A problem.", "content": _problem_content()},
        },
        "security": [] if route.needs == NOBODY_ASKED else [{"bearer": []}],
    }
    if route.needs != NOBODY_ASKED:
        operation["x-permission"] = route.needs
    if route.body is not None:
        schema = of_body.get(route.body, {"type": "object"})
        operation["requestBody"] = {"content": {"application/json": {"schema": schema}}}
    return operation


def _parameter(name: str) -> dict[str, Any]:
    return {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}


def _problem_content() -> dict[str, Any]:
    return {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}

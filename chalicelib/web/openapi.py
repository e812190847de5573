"""The API's description (OpenAPI 3.1), made from the routes themselves, so that it cannot lag."""

import inspect
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, cast

import msgspec

from chalicelib.core.desk import Desk
from chalicelib.web import mount
from chalicelib.web.routes import NOBODY_ASKED, Route, Routes

VERSION = "3.1.0"
routes = Routes()
_PARAMETER = re.compile(r"\{(\w+)\}")
_REF = "#/components/schemas/{name}"
REFERENCE = re.compile(r" \((?:(?:acceptance |decisions? )?\d+[a-z]?(?:, |-)?)+\)")
"""What our own documents number means nothing outside."""
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
    "description": "One thing wrong; `pointer` names the member of the body, or the parameter.",
    "required": ["pointer", "code", "detail"],
    "properties": {name: {"type": "string"} for name in ("pointer", "code", "detail")},
}
_PATCH = "Only what is named changes; null takes it back to its default."


@dataclass(frozen=True, slots=True, kw_only=True)
class _Schemas:
    """What the types of routes look like: by type, and the components that they refer to."""

    of: Mapping[Any, dict[str, Any]]
    components: dict[str, dict[str, Any]]


@routes.get("/v1/openapi.json", needs=NOBODY_ASKED)
def show(desk: Desk) -> dict[str, Any]:
    """Describe this API."""
    table = [route for each in mount.mounts for route in each.routes.table]
    return document(table, desk.place.base_url)


def document(table: Iterable[Route], base_url: str) -> dict[str, Any]:
    """Return the description of the routes under `/v1`."""
    shown = [route for route in table if route.path.startswith("/v1/")]
    own = _schemas([each for route in shown for each in (route.body, route.answers, route.query)])
    queries = {each: _in_query(own, each) for each in {route.query for route in shown} if each}
    patched = _schemas([route.patches for route in shown], suffix="Patch")
    all_of = {**own.of, **patched.of}
    paths: dict[str, dict[str, Any]] = {}
    for route in shown:
        paths.setdefault(route.path, {})[route.method.lower()] = _operation(route, all_of, queries)
    laid_over = {name: _optional(part) for name, part in patched.components.items()}
    problems = {"Problem": _PROBLEM, "Fault": _FAULT}
    return _for_outside({
        "openapi": VERSION,
        "info": {"title": "Deskhand", "version": "1"},
        "servers": [{"url": base_url}],
        "paths": dict(sorted(paths.items())),
        "components": {
            "schemas": {**own.components, **laid_over, **problems},
            "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}},
        },
    })  # fmt: skip


def _schemas(types: Iterable[Any], *, suffix: str = "") -> _Schemas:
    wanted = {each for each in types if each is not None and each is not dict}
    ordered = sorted(wanted, key=str)
    template = _REF + suffix
    schemas, components = msgspec.json.schema_components(ordered, ref_template=template)
    return _Schemas(
        of=dict(zip(ordered, schemas, strict=True)),
        components={name + suffix: part for name, part in components.items()},
    )


def _in_query(schemas: _Schemas, query: Any) -> list[dict[str, Any]]:
    """Return a query's parameters; what they are made of is no component any more."""
    shape = schemas.components.pop(schemas.of[query]["$ref"].rpartition("/")[2])
    named: dict[str, Any] = shape["properties"]
    return [
        {"name": name, "in": "query", "required": name in shape["required"], "schema": schema}
        for name, schema in ((name, _without_nothing(each)) for name, each in named.items())
    ]


def _without_nothing(schema: dict[str, Any]) -> dict[str, Any]:
    """Return the schema without a default that only says that nothing was given."""
    return {key: value for key, value in schema.items() if key != "default" or value}


def _optional(part: dict[str, Any]) -> dict[str, Any]:
    """Return a branch of a tree, as a body has it that is laid over the tree."""
    named: dict[str, Any] = part.get("properties", {})
    either = {name: {"anyOf": [inner, {"type": "null"}]} for name, inner in named.items()}
    return {**part, "properties": either, "required": []} if named else part


def _operation(
    route: Route, schemas: Mapping[Any, Any], queries: Mapping[Any, list[dict[str, Any]]]
) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": f"{route.view.__module__}.{route.view.__name__}".split(".", 1)[1],
        "summary": (inspect.getdoc(route.view) or "").partition("\n")[0],
        "parameters": [_in_path(name) for name in _PARAMETER.findall(route.path)]
        + queries.get(route.query, []),
        "responses": {
            str(route.status): _done(schemas.get(route.answers)),
            "default": {"description": "A problem.", "content": _problem_content()},
        },
        "security": [] if route.needs == NOBODY_ASKED else [{"bearer": []}],
    }
    if route.needs != NOBODY_ASKED:
        operation["x-permission"] = route.needs
    if route.body is not None:
        operation["requestBody"] = _body(route, schemas)
    return operation


def _in_path(name: str) -> dict[str, Any]:
    return {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}


def _body(route: Route, schemas: Mapping[Any, Any]) -> dict[str, Any]:
    schema = schemas.get(route.patches or route.body, {"type": "object"})
    described = {"description": _PATCH} if route.patches else {}
    return {**described, "content": {"application/json": {"schema": schema}}}


def _done(schema: Mapping[str, Any] | None) -> dict[str, Any]:
    content = {"content": {"application/json": {"schema": schema}}} if schema else {}
    return {"description": "Done.", **content}


def _problem_content() -> dict[str, Any]:
    return {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}


def _for_outside(value: Any) -> Any:
    """Return the same without what only this code's own readers can look up."""
    if isinstance(value, dict):
        parts = cast("dict[str, Any]", value)
        return {name: _for_outside(part) for name, part in parts.items()}
    if isinstance(value, list):
        return [_for_outside(part) for part in cast("list[Any]", value)]
    return REFERENCE.sub("", value) if isinstance(value, str) else value

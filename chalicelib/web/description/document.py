"""The whole description: the routes' operations, and the types that they refer to."""

import re
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, cast

import msgspec

from chalicelib.web.description import answers, operations
from chalicelib.web.description.areas import ABOUT
from chalicelib.web.description.names import renamed, shortened
from chalicelib.web.routes import API, Route

VERSION = "3.1.0"
_REF = "#/components/schemas/{name}"
REFERENCE = re.compile(r" \((?:(?:acceptance |decisions? )?\d+[a-z]?(?:, |-)?)+\)")
"""What our own documents number means nothing outside."""
_ABOUT = (
    "The API of Deskhand, the helpdesk for online shops. Names are in snake case, moments in UTC, "
    "as of RFC 3339; lists lead on by `next_cursor`. A refusal is a problem document and says why."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Schemas:
    """What the types of routes look like: by type, and the components that they refer to."""

    of: Mapping[Any, dict[str, Any]]
    components: dict[str, dict[str, Any]]


def document(table: Iterable[Route], base_url: str, open_to_all: Container[str]) -> dict[str, Any]:
    """Return the description of the routes under `/v1`; whose lines are open asks for no token."""
    shown = [route for route in table if route.path.startswith(API)]
    own = _schemas([each for route in shown for each in (route.body, route.query, *_types(route))])
    queries = {each: _in_query(own, each) for each in {route.query for route in shown} if each}
    patched = _schemas([route.patches for route in shown], suffix="Patch")
    all_of = {**own.of, **patched.of}
    paths: dict[str, dict[str, Any]] = {}
    for route in shown:
        query = queries[route.query] if route.query else []
        is_open = route.line in open_to_all
        described = operations.operation(route, all_of, query, is_open=is_open)
        paths.setdefault(route.path, {})[route.method.lower()] = described
    laid_over = {name: _optional(part) for name, part in patched.components.items()}
    problems = {"Problem": operations.PROBLEM, "Fault": operations.FAULT}
    schemas = {**own.components, **laid_over, **problems}
    names = shortened(schemas)
    return _for_outside(renamed({
        "openapi": VERSION,
        "info": {"title": "Deskhand", "version": "1", "description": _ABOUT},
        "servers": [{"url": base_url}],
        "tags": _tags(paths),
        "paths": dict(sorted(paths.items())),
        "components": {
            "schemas": {names[name]: schema for name, schema in schemas.items()},
            "parameters": dict(operations.PARAMETERS),
            "headers": dict(operations.HEADERS),
            "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}},
        },
    }, names))  # fmt: skip


def _types(route: Route) -> tuple[Any, ...]:
    success = answers.success_of(route)
    return (*success.types, *success.taken) if success else ()


def _tags(paths: Mapping[str, Mapping[str, Any]]) -> list[dict[str, str]]:
    used = {tag for item in paths.values() for each in item.values() for tag in each["tags"]}
    return [
        {"name": name, **({"description": ABOUT[name]} if name in ABOUT else {})}
        for name in sorted(used)
    ]


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


def _for_outside(value: Any) -> Any:
    """Return the same without what only this code's own readers can look up."""
    if isinstance(value, dict):
        parts = cast("dict[str, Any]", value)
        return {name: _for_outside(part) for name, part in parts.items()}
    if isinstance(value, list):
        return [_for_outside(part) for part in cast("list[Any]", value)]
    return REFERENCE.sub("", value) if isinstance(value, str) else value

"""Careful reading of others' JSON: what is not there, or not of its type, is empty."""

from collections.abc import Mapping
from typing import cast

Json = Mapping[str, object]


def table(source: Json, name: str) -> Json:
    """Return the object under this name."""
    found = source.get(name)
    return cast("Json", found) if isinstance(found, Mapping) else {}


def tables(source: Json, name: str) -> list[Json]:
    """Return the objects of the list under this name."""
    found = source.get(name)
    listed = cast("list[object]", found) if isinstance(found, list) else []
    return [cast("Json", one) for one in listed if isinstance(one, Mapping)]


def text(source: Json, name: str) -> str:
    """Return the string under this name."""
    found = source.get(name)
    return found if isinstance(found, str) else ""


def texts(source: Json, name: str) -> list[str]:
    """Return the strings of the list under this name."""
    found = source.get(name)
    listed = cast("list[object]", found) if isinstance(found, list) else []
    return [one for one in listed if isinstance(one, str)]

"""Reading queries: text into the struct that a route declares; unknown names are refused.

What a program leaves empty counts as not given. Of a name that comes several times the last one
counts, except where the struct wants several.
"""

from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Annotated, Any, TypeVar

import msgspec
from msgspec import Meta, inspect

from chalicelib.core.errors import Invalid
from chalicelib.web import bodies

MAX_LIMIT = 100
T = TypeVar("T")
_LISTS = (inspect.VarTupleType, inspect.ListType)


class Query(msgspec.Struct, forbid_unknown_fields=True, kw_only=True, frozen=True):
    """Base of every query that a route reads."""


class ListQuery(Query, frozen=True):
    """Which part of a list."""

    limit: Annotated[int, Meta(ge=1, le=MAX_LIMIT, description="At most so many.")] = 50
    cursor: Annotated[str, Meta(description="`next_cursor` of the part before.")] = ""


def decode(given: Mapping[str, Sequence[str]], shape: type[T]) -> T:
    """Return the query as `shape`, or raise Invalid (`invalid_query`) that names what is wrong."""
    known = _fields(shape)
    values = {
        name: _value(texts, is_several=known.get(name, False)) for name, texts in given.items()
    }
    with refusing():
        meant = {name: value for name, value in values.items() if value or name not in known}
        return bodies.convert(meant, shape, strict=False)


@contextmanager
def refusing() -> Generator[None]:
    """Say of what is Invalid within that the query is to blame."""
    try:
        yield
    except Invalid as error:
        detail = "The query is not as it should be." if error.faults else error.detail
        raise Invalid(detail, code="invalid_query", faults=error.faults) from error


def _value(texts: Sequence[str], *, is_several: bool) -> str | list[str]:
    filled = [text for text in texts if text]
    return filled if is_several else "".join(filled[-1:])


@cache
def _fields(shape: Any) -> dict[str, bool]:
    """Return the names, and whether each wants several values."""
    place = inspect.type_info(shape)
    fields = place.fields if isinstance(place, inspect.StructType) else ()
    return {field.encode_name: isinstance(_bare(field.type), _LISTS) for field in fields}


def _bare(place: inspect.Type) -> inspect.Type:
    return _bare(place.type) if isinstance(place, inspect.Metadata) else place

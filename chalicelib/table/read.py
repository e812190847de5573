"""Reading one row by its key, or the rows of a partition in order."""

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from pynamodb.expressions.condition import Condition

from chalicelib.table.keys import Key
from chalicelib.table.row import Row
from chalicelib.table.write import translated

R = TypeVar("R", bound=Row)
Position = Mapping[str, Any]
"""Where the reading of a list goes on; an empty one is its beginning."""


def find(kind: type[R], key: Key, *, consistent: bool = False) -> R | None:
    """Return the row, or None where there is none or one of another kind."""
    missing = cast("type[Exception]", Row.DoesNotExist)  # pyright: ignore[reportUnknownMemberType]
    try:
        with translated():
            row = Row.get(*key, consistent_read=consistent)
    except missing:
        return None
    return row if isinstance(row, kind) else None


def rows(
    pk: str,
    within: Condition | None = None,
    *,
    limit: int | None = None,
    is_newest_first: bool = False,
    consistent: bool = False,
) -> list[Row]:
    """Return a partition's rows, in order of their sort keys."""
    with translated():
        found = Row.query(
            pk,
            within,
            limit=limit,
            scan_index_forward=not is_newest_first,
            consistent_read=consistent,
        )
        return list(found)

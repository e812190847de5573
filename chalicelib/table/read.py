"""Reading one row by its key."""

from typing import TypeVar, cast

from chalicelib.table.keys import Key
from chalicelib.table.row import Row

R = TypeVar("R", bound=Row)


def find(kind: type[R], key: Key, *, consistent: bool = False) -> R | None:
    """Return the row, or None where there is none or one of another kind."""
    missing = cast("type[Exception]", Row.DoesNotExist)  # pyright: ignore[reportUnknownMemberType]
    try:
        row = Row.get(*key, consistent_read=consistent)
    except missing:
        return None
    return row if isinstance(row, kind) else None

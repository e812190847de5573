"""Several lists read as one, by their moments: each goes on where the page before left it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from pynamodb.expressions.condition import Condition

from chalicelib.core.desk import Desk
from chalicelib.core.moments import rfc3339
from chalicelib.table import keys
from chalicelib.table.keys import Key
from chalicelib.table.read import Position
from chalicelib.table.row import Row
from chalicelib.table.write import translated

T = TypeVar("T")
R = TypeVar("R", bound=Row)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item(Generic[T]):
    """One of a list: what it is sorted by, and what its list needs to go on behind it."""

    order: str
    token: Any
    value: T


Read = Callable[[Any, int], list[Item[T]]]
"""From where a list was left (None: its beginning) and a number, to so many of it, in its order."""


def newest(
    lists: Mapping[str, Read[T]], *, limit: int, position: Position, is_oldest_first: bool = False
) -> tuple[list[T], Position | None]:
    """Return a page of all lists, and where each goes on; None where nothing is left of any.

    A list's name tells it in the cursor, so that one which joins later starts at its beginning.
    The lists have to be read the same way round.
    """
    found = [
        (item, name) for name, read in lists.items() for item in read(position.get(name), limit + 1)
    ]
    found.sort(key=lambda pair: pair[0].order, reverse=not is_oldest_first)
    page = found[:limit]
    onward = {**position, **{name: item.token for item, name in page}}
    return [item.value for item, _ in page], onward if len(found) > limit else None


def stored(desk: Desk, kind: type[R], start: Key) -> Read[R]:
    """Return the reading of the rows under a key's beginning, by their sort keys."""
    pk, prefix = start
    assert keys.owner(pk) == desk.account_id

    def read(token: Any, limit: int) -> list[Item[R]]:
        before = {"pk": {"S": pk}, "sk": {"S": token}} if token else None
        with translated():
            rows = list(
                Row.query(
                    pk, Row.sk.startswith(prefix), limit=limit, scan_index_forward=False,
                    last_evaluated_key=before,
                )
            )  # fmt: skip
        return [Item(order=r.sk, token=r.sk, value=r) for r in rows if isinstance(r, kind)]

    return read


def indexed(
    desk: Desk, partition: str, within: Condition | None = None, *, is_oldest_first: bool = False
) -> Read[Key]:
    """Return the reading of a partition of `by_customer`: keys of rows, by their moments."""
    assert keys.owner(partition) == desk.account_id

    def read(token: Any, limit: int) -> list[Item[Key]]:
        start = {**_start(token), "customer_key": {"S": partition}} if token else None
        with translated():
            rows: list[Any] = list(
                Row.by_customer.query(
                    partition, within, limit=limit, scan_index_forward=is_oldest_first,
                    last_evaluated_key=start,
                )
            )  # fmt: skip
        return [_item(row) for row in rows]

    return read


def _item(row: Any) -> Item[Key]:
    at = rfc3339(row.customer_at)
    return Item(order=at, token=[row.pk, row.sk, at], value=(row.pk, row.sk))


def _start(token: Any) -> dict[str, dict[str, str]]:
    names = ("pk", "sk", "customer_at")
    return {name: {"S": value} for name, value in zip(names, token, strict=True)}

"""Several lists read as one, page by page."""

from collections.abc import Mapping
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from pynamodb.attributes import UnicodeAttribute

from chalicelib.core.desk import Desk
from chalicelib.table import customer_keys, together
from chalicelib.table.row import Row
from chalicelib.table.together import Item, Read


class _SlipRow(Row, discriminator="slip"):
    """A row of the test's own."""

    text = UnicodeAttribute()


def pages_of(lists: Mapping[str, Read[Any]], limit: int) -> list[list[Any]]:
    position: Mapping[str, Any] | None = {}
    pages: list[list[Any]] = []
    while position is not None:
        found, position = together.newest(lists, limit=limit, position=position)
        pages.append(found)
    return pages


def test_rows_come_page_by_page_from_the_newest_to_the_oldest(desk: Desk) -> None:
    pk, _ = customer_keys.customer_events(desk.account_id, "cus_1")
    for sort in ("C#9", "D#1", "D#2", "D#3", "D#4", "E#0"):
        _SlipRow(pk, sort, text=sort).save()

    pages = pages_of({"one": together.stored(desk, _SlipRow, (pk, "D#"))}, 2)

    assert [[row.text for row in page] for page in pages] == [["D#4", "D#3"], ["D#2", "D#1"]]


def test_rows_of_several_lists_are_one_list(desk: Desk) -> None:
    lists: dict[str, Read[_SlipRow]] = {}
    for name, sorts in {"a": "147", "b": "2368", "c": ""}.items():
        start = customer_keys.customer_events(desk.account_id, name)
        for sort in sorts:
            _SlipRow(start[0], f"E#{sort}", text=sort).save()
        lists[name] = together.stored(desk, _SlipRow, start)

    pages = pages_of(lists, 3)

    assert [[row.text for row in page] for page in pages] == [list("876"), list("432"), ["1"]]


def counted(numbers: list[int]) -> Read[int]:
    newest = sorted(numbers, reverse=True)

    def read(token: Any, limit: int) -> list[Item[int]]:
        start = 0 if token is None else token + 1
        return [
            Item(order=f"{number:03}", token=at, value=number)
            for at, number in enumerate(newest)
            if start <= at < start + limit
        ]

    return read


@given(
    numbers=st.lists(st.lists(st.integers(0, 20), max_size=9), max_size=4),
    limit=st.integers(1, 5),
)
def test_nothing_is_missed_or_met_twice(numbers: list[list[int]], limit: int) -> None:
    lists = {str(name): counted(each) for name, each in enumerate(numbers)}

    pages = pages_of(lists, limit)

    every = [number for each in numbers for number in each]
    assert [number for page in pages for number in page] == sorted(every, reverse=True)
    assert all(len(page) == limit for page in pages[:-1])

"""Reading one row, and pages of them."""

from collections.abc import Mapping
from typing import Any

from pynamodb.attributes import UnicodeAttribute

from chalicelib.core.desk import Desk
from chalicelib.table import customer_keys, keys
from chalicelib.table.operations import OperationRow
from chalicelib.table.read import find, page_back
from chalicelib.table.row import Row


class _CardRow(Row, discriminator="card"):
    """A row of the test's own."""

    text = UnicodeAttribute()


def test_what_is_not_there_is_none(desk: Desk) -> None:
    assert find(_CardRow, keys.chat(desk.account_id, "chat_1")) is None


def test_a_row_of_another_kind_is_none(desk: Desk) -> None:
    key = keys.chat(desk.account_id, "chat_1")
    _CardRow(*key, text="hello").save()

    assert find(OperationRow, key) is None


def test_a_row_is_found_as_what_it_is(desk: Desk) -> None:
    key = keys.chat(desk.account_id, "chat_1")
    _CardRow(*key, text="hello").save()

    found = find(_CardRow, key, consistent=True)

    assert found is not None
    assert found.text == "hello"


def test_rows_come_page_by_page_from_the_newest_to_the_oldest(desk: Desk) -> None:
    pk, _ = customer_keys.customer_events(desk.account_id, "cus_1")
    for sort in ("C#9", "D#1", "D#2", "D#3", "D#4", "E#0"):
        _CardRow(pk, sort, text=sort).save()
    position: Mapping[str, Any] | None = {}
    pages: list[list[str]] = []
    while position is not None:
        found, position = page_back(_CardRow, (pk, "D#"), limit=2, position=position)
        pages.append([row.text for row in found])

    assert pages == [["D#4", "D#3"], ["D#2", "D#1"]]

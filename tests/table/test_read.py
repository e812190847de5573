"""Reading one row."""

from pynamodb.attributes import UnicodeAttribute

from chalicelib.core.desk import Desk
from chalicelib.table import keys
from chalicelib.table.operations import OperationRow
from chalicelib.table.read import find
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

"""Reading one row."""

import pytest
from pynamodb.attributes import UnicodeAttribute

from chalicelib.core.desk import Desk
from chalicelib.table import keys
from chalicelib.table.operations import OperationRow
from chalicelib.table.read import find
from chalicelib.table.row import Row, connection


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


def _later(desk: Desk) -> keys.Key:
    """Write a row of a kind that nobody here has heard of."""
    pk, sk = keys.chat(desk.account_id, "chat_1")
    item = {"_t": {"S": "later"}, "pk": {"S": pk}, "sk": {"S": sk}, "text": {"S": "hello"}}
    connection().client.put_item(TableName=Row.Meta.table_name, Item=item)
    return pk, sk


def test_a_row_of_an_unknown_kind_is_none(desk: Desk) -> None:
    assert find(_CardRow, _later(desk)) is None


def test_unknown_kinds_do_not_keep_others_from_being_read(desk: Desk) -> None:
    later = _later(desk)
    known = keys.chat(desk.account_id, "chat_2")
    _CardRow(*known, text="hello").save()

    found = list(Row.batch_get([later, known]))

    assert {row.pk for row in found if isinstance(row, _CardRow)} == {known[0]}


def test_a_row_of_an_unknown_kind_cannot_be_written(desk: Desk) -> None:
    key = _later(desk)

    with pytest.raises(KeyError):
        Row.get(*key).save()

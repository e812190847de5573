"""A failed transaction leaves items and stream as they were, whatever the table's size."""

from typing import Any

import pytest
from botocore.exceptions import ClientError
from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.dynamodb.models import dynamodb_backends

from tests.kit import toy

ABSENT = "attribute_not_exists(pk)"
TAKEN = "attribute_exists(pk)"


def put(key: str, n: int = 1, *, condition: str = "") -> dict[str, Any]:
    item = {"pk": {"S": key}, "n": {"N": str(n)}}
    expected = {"ConditionExpression": condition} if condition else {}
    return {"Put": {"TableName": toy.TABLE, "Item": item, **expected}}


def add(key: str) -> dict[str, Any]:
    values = {":one": {"N": "1"}}
    update = {"UpdateExpression": "ADD n :one", "ExpressionAttributeValues": values}
    return {"Update": {"TableName": toy.TABLE, "Key": {"pk": {"S": key}}, **update}}


def delete(key: str) -> dict[str, Any]:
    return {"Delete": {"TableName": toy.TABLE, "Key": {"pk": {"S": key}}}}


def stream() -> list[Any]:
    table = dynamodb_backends[DEFAULT_ACCOUNT_ID]["eu-central-1"].tables[toy.TABLE]
    assert table.stream_shard
    return table.stream_shard.items


@pytest.fixture
def streamed(db: Any) -> Any:
    view = {"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"}
    db.update_table(TableName=toy.TABLE, StreamSpecification=view)
    return db


def test_a_failed_transaction_undoes_every_kind_of_write(streamed: Any) -> None:
    for key in "abc":
        toy.write(streamed, 1, key)
    before, records = streamed.scan(TableName=toy.TABLE)["Items"], stream()
    count = len(records)

    with pytest.raises(ClientError):
        streamed.transact_write_items(
            TransactItems=[
                put("new"),
                put("a", 9),
                add("b"),
                delete("c"),
                put("d", condition=TAKEN),
            ]
        )

    assert streamed.scan(TableName=toy.TABLE)["Items"] == before
    assert (stream() is records, len(records)) == (True, count)


def test_a_transaction_that_wins_is_in_the_stream(streamed: Any) -> None:
    toy.write(streamed, 1, "b")
    streamed.transact_write_items(TransactItems=[put("a", condition=ABSENT), add("b")])

    assert toy.read(streamed, "b") == (2, 0)
    assert [record.record["eventName"] for record in stream()] == ["INSERT", "INSERT", "MODIFY"]


def test_the_table_is_not_replaced(streamed: Any) -> None:
    tables = dynamodb_backends[DEFAULT_ACCOUNT_ID]["eu-central-1"].tables
    table = tables[toy.TABLE]

    with pytest.raises(ClientError):
        streamed.transact_write_items(TransactItems=[put("a", condition=TAKEN)])

    assert tables[toy.TABLE] is table

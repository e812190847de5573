"""The meter charges real calls on moto as DynamoDB would."""

from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

from bench.meter import metered

KB = 1024
KEY = {"pk": {"S": "1"}, "sk": {"S": "a"}}
KEYS = [KEY, KEY | {"sk": {"S": "b"}}]
GUARD = "attribute_not_exists(pk)"


def item(size: int = 500, sk: str = "a", **attributes: str) -> dict[str, Any]:
    named = {name: {"S": value} for name, value in attributes.items()}
    whole = {"pk": {"S": "1"}, "sk": {"S": sk}, **named}
    rest = size - sum(len(name) + len(value["S"]) for name, value in whole.items()) - 1
    return whole | {"x": {"S": "x" * rest}}


def put(db: Any, whole: dict[str, Any], **more: Any) -> None:
    db.put_item(TableName="shop", Item=whole, **more)


def change(db: Any, expression: str, **values: str) -> None:
    named = {f":{name}": {"S": value} for name, value in values.items()}
    more = {"ExpressionAttributeValues": named} if named else {}
    db.update_item(TableName="shop", Key=KEY, UpdateExpression=expression, **more)


WRITES: list[tuple[str, dict[str, Any] | None, Callable[[Any], object], float]] = [
    ("new", None, lambda db: put(db, item()), 1),
    ("new and large", None, lambda db: put(db, item(3 * KB + 1)), 4),
    ("new in one index", None, lambda db: put(db, item(due="today")), 2),
    ("new in both", None, lambda db: put(db, item(state="open", at="1", due="today")), 3),
    ("grows", item(), lambda db: put(db, item(3 * KB)), 3),
    ("shrinks", item(3 * KB), lambda db: put(db, item()), 3),
    ("moves", item(state="open", at="1"), lambda db: put(db, item(state="shut", at="1")), 3),
    ("is shown", item(state="open", at="1"), lambda db: change(db, "SET title=:t", t="t"), 2),
    ("is not shown", item(state="open", at="1"), lambda db: change(db, "SET note=:n", n="n"), 1),
    ("leaves", item(due="today"), lambda db: change(db, "REMOVE due"), 2),
    ("is deleted", item(5 * KB, due="t"), lambda db: db.delete_item(TableName="shop", Key=KEY), 6),
    ("was never there", None, lambda db: db.delete_item(TableName="shop", Key=KEY), 1),
]  # fmt: skip


@pytest.mark.parametrize(("words", "before", "act", "units"), WRITES)
def test_a_write_is_charged(
    db: Any,
    words: str,
    before: dict[str, Any] | None,
    act: Callable[[Any], object],
    units: float,
) -> None:
    if before:
        put(db, before)

    with metered() as usage:
        act(db)

    assert (usage.requests, usage.read_units, usage.write_units) == (1, 0, units), words


def test_a_failed_condition_costs_what_was_there(db: Any) -> None:
    put(db, item(3 * KB, due="today"))

    with metered() as usage, pytest.raises(ClientError):
        put(db, item(), ConditionExpression=GUARD)

    assert usage.write_units == 3


def test_a_refused_request_costs_nothing(db: Any) -> None:
    with metered() as usage, pytest.raises(ClientError):
        change(db, "SET")

    assert (usage.requests, usage.write_units) == (1, 0)


def transact(db: Any, *puts: dict[str, Any]) -> None:
    db.transact_write_items(TransactItems=[{"Put": {"TableName": "shop"} | each} for each in puts])


def test_a_transaction_costs_twice_but_its_indexes_once(db: Any) -> None:
    put(db, item(state="open", at="1"))

    with metered() as usage:
        transact(db, {"Item": item(state="open", at="2")}, {"Item": item(1500, sk="b")})

    assert usage.write_units == 2 * (1 + 2) + 2


def test_a_cancelled_transaction_costs_all_its_items(db: Any) -> None:
    put(db, item())

    with metered() as usage, pytest.raises(ClientError):
        transact(db, {"Item": item(1500, sk="b")}, {"Item": item(), "ConditionExpression": GUARD})

    assert usage.write_units == 2 * (2 + 1)


def test_a_batch_costs_each_item(db: Any) -> None:
    requests = [{"PutRequest": {"Item": item(1500, sk=sk)}} for sk in "ab"]

    with metered() as usage:
        db.batch_write_item(RequestItems={"shop": requests})

    assert (usage.requests, usage.write_units) == (1, 4)


QUERY = {
    "TableName": "shop",
    "KeyConditionExpression": "#pk = :pk",
    "ExpressionAttributeNames": {"#pk": "pk"},
    "ExpressionAttributeValues": {":pk": {"S": "1"}},
}
FILTER = QUERY | {
    "FilterExpression": "#x = :none",
    "ExpressionAttributeNames": {"#pk": "pk", "#x": "x"},
    "ExpressionAttributeValues": {":pk": {"S": "1"}, ":none": {"S": ""}},
}
BY_STATE = QUERY | {
    "IndexName": "by_state",
    "ExpressionAttributeNames": {"#pk": "state"},
    "ExpressionAttributeValues": {":pk": {"S": "open"}},
}


@pytest.mark.parametrize(
    ("name", "asked", "units"),
    [
        ("get_item", {"TableName": "shop", "Key": KEY}, 1),
        ("get_item", {"TableName": "shop", "Key": KEY, "ConsistentRead": True}, 2),
        ("get_item", {"TableName": "shop", "Key": KEY, "ProjectionExpression": "pk"}, 1),
        ("get_item", {"TableName": "shop", "Key": KEY | {"sk": {"S": "none"}}}, 0.5),
        ("query", QUERY, 2.5),
        ("query", QUERY | {"ConsistentRead": True}, 5),
        ("query", QUERY | {"Limit": 1}, 1),
        ("query", QUERY | {"ProjectionExpression": "sk"}, 2.5),
        ("query", QUERY | {"Select": "COUNT"}, 2.5),
        ("query", FILTER, 2.5),
        ("query", FILTER | {"Limit": 1}, 1),
        ("query", QUERY | {"ExpressionAttributeValues": {":pk": {"S": "none"}}}, 0.5),
        ("query", BY_STATE, 0.5),
        ("scan", {"TableName": "shop"}, 2.5),
        ("scan", {"TableName": "shop", "Select": "COUNT"}, 2.5),
        ("batch_get_item", {"RequestItems": {"shop": {"Keys": KEYS}}}, 2),
        ("transact_get_items", {"TransactItems": [{"Get": {"TableName": "shop", "Key": KEY}}]}, 4),
    ],
)  # fmt: skip
def test_a_read_is_charged(db: Any, name: str, asked: dict[str, Any], units: float) -> None:
    for sk in "abc":
        put(db, item(6 * KB, sk=sk, state="open", at=sk))

    with metered() as usage:
        getattr(db, name)(**asked)

    assert (usage.requests, usage.read_units, usage.write_units) == (1, units, 0)


def test_other_services_and_table_calls_are_counted_but_free(db: Any) -> None:
    with metered() as usage:
        db.describe_table(TableName="shop")

    assert (usage.requests, usage.read_units, usage.write_units) == (1, 0, 0)
    assert usage.charges[0].name == "dynamodb.DescribeTable"

"""A query finds what moto's own would find, and never looks beyond its partition."""

from typing import Any

import pytest
from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.dynamodb.models import dynamodb_backends
from moto.dynamodb.models.dynamo_type import DynamoType, Item

from tests.dev.aws.shelves import TABLE


@pytest.fixture
def db(shelves: Any) -> Any:
    for number, colour in enumerate(["red", "blue", "red", "", "red", "blue"]):
        put(shelves, f"p{number % 2}", f"s{5 - number}", colour)
    return shelves


def put(db: Any, pk: str, sk: str, colour: str) -> None:
    item = {"pk": {"S": pk}, "sk": {"S": sk}}
    db.put_item(TableName=TABLE, Item=item | ({"colour": {"S": colour}} if colour else {}))


def found(db: Any, name: str, value: str, **options: Any) -> list[str]:
    """Return the sort keys of all pages, two rows a page."""
    options = {
        "TableName": TABLE,
        **options,
        "Limit": 2,
        "KeyConditionExpression": f"{name} = :v",
        "ExpressionAttributeValues": {":v": {"S": value}},
    }
    pages = db.get_paginator("query").paginate(**options)
    return [item["sk"]["S"] for page in pages for item in page["Items"]]


def test_a_partition_is_read_in_order_and_page_by_page(db: Any) -> None:
    assert found(db, "pk", "p0") == ["s1", "s3", "s5"]
    assert found(db, "pk", "p0", ScanIndexForward=False) == ["s5", "s3", "s1"]
    assert found(db, "pk", "nowhere") == []


def test_so_is_an_index_and_rows_without_its_key_are_not_in_it(db: Any) -> None:
    assert found(db, "colour", "red", IndexName="by_colour") == ["s1", "s3", "s5"]
    assert found(db, "colour", "blue", IndexName="by_colour") == ["s0", "s4"]
    assert found(db, "colour", "green", IndexName="by_colour") == []


def test_a_row_moves_in_the_index_with_its_key(db: Any) -> None:
    put(db, "p0", "s1", "blue")

    assert found(db, "colour", "blue", IndexName="by_colour") == ["s0", "s1", "s4"]
    assert found(db, "colour", "red", IndexName="by_colour") == ["s3", "s5"]


def test_so_it_does_when_only_its_key_is_written(db: Any) -> None:
    db.update_item(
        TableName=TABLE,
        Key={"pk": {"S": "p0"}, "sk": {"S": "s1"}},
        UpdateExpression="SET colour = :colour",
        ExpressionAttributeValues={":colour": {"S": "green"}},
    )

    assert found(db, "colour", "green", IndexName="by_colour") == ["s1"]
    assert found(db, "colour", "red", IndexName="by_colour") == ["s3", "s5"]


def test_a_row_that_goes_leaves_the_index_and_comes_back_to_it(db: Any) -> None:
    rows = dynamodb_backends[DEFAULT_ACCOUNT_ID]["eu-central-1"].tables[TABLE].items
    kept = dict(rows)
    db.delete_item(TableName=TABLE, Key={"pk": {"S": "p0"}, "sk": {"S": "s1"}})
    assert found(db, "colour", "red", IndexName="by_colour") == ["s3", "s5"]

    rows.clear()
    assert found(db, "colour", "red", IndexName="by_colour") == []
    put(db, "p0", "s1", "red")
    assert found(db, "colour", "red", IndexName="by_colour") == ["s1"]

    rows.update(kept)
    assert found(db, "colour", "red", IndexName="by_colour") == ["s3", "s5"]


def test_a_table_from_a_backup_has_its_index(db: Any) -> None:
    backup = db.create_backup(TableName=TABLE, BackupName="before")["BackupDetails"]["BackupArn"]
    db.restore_table_from_backup(TargetTableName="restored", BackupArn=backup)

    assert found(db, "colour", "red", IndexName="by_colour", TableName="restored") == [
        "s1", "s3", "s5",
    ]  # fmt: skip


def test_a_scan_still_sees_everything(db: Any) -> None:
    found(db, "pk", "p0")

    assert db.scan(TableName=TABLE)["Count"] == 6


def test_a_query_compares_no_rows_of_other_partitions(
    db: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []
    size = Item.size
    monkeypatch.setattr(Item, "size", lambda item: seen.append(item.hash_key.value) or size(item))
    compared: list[DynamoType] = []
    less = DynamoType.__lt__
    monkeypatch.setattr(
        DynamoType, "__lt__", lambda one, other: compared.append(one) or less(one, other)
    )
    for number in range(50):
        put(db, "p9", f"t{number}", "")
    seen.clear()
    compared.clear()

    found(db, "pk", "p0")

    assert set(seen) == {"p0"}
    assert len(compared) < 20

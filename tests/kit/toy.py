"""A toy counter in a table of its own, on which the kit proves that it finds planted bugs."""

from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError
from moto import mock_aws

from dev.aws.gate import install

TABLE = "toy"
ENDPOINT: dict[str, Any] = {
    "region_name": "eu-central-1",
    "aws_access_key_id": "toy",
    "aws_secret_access_key": "toy",
}


def client() -> Any:
    """Return a botocore client of DynamoDB; build it after the gate is installed."""
    config = Config(retries={"total_max_attempts": 3, "mode": "standard"})
    return boto3.client("dynamodb", config=config, **ENDPOINT)


@pytest.fixture
def db(engine_url: str | None) -> Iterator[Any]:
    """Yield a client of an empty toy table, on moto or the engine chosen."""
    install()
    with mock_aws():
        db = client()
        create_table(db)
        yield db
        db.delete_table(TableName=TABLE)


def create_table(db: Any) -> None:
    """Make an empty table with one string key."""
    db.create_table(
        TableName=TABLE,
        BillingMode="PAY_PER_REQUEST",
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
    )


def read(db: Any, key: str = "counter") -> tuple[int, int]:
    """Return (value, version); (0, 0) when nothing is there."""
    item = db.get_item(TableName=TABLE, Key={"pk": {"S": key}}, ConsistentRead=True).get("Item", {})
    return int(item.get("n", {"N": 0})["N"]), int(item.get("v", {"N": 0})["N"])


def write(db: Any, n: int, key: str = "counter") -> None:
    """Store a value, whatever was there."""
    db.put_item(TableName=TABLE, Item={"pk": {"S": key}, "n": {"N": str(n)}})


def write_if(db: Any, n: int, *, version: int, key: str = "counter") -> bool:
    """Store a value if the version is still this; tell whether it was."""
    item = {"pk": {"S": key}, "n": {"N": str(n)}, "v": {"N": str(version + 1)}}
    condition: dict[str, Any] = {"ConditionExpression": "attribute_not_exists(pk)"}
    if version:
        condition = {
            "ConditionExpression": "v = :v",
            "ExpressionAttributeValues": {":v": {"N": str(version)}},
        }
    try:
        db.put_item(TableName=TABLE, Item=item, **condition)
    except ClientError as error:
        if error.response["Error"]["Code"] != "ConditionalCheckFailedException":
            raise
        return False
    return True


def increment(db: Any, key: str = "counter") -> int:
    """Add one with a version condition, however often others win; return the new value."""
    while True:
        n, version = read(db, key)
        if write_if(db, n + 1, version=version, key=key):
            return n + 1


def careless_increment(db: Any, key: str = "counter") -> int:
    """Add one by reading and writing: the planted lost update."""
    n, _ = read(db, key)
    write(db, n + 1, key)
    return n + 1


def add(db: Any, key: str = "counter") -> None:
    """Add one in a single call, which a lost reply makes two."""
    db.update_item(
        TableName=TABLE,
        Key={"pk": {"S": key}},
        UpdateExpression="ADD n :one",
        ExpressionAttributeValues={":one": {"N": "1"}},
    )


def claim(db: Any, key: str) -> bool:
    """Take a unique guard; tell whether it was won."""
    return write_if(db, 1, version=0, key=key)


def claim_and_add(db: Any, guard: str, key: str) -> bool:
    """Take a guard and add one, both or neither; tell whether it was."""
    add = {
        "TableName": TABLE,
        "Key": {"pk": {"S": key}},
        "UpdateExpression": "ADD n :one",
        "ExpressionAttributeValues": {":one": {"N": "1"}},
    }
    put = {
        "TableName": TABLE,
        "Item": {"pk": {"S": guard}, "n": {"N": "1"}, "v": {"N": "1"}},
        "ConditionExpression": "attribute_not_exists(pk)",
    }
    try:
        db.transact_write_items(TransactItems=[{"Put": put}, {"Update": add}])
    except db.exceptions.TransactionCanceledException:
        return False
    return True

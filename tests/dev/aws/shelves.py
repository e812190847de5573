"""A small table with an index, on which moto's answers are looked at."""

from collections.abc import Iterator
from typing import Any

import pytest
from moto import mock_aws

from dev.aws.gate import install
from tests.kit.toy import client

TABLE = "shelves"


@pytest.fixture
def shelves() -> Iterator[Any]:
    """Yield a client; the index holds a row's keys and its `size`, nothing else."""
    install()
    with mock_aws():
        db = client()
        db.create_table(
            TableName=TABLE,
            BillingMode="PAY_PER_REQUEST",
            KeySchema=[_key("pk", "HASH"), _key("sk", "RANGE")],
            AttributeDefinitions=[
                {"AttributeName": name, "AttributeType": "S"} for name in ("pk", "sk", "colour")
            ],
            GlobalSecondaryIndexes=[
                {
                    "IndexName": "by_colour",
                    "KeySchema": [_key("colour", "HASH"), _key("sk", "RANGE")],
                    "Projection": {"ProjectionType": "INCLUDE", "NonKeyAttributes": ["size"]},
                }
            ],
        )
        yield db
        db.delete_table(TableName=TABLE)


def _key(name: str, kind: str) -> dict[str, str]:
    return {"AttributeName": name, "KeyType": kind}

"""A toy table with two indexes, and moto around it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from moto import mock_aws

from dev.aws.gate import install
from tests.kit import toy

INDEXES = [
    {
        "IndexName": "by_state",
        "KeySchema": [
            {"AttributeName": "state", "KeyType": "HASH"},
            {"AttributeName": "at", "KeyType": "RANGE"},
        ],
        "Projection": {"ProjectionType": "INCLUDE", "NonKeyAttributes": ["title"]},
    },
    {
        "IndexName": "by_due",
        "KeySchema": [{"AttributeName": "due", "KeyType": "HASH"}],
        "Projection": {"ProjectionType": "KEYS_ONLY"},
    },
]


@contextmanager
def shop() -> Iterator[Any]:
    """Yield a client of an empty table with sort keys and indexes."""
    install()
    with mock_aws():
        db = toy.client()
        db.create_table(
            TableName="shop",
            BillingMode="PAY_PER_REQUEST",
            KeySchema=[
                {"AttributeName": "pk", "KeyType": "HASH"},
                {"AttributeName": "sk", "KeyType": "RANGE"},
            ],
            AttributeDefinitions=[
                {"AttributeName": name, "AttributeType": "S"}
                for name in ("pk", "sk", "state", "at", "due")
            ],
            GlobalSecondaryIndexes=INDEXES,
        )
        try:
            yield db
        finally:
            db.delete_table(TableName="shop")


@pytest.fixture
def db() -> Iterator[Any]:
    """Yield a client of the toy table."""
    with shop() as db:
        yield db

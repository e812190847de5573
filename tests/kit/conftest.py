"""Fixtures of the kit's own tests."""

from collections.abc import Iterator
from typing import Any

import pytest
from moto import mock_aws

from dev.aws.gate import install
from tests.kit import toy


@pytest.fixture
def db() -> Iterator[Any]:
    """Yield a client of a fresh toy table on moto."""
    install()
    with mock_aws():
        client = toy.client()
        toy.create_table(client)
        yield client

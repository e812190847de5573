"""The shops, phones and ways to ask of `tests/marketing`, and the table's stream on a tape."""

from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest

from dev.aws.gate import gate
from tests.accounts.shop import Shop
from tests.edge import Edge
from tests.marketing.conftest import jobs, other_shop, phone, shop, whole
from tests.reports.tape import Tape

__all__ = ["jobs", "other_shop", "phone", "shop", "whole"]


@pytest.fixture
def tape() -> Iterator[Tape]:
    """Return what the stream says of whatever is written in the test."""
    tape = Tape()
    with gate.around(tape):
        yield tape


@pytest.fixture
def ask(whole: Edge, shop: Shop) -> Any:
    """Return a way to ask as one of the team."""
    token = shop.session(shop.hire())
    return partial(whole.call, Authorization=f"Bearer {token}")

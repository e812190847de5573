"""The shops of `tests/accounts`, and two profiles of somebody who writes to them."""

from functools import partial
from typing import Any

import pytest

from chalicelib.customers.edit import edit
from chalicelib.customers.model import Customer, Edit, IdentityKind
from tests.accounts.conftest import other_shop, shop, whole
from tests.accounts.shop import Shop
from tests.customers.merging.people import ANN, OTHER, known, signed_in
from tests.edge import Edge

__all__ = ["other_shop", "shop", "whole"]


@pytest.fixture
def ann(shop: Shop) -> Customer:
    """Return who wrote from her own address, as her provider vouched."""
    return known(shop.desk(), IdentityKind.email, ANN)


@pytest.fixture
def lee(shop: Shop) -> Customer:
    """Return whom the shop's site knows by the same address."""
    found = signed_in(shop.desk(), "lee-7")
    return edit(shop.desk(), found.id, Edit(name="A. Lee", email=OTHER))


@pytest.fixture
def ask(whole: Edge, shop: Shop) -> Any:
    """Return a way to ask as an agent."""
    return partial(whole.call, Authorization=f"Bearer {shop.session(shop.hire())}")

"""The shops of `tests/accounts`, and Recharge beside them."""

from functools import partial
from typing import Any

import pytest

from chalicelib.accounts.model import Role
from tests.accounts.conftest import jobs, other_shop, shop, whole
from tests.accounts.shop import Shop
from tests.commerce.recharge.world import AtRecharge, at_recharge
from tests.edge import Edge
from tests.kit.http_world import World

__all__ = ["jobs", "other_shop", "shop", "whole"]


@pytest.fixture
def recharge(world: World) -> AtRecharge:
    """Return Recharge; nobody is connected yet."""
    return at_recharge(world)


@pytest.fixture
def manage(whole: Edge, shop: Shop) -> Any:
    """Return a way to ask as a manager."""
    token = shop.session(shop.hire(Role.manager))
    return partial(whole.call, Authorization=f"Bearer {token}")

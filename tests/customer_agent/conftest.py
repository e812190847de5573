"""The shops of `tests/accounts`, and a manager who asks over HTTP."""

from functools import partial
from typing import Any

import pytest

from chalicelib.accounts.model import Role
from tests.accounts.conftest import other_shop, shop, whole
from tests.accounts.shop import Shop
from tests.edge import Edge

__all__ = ["manage", "other_shop", "shop", "whole"]


@pytest.fixture
def manage(whole: Edge, shop: Shop) -> Any:
    """Return a way to ask as a manager."""
    return partial(whole.call, Authorization=f"Bearer {shop.session(shop.hire(Role.manager))}")

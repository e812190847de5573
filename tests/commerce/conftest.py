"""The shops of `tests/accounts`, one of them on Shopify."""

import pytest

from chalicelib.accounts.model import Role
from tests.accounts.conftest import jobs, other_shop, shop, whole
from tests.accounts.shop import Shop
from tests.commerce.shopify.world import Shopify, domain_of
from tests.kit.http_world import World

__all__ = ["jobs", "other_shop", "shop", "whole"]


@pytest.fixture
def admin(shop: Shop) -> str:
    """Return the token of somebody who may connect."""
    return shop.session(shop.hire(Role.admin))


@pytest.fixture
def shopify(shop: Shop, world: World) -> Shopify:
    """Return the shop as it is at Shopify."""
    found = Shopify(domain_of(shop.account.id))
    found.listen(world)
    return found

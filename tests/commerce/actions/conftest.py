"""A service outside, and an agent who has something done there."""

from collections.abc import Callable

import pytest

from chalicelib.core.desk import Desk
from tests.accounts.shop import Shop
from tests.commerce.actions.world import Outside, a_ticket

DeskOf = Callable[[], Desk]


@pytest.fixture
def service(shop: Shop) -> Outside:
    """Return a service, and a ticket to ask it from."""
    return Outside(a_ticket(shop))


@pytest.fixture
def ana(shop: Shop) -> DeskOf:
    """Return how an agent comes again and again."""
    agent = shop.hire()
    return lambda: shop.asked_by(agent)

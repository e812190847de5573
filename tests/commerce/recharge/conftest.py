"""The shops of `tests/accounts`, and Recharge beside them."""

from functools import partial
from typing import Any

import pytest

from chalicelib.accounts.model import Role
from chalicelib.tickets.model import Ticket
from tests.accounts.conftest import jobs, other_shop, shop, whole
from tests.accounts.shop import Shop
from tests.commerce.actions.world import a_ticket
from tests.commerce.recharge.world import BODY, PATH, AtRecharge, at_recharge
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


@pytest.fixture
def ticket(shop: Shop) -> Ticket:
    """Return the ticket of a mail from Ann, whose address is proved by it."""
    return a_ticket(shop)


@pytest.fixture
def connected(manage: Any, recharge: AtRecharge) -> AtRecharge:
    """Connect Recharge, where Ann subscribed to fern food."""
    assert manage("PUT", PATH, BODY)[0] == 200
    recharge.subscribe(title="Fern food", variant="500 ml")
    recharge.sent.clear()
    return recharge


@pytest.fixture
def ask(whole: Edge, shop: Shop, ticket: Ticket) -> Any:
    """Return how an agent asks about the ticket: the end of the path comes first."""
    token = shop.session(shop.hire())

    def call(method: str, path: str, body: object = None, **headers: str) -> Any:
        url = f"/v1/tickets/{ticket.id}{path}"
        return whole.call(method, url, body, Authorization=f"Bearer {token}", **headers)[:2]

    return call

"""A team at work, and who may take its figures away."""

from collections.abc import Callable
from typing import Any

import pytest

from chalicelib.accounts.model import Role
from tests.accounts.shop import Shop
from tests.edge import Edge
from tests.reports.activity.conftest import floor
from tests.reports.activity.floor import Floor
from tests.reports.exports.clerk import Clerk

__all__ = ["floor"]


@pytest.fixture
def team(floor: Callable[[int], Floor]) -> Floor:
    """Return two weeks' work on some tickets."""
    team = floor(6)
    for _ in range(8):
        team.open()
    for ticket_id in sorted(team.tickets)[:3]:
        team.close(ticket_id)
    for _ in range(22):
        team.act()
    team.count()
    return team


@pytest.fixture
def ask(whole: Edge, shop: Shop) -> Any:
    """Return a way to ask as an admin, who signs in anew however many days have passed."""
    agent = shop.hire(Role.admin)
    return lambda *parts: whole.call(*parts, Authorization=f"Bearer {shop.session(agent)}")


@pytest.fixture
def clerk(ask: Any, shop: Shop, monkeypatch: pytest.MonkeyPatch) -> Clerk:
    """Return who asks for exports and does their steps."""
    return Clerk(ask=ask, shop=shop, patch=monkeypatch)

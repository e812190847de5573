"""A-41: nobody gives their own account a plan, whatever they may otherwise do in it."""

from typing import Any

import pytest
from chalice.test import Client

import app
from chalicelib import wiring
from chalicelib.accounts import storage
from chalicelib.accounts.model import Plan
from chalicelib.accounts.plans import change
from tests.accounts.shop import DeskOf, Shop, an_address, open_shop
from tests.edge import Edge


@pytest.fixture
def shop(desk_of: DeskOf) -> Shop:
    """Return a shop on the free inbox."""
    shop = open_shop(desk_of)
    change.put_on(shop.desk(), Plan.inbox)
    return shop


@pytest.mark.acceptance(6)
@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("PATCH", "/v1/settings", {"plan": "helpdesk"}),
        ("PATCH", "/v1/settings", {"features": ["reports"]}),
        ("PATCH", "/v1/me", {"plan": "helpdesk"}),
        ("PATCH", "/v1/me", {"account": {"plan": "helpdesk", "plan_ends_at": None}}),
        ("PATCH", "/v1/account", {"plan": "helpdesk"}),
        ("POST", "/dev/plan", {"plan": "helpdesk"}),
    ],
)
def test_an_owner_cannot_give_the_own_account_a_plan(
    ports: wiring.Ports, shop: Shop, method: str, path: str, body: dict[str, Any]
) -> None:
    edge = Edge(Client(app.app))

    status, _, _ = edge.call(method, path, body, Authorization=f"Bearer {shop.session(shop.owner)}")

    assert status in (403, 404, 405, 422)
    assert storage.account_now(shop.desk()).plan is Plan.inbox


@pytest.mark.acceptance(6)
def test_who_signs_up_does_not_choose_how_long_it_is_free(ports: wiring.Ports, shop: Shop) -> None:
    wanted = {"name": "Eve", "email": an_address(shop.desk()), "owner_name": "Eve"}
    edge = Edge(Client(app.app))

    for more in ({"plan": "helpdesk"}, {"trial_days": 999}, {"plan_ends_at": None}):
        assert edge.call("POST", "/v1/accounts", {**wanted, **more})[0] == 422


@pytest.mark.acceptance(7)
def test_a_key_with_every_scope_has_no_more_than_the_plan(ports: wiring.Ports, shop: Shop) -> None:
    edge = Edge(Client(app.app))
    status, problem, _ = edge.call(
        "GET", "/v1/reports/summary", Authorization=f"Bearer {shop.key(shop.owner)}"
    )

    assert (status, problem["feature"]) == (402, "reports")

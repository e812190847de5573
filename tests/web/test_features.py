"""Which feature of the plan each route belongs to (decision 34, acceptance 7).

A path's verdict holds for all below it that has none of its own, so a route that belongs to a
feature must say so, and one in a new place fails until its place stands here.
"""

import json
import re
from collections.abc import Callable

import pytest
from chalice.test import Client, HTTPResponse

import app
from chalicelib.accounts import guards, rules
from chalicelib.accounts.model import Plan
from chalicelib.accounts.plans import change
from chalicelib.core.desk import Desk
from chalicelib.web.mount import mounts
from chalicelib.web.routes import Route
from tests.accounts.shop import Shop, open_shop

EVERY_PLAN = ""
PLACES = {
    "/v1/account": EVERY_PLAN,
    "/v1/agents": EVERY_PLAN,
    "/v1/api_keys": EVERY_PLAN,
    "/v1/badge": EVERY_PLAN,
    "/v1/blocks": EVERY_PLAN,
    "/v1/customer_agent": EVERY_PLAN,
    "/v1/customer_agent/metrics": "customer_agent",
    "/v1/customer_platform": EVERY_PLAN,
    "/v1/customers": EVERY_PLAN,
    "/v1/events": EVERY_PLAN,
    "/v1/feed": EVERY_PLAN,
    "/v1/helpdesks": EVERY_PLAN,
    "PUT /v1/helpdesks": "customer_agent",
    "/v1/inboxes": EVERY_PLAN,
    "/v1/jobs": EVERY_PLAN,
    "/v1/knowledge": "customer_agent",
    "GET /v1/knowledge": EVERY_PLAN,
    "DELETE /v1/knowledge": EVERY_PLAN,
    "/v1/link_domain": EVERY_PLAN,
    "/v1/macros": EVERY_PLAN,
    "/v1/me": EVERY_PLAN,
    "/v1/messages": EVERY_PLAN,
    "/v1/reports": "reports",
    "GET /v1/reports/exports": EVERY_PLAN,
    "/v1/search": EVERY_PLAN,
    "/v1/sends": EVERY_PLAN,
    "/v1/sessions": EVERY_PLAN,
    "/v1/settings": EVERY_PLAN,
    "/v1/setup": EVERY_PLAN,
    "/v1/status": EVERY_PLAN,
    "/v1/shop": EVERY_PLAN,
    "/v1/subscription_platform": EVERY_PLAN,
    "/v1/teams": "routing",
    "GET /v1/teams": EVERY_PLAN,
    "DELETE /v1/teams": EVERY_PLAN,
    "/v1/tickets": EVERY_PLAN,
    "/v1/tickets/{ticket_id}/actions/{action_id}/undo": "order_actions",
    "/v1/tickets/{ticket_id}/orders/{order_id}": "order_actions",
    "/v1/tickets/{ticket_id}/subscriptions/{subscription_id}": "order_actions",
    "/v1/uploads": EVERY_PLAN,
    "/v1/views": "custom_views",
    "GET /v1/views": EVERY_PLAN,
    "DELETE /v1/views": EVERY_PLAN,
}
"""What makes less, and what shows what is there already, is in every plan: nothing is lost."""

ROUTES = [route for each in mounts for route in each.routes.table if each.guard is guards.agent]
PAID = [route for route in ROUTES if route.feature]


def line(route: Route) -> str:
    return route.line


def place(route: Route) -> str | None:
    """Return the nearest place above a route; of two at the same path the one with the method."""
    parts = route.path.split("/")
    above = ["/".join(parts[:length]) for length in range(len(parts), 1, -1)]
    return next((name for path in above for name in (f"{route.method} {path}", path)
                 if name in PLACES), None)  # fmt: skip


@pytest.mark.parametrize("route", ROUTES, ids=line)
def test_each_route_says_which_feature_it_belongs_to(route: Route) -> None:
    found = place(route)

    assert found is not None, "say in PLACES which plans have this"
    assert route.feature == PLACES[found]


def test_no_place_is_without_a_route_and_no_feature_without_a_name() -> None:
    assert {place(route) for route in ROUTES} == set(PLACES)
    assert set(PLACES.values()) - {EVERY_PLAN} <= rules.FEATURES


@pytest.fixture
def ask(desk_of: Callable[[str], Desk]) -> Callable[[Route, Plan], HTTPResponse]:
    """Return what asks a route, of things that are not there, as the owner on a plan."""
    shop: Shop = open_shop(desk_of)
    client = Client(app.app)
    headers = {
        "Content-Type": "application/json",
        "Authorization": f"Bearer {shop.session(shop.owner)}",
    }

    def asked(route: Route, plan: Plan) -> HTTPResponse:
        change.put_on(shop.desk(), plan)
        path = re.sub(r"\{\w+\}", "nothing", route.path)
        return client.http.request(route.method, path, headers=headers, body=b"{}")

    return asked


@pytest.mark.acceptance(7)
@pytest.mark.parametrize("route", PAID, ids=line)
def test_the_inbox_names_what_it_lacks_and_other_plans_have_it(
    ask: Callable[[Route, Plan], HTTPResponse], route: Route
) -> None:
    refused = ask(route, Plan.inbox)
    problem = json.loads(refused.body)

    assert (refused.status_code, problem["code"]) == (402, "plan_required")
    assert problem["feature"] == route.feature
    assert {ask(route, plan).status_code for plan in (Plan.trial, Plan.helpdesk)} & {402} == set()


@pytest.mark.acceptance(7)
@pytest.mark.parametrize("route", [each for each in ROUTES if not each.feature], ids=line)
def test_the_inbox_has_everything_else(
    ask: Callable[[Route, Plan], HTTPResponse], route: Route
) -> None:
    assert ask(route, Plan.inbox).status_code != 402

"""Views over HTTP."""

from typing import Any

import pytest

from chalicelib import wiring
from chalicelib.accounts.model import Account
from chalicelib.core.desk import Desk
from chalicelib.tickets.routes import routes as ticket_routes
from chalicelib.tickets.view_routes import routes
from tests.builders import a_caller, a_ticket
from tests.edge import Edge, admit, edge
from tests.tickets.conftest import stored

WRITER = a_caller(
    permissions=frozenset({"views:read", "views:write", "tickets:read"}),
    features=frozenset({"custom_views"}),
)
VIEWS = "/v1/views"
VIP = {"name": "VIP", "filters": {"tags": ["vip"], "status": "open", "updated_within": "7d"}}


@pytest.fixture
def api(desk: Desk, account: Account, ports: wiring.Ports) -> Edge:
    """Return the routes as Alice meets them."""
    return edge(routes, admit(desk.account_id, WRITER))


def made(api: Edge, **headers: str) -> Any:
    status, body, _ = api.call("POST", VIEWS, VIP, **headers)
    assert status == 201, body
    return body


@pytest.mark.acceptance(38, 45)
def test_views_are_listed_after_those_that_are_always_there(api: Edge) -> None:
    view = made(api)

    listed = api.call("GET", VIEWS)[1]["data"]

    assert [each["id"] for each in listed] == ["all", "mine", "unassigned", "spam", view["id"]]
    assert [each["is_built_in"] for each in listed] == [True] * 4 + [False]
    assert listed[1]["filters"]["assignee"] == "me"
    assert listed[4] == view


def test_a_view_tells_all_of_its_filters(api: Edge) -> None:
    view = made(api)

    assert view["filters"] == {
        "status": ["open"], "channel": [], "tags": ["vip"], "assignee": None, "team": None,
        "is_unread": False, "updated_within": "7d", "updated_after": None, "updated_before": None,
    }  # fmt: skip
    assert api.call("GET", f"{VIEWS}/{view['id']}")[1] == view
    assert api.call("GET", f"{VIEWS}/spam")[1]["name"] == "Spam"


def test_a_view_is_changed_and_deleted(api: Edge) -> None:
    path = f"{VIEWS}/{made(api)['id']}"

    status, changed, _ = api.call("PATCH", path, {"name": "Late", "order": 2})
    assert (status, changed["name"], changed["order"], changed["version"]) == (200, "Late", 2, 2)

    assert api.call("DELETE", path)[0] == 204
    assert [api.call(method, path, {})[0] for method in ("GET", "PATCH", "DELETE")] == [404] * 3


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"name": "VIP", "filters": {"segment": ["gold"]}}, "/filters/segment"),
        ({"name": "VIP", "filters": {"status": ["done"]}}, "/filters"),
        ({"name": "VIP", "filters": {"tags": [1]}}, "/filters/.../0"),
        ({"name": ""}, "/name"),
        ({"name": "VIP", "order": -1}, "/order"),
        ({"filters": {}}, "/name"),
    ],
    ids=str,
)
def test_what_is_no_view_is_refused(api: Edge, body: dict[str, Any], pointer: str) -> None:
    status, problem, _ = api.call("POST", VIEWS, body)

    assert (status, problem["errors"][0]["pointer"]) == (422, pointer)


def test_the_same_request_makes_one_view(api: Edge) -> None:
    first = made(api, Idempotency_Key="k")

    assert made(api, Idempotency_Key="k") == first
    path = f"{VIEWS}/{first['id']}"
    gone = [api.call("DELETE", path, Idempotency_Key="d")[0] for _ in range(2)]
    assert gone == [204, 204]


def test_lists_take_repeated_filters_and_know_no_view_that_is_gone(
    desk: Desk, account: Account, ports: wiring.Ports
) -> None:
    stored(desk, a_ticket())
    api = edge(ticket_routes, admit(desk.account_id, WRITER))
    nobodys = "view_00000000000000000000000001"

    assert len(api.call("GET", "/v1/tickets?channel=sms&channel=email")[1]["data"]) == 1
    assert api.call("GET", "/v1/tickets?tag=vip&tag=late")[1]["data"] == []
    assert api.call("GET", f"/v1/tickets?view={nobodys}")[0] == 404

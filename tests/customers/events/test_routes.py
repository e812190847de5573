"""What a customer did stands beside what they write."""

from functools import partial
from typing import Any

import pytest

from chalicelib.accounts.model import Role
from chalicelib.channels.model import Sender
from chalicelib.customers.identify import identify
from chalicelib.customers.model import IdentityKind
from chalicelib.messaging.receive import receive
from dev.aws.gate import gate
from tests.accounts.shop import Shop
from tests.builders import an_inbound
from tests.edge import Edge

ANN = "ann@customer.example"


@pytest.fixture
def ask(whole: Edge, shop: Shop) -> Any:
    """Return a way to ask as a manager."""
    return partial(whole.call, Authorization=f"Bearer {shop.session(shop.hire(Role.manager))}")


def did(ask: Any, number: int, metric: str = "Viewed Product", **more: object) -> None:
    """Tell of something, a minute after the one before."""
    event = {"id": f"e{number}", "metric": metric, "customer": {"email": ANN}}
    moment = f"2026-03-01T10:0{number}:00Z"
    assert ask("POST", "/v1/events", {**event, "time": moment, **more})[0] == 201


@pytest.mark.acceptance(3)
def test_a_message_leads_to_what_its_customer_did(ask: Any, shop: Shop) -> None:
    ticket = receive(shop.desk(), an_inbound(sender=Sender(address=ANN, is_verified=True))).ticket
    assert ticket
    did(ask, 1)
    did(ask, 2, "Placed Order", value=49.9, currency="EUR", properties={"order_id": "1001"})
    customer_id = ask("GET", f"/v1/tickets/{ticket.id}")[1]["customer"]["id"]

    newest, older = ask("GET", f"/v1/customers/{customer_id}/events")[1]["data"]

    assert (newest["metric"], newest["value"], newest["currency"]) == (
        "Placed Order",
        "49.9",
        "EUR",
    )
    assert newest["properties"] == {"order_id": "1001"}
    assert (older["metric"], older["time"]) == ("Viewed Product", "2026-03-01T10:01:00.000Z")
    assert ask("GET", f"/v1/customers/{customer_id}")[1]["email"] == ANN


def test_pages_go_back_in_time(ask: Any, shop: Shop) -> None:
    for number in range(5):
        did(ask, number)
    path = f"/v1/customers/{identify(shop.desk(), IdentityKind.email, ANN).id}/events?limit=2"

    pages, page = [], ask("GET", path)[1]
    while True:
        pages.append([event["id"] for event in page["data"]])
        if not page["has_more"]:
            break
        page = ask("GET", f"{path}&cursor={page['next_cursor']}")[1]

    assert [each for each in pages if each] == [["e4", "e3"], ["e2", "e1"], ["e0"]]


def test_who_did_nothing_has_an_empty_list(ask: Any, shop: Shop) -> None:
    customer_id = identify(shop.desk(), IdentityKind.email, ANN).id

    assert ask("GET", f"/v1/customers/{customer_id}/events")[1] == {
        "data": [], "has_more": False, "next_cursor": None,
    }  # fmt: skip


def events_path(shop: Shop) -> str:
    """Return where Ann's events are."""
    return f"/v1/customers/{identify(shop.desk(), IdentityKind.email, ANN).id}/events"


def ids(page: Any) -> list[str]:
    return [event["id"] for event in page["data"]]


@pytest.mark.acceptance(65)
def test_events_are_filtered_by_metric(ask: Any, shop: Shop) -> None:
    for number, metric in enumerate(("Viewed", "Clicked", "Viewed", "Placed Order", "Clicked")):
        did(ask, number, metric)
    path = events_path(shop)

    viewed = ask("GET", f"{path}?metric=Viewed")[1]
    either = ask("GET", f"{path}?metric=Clicked&metric=Placed%20Order")[1]
    neither = ask("GET", f"{path}?metric=viewed")[1]

    assert (ids(viewed), ids(either), ids(neither)) == (["e2", "e0"], ["e4", "e3", "e1"], [])
    assert viewed["has_more"] is False


@pytest.mark.acceptance(65)
def test_filtered_pages_go_back_in_time(ask: Any, shop: Shop) -> None:
    for number in range(8):
        did(ask, number, ("Viewed", "Clicked", "Opened")[number % 3])
    path = f"{events_path(shop)}?metric=Viewed&metric=Clicked&limit=2"

    pages, page = [], ask("GET", path)[1]
    while page["has_more"]:
        pages.append(ids(page))
        page = ask("GET", f"{path}&cursor={page['next_cursor']}")[1]

    assert [*pages, ids(page)] == [["e7", "e6"], ["e4", "e3"], ["e1", "e0"]]


def test_a_filtered_page_reads_no_more_than_it_shows(ask: Any, shop: Shop) -> None:
    for number in range(9):
        did(ask, number, "Viewed" if number % 4 == 0 else "Opened")
    path = events_path(shop)

    with gate.recorded() as calls:
        page = ask("GET", f"{path}?metric=Viewed&limit=2")[1]

    queries = [call.parameters() for call in calls if call.name == "dynamodb.Query"]
    reads = [call.parameters() for call in calls if call.name == "dynamodb.BatchGetItem"]
    [asked] = [each for table in reads for each in table["RequestItems"].values()]
    assert ids(page) == ["e8", "e4"]
    assert [(query["IndexName"], query["Limit"]) for query in queries] == [("by_customer", 3)]
    assert len(asked["Keys"]) == 2


def test_a_cursor_is_good_for_one_filter(ask: Any, shop: Shop) -> None:
    for number in range(3):
        did(ask, number, "Viewed")
    path = events_path(shop)
    cursor = ask("GET", f"{path}?metric=Viewed&limit=1")[1]["next_cursor"]

    status, problem, _ = ask("GET", f"{path}?limit=1&cursor={cursor}")

    assert (status, problem["code"]) == (400, "invalid_cursor")


@pytest.mark.parametrize("query", ["&".join(["metric=a"] * 11), f"metric={'x' * 201}"])
def test_a_filter_has_its_bounds(ask: Any, shop: Shop, query: str) -> None:
    assert ask("GET", f"{events_path(shop)}?{query}")[0] == 400


@pytest.mark.acceptance(65)
def test_it_is_told_which_metrics_there_are(ask: Any, shop: Shop) -> None:
    for number, day in ((1, "2026-02-27"), (2, "2026-02-28"), (3, "2026-02-26")):
        did(ask, number, "Viewed", time=f"{day}T23:30:00Z")
    did(ask, 4, "Clicked", time="2026-02-28T23:30:00-02:00")

    found = ask("GET", f"{events_path(shop)}/metrics")[1]["data"]

    assert found == [
        {"metric": "Clicked", "last_on": "2026-03-01"},
        {"metric": "Viewed", "last_on": "2026-02-28"},
    ]


@pytest.mark.acceptance(64)
def test_an_event_is_shown_with_all_that_is_known(ask: Any, shop: Shop) -> None:
    cart = {"items": [{"sku": "mug", "count": 2}], "total": 19.8}
    did(ask, 1, "Started Checkout", properties=cart, value=19.8, currency="EUR")
    did(ask, 2, "Viewed", id="a/b c")
    path = events_path(shop)

    status, event, _ = ask("GET", f"{path}/e1")

    assert (status, event["metric"], event["properties"]) == (200, "Started Checkout", cart)
    assert (event["value"], event["currency"]) == ("19.8", "EUR")
    assert ask("GET", f"{path}/a%2Fb%20c")[1]["metric"] == "Viewed"
    assert ask("GET", f"{path}/e3")[0] == 404


def test_an_event_is_found_at_its_own_customer_alone(ask: Any, shop: Shop) -> None:
    did(ask, 1)
    bob = identify(shop.desk(), IdentityKind.email, "bob@customer.example")

    assert ask("GET", f"/v1/customers/{bob.id}/events/e1")[0] == 404


@pytest.mark.acceptance(66)
def test_a_filter_is_kept_for_each_agent_alone(whole: Edge, ask: Any, shop: Shop) -> None:
    path, chosen = "/v1/me/event_filter", ["Placed Order", "Viewed"]
    other = partial(whole.call, Authorization=f"Bearer {shop.session(shop.hire())}")
    before = ask("GET", path)[1]

    saved = ask("PUT", path, {"metrics": [*chosen, "Viewed"]})

    assert (before, saved[:2]) == ({"metrics": None}, (200, {"metrics": chosen}))
    assert ask("GET", path)[1] == {"metrics": chosen}
    assert other("GET", path)[1] == {"metrics": None}
    assert other("PUT", path, {"metrics": ["Clicked"]})[0] == 200
    assert ask("GET", path)[1] == {"metrics": chosen}


@pytest.mark.acceptance(66)
def test_a_filter_is_removed(ask: Any) -> None:
    path = "/v1/me/event_filter"
    ask("PUT", path, {"metrics": ["Viewed"]})

    assert ask("PUT", path, {"metrics": None})[:2] == (200, {"metrics": None})
    assert ask("PUT", path, {"metrics": None})[0] == 200
    assert ask("GET", path)[1] == {"metrics": None}


@pytest.mark.parametrize(
    "body", [{}, {"metrics": []}, {"metrics": [""]}, {"metrics": ["a"] * 11}, {"metrics": "Viewed"}]
)
def test_a_filter_names_metrics(ask: Any, body: dict[str, object]) -> None:
    status, problem, _ = ask("PUT", "/v1/me/event_filter", body)

    assert (status, problem["errors"][0]["pointer"][:8]) == (422, "/metrics")

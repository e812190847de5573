"""What a customer did stands beside what they write."""

from functools import partial
from typing import Any

import pytest

from chalicelib.accounts.model import Role
from chalicelib.channels.model import Sender
from chalicelib.customers.identify import identify
from chalicelib.customers.model import IdentityKind
from chalicelib.messaging.receive import receive
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
    assert (
        ask("POST", "/v1/events", {**event, "time": f"2026-03-01T10:0{number}:00Z", **more})[0]
        < 300
    )


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

"""Macros with variables of orders, filled for a ticket while a shop does as it likes."""

from typing import Any

import pytest

from chalicelib.accounts.settings import change
from chalicelib.commerce import look as looking
from chalicelib.commerce.take import take
from chalicelib.core.errors import Unavailable
from tests.accounts.conftest import Jobs
from tests.accounts.shop import Shop
from tests.commerce.orders import an_order
from tests.commerce.shopify.live import found, shown
from tests.commerce.shopify.world import Shopify, connected
from tests.edge import Edge
from tests.kit.http_world import Sent, reply

ANN = "ann@mail.example"
OLDER = {"createdAt": "2026-03-01T10:00:00Z"}
WHERE = {"title": "Where it is", "text": "{{first_name}}: {{order_name}}, {{status}}"}


@pytest.fixture
def at_shopify(whole: Edge, admin: str, shopify: Shopify, jobs: Jobs) -> Shopify:
    """Connect the shop, which knows of two orders of Ann's."""
    connected(whole, admin, shopify.domain)
    orders = (shown(1002, email=ANN), shown(1001, email=ANN, **OLDER))
    shopify.graphql = reply(200, {"data": {"email": found(*orders)}})
    shopify.asked.clear()
    jobs()
    return shopify


@pytest.fixture
def fill_in(ask: Any, ticket_id: str) -> Any:
    """Return a way to fill a macro for Ann's ticket."""

    def filled(text: str = WHERE["text"], status: int = 200, **body: Any) -> Any:
        made = ask("POST", "/v1/macros", {**WHERE, "text": text})[1]
        path = f"/v1/tickets/{body.pop('ticket', ticket_id)}/macros/{made['id']}/preview"
        answered, told, _ = ask("POST", path, body or None)
        assert answered == status, told
        return told

    return filled


def _id(number: int) -> str:
    return str(450_789_000 + number)


def _stored(shop: Shop, number: int, email: str = ANN) -> None:
    order = an_order(number)
    take(shop.desk(), an_order(number, shopper=type(order.shopper)(id=str(number), email=email)))


@pytest.mark.acceptance(86)
def test_the_newest_order_counts(fill_in: Any, at_shopify: Shopify) -> None:
    told = fill_in()

    assert (told["text"], told["order_id"]) == ("Ann: #1002, open", _id(1002))
    assert (told["missing"], told["orders_state"]) == ([], "live")
    assert told["orders"] == [
        {"id": _id(number), "name": f"#{number}", "placed_at": f"2026-03-0{day}T10:00:00.000Z",
         "total": 4990, "currency": "EUR", "minor_digits": 2}
        for number, day in ((1002, 4), (1001, 1))
    ]  # fmt: skip


@pytest.mark.acceptance(86)
def test_or_the_one_that_the_agent_picks(fill_in: Any, at_shopify: Shopify) -> None:
    told = fill_in(order_id=_id(1001))

    assert (told["text"], told["order_id"]) == ("Ann: #1001, open", _id(1001))
    assert len(told["orders"]) == 2


def test_without_order_variables_nobody_asks_the_shop(fill_in: Any, at_shopify: Shopify) -> None:
    told = fill_in("Hi {{first_name}}, {{address}}", order_id=_id(1001))

    assert (told["text"], told["orders"], told["order_id"]) == ("Hi Ann, ", [], None)
    assert (told["orders_state"], at_shopify.asked) == (None, [])


def test_an_order_of_another_customer_is_not_found(
    fill_in: Any, shop: Shop, at_shopify: Shopify
) -> None:
    _stored(shop, 1009, "bob@home.example")

    assert fill_in(order_id=_id(1009), status=404)["code"] == "not_found"
    assert fill_in(order_id="1", status=404)["code"] == "not_found"


def test_nor_while_the_shop_is_away(fill_in: Any, shop: Shop, at_shopify: Shopify) -> None:
    _stored(shop, 1009, "bob@home.example")
    at_shopify.graphql = Unavailable("Away.")

    fill_in(order_id=_id(1009), status=404)


def test_a_key_that_may_not_read_customers_is_told_of_no_order(
    ask: Any, fill_in: Any, whole: Edge, shop: Shop, ticket_id: str, at_shopify: Shopify
) -> None:
    fill_in()
    [macro] = ask("GET", "/v1/macros")[1]["data"]
    path = f"/v1/tickets/{ticket_id}/macros/{macro['id']}/preview"
    key = shop.key(shop.owner, "tickets:read")
    asked = len(at_shopify.asked)

    for body in (None, {"order_id": _id(1001)}):
        status, told, _ = whole.call("POST", path, body, Authorization=f"Bearer {key}")
        assert (status, told["text"], told["orders"]) == (200, "Ann: , ", [])
    assert len(at_shopify.asked) == asked


@pytest.mark.parametrize("order_id", ["", "#1001", "1 or 1", "9" * 21, 7])
def test_what_is_no_id_is_refused(fill_in: Any, order_id: object) -> None:
    assert fill_in(order_id=order_id, status=422)["errors"][0]["pointer"] == "/order_id"


def test_an_old_order_that_is_no_longer_listed_can_still_be_picked(
    fill_in: Any, shop: Shop, at_shopify: Shopify
) -> None:
    _stored(shop, 900)

    assert fill_in(order_id=_id(900))["text"] == "Ann: #900, open"


def test_while_the_shop_dawdles_what_is_stored_counts(
    fill_in: Any, shop: Shop, at_shopify: Shopify, monkeypatch: pytest.MonkeyPatch
) -> None:
    _stored(shop, 1001)

    def away(_: Sent) -> Any:
        raise Unavailable("Too late.")

    at_shopify.graphql = away
    monkeypatch.setattr(looking, "SECONDS", 0.05)

    told = fill_in()

    assert (told["text"], told["orders_state"]) == ("Ann: #1001, open", "cached")
    assert fill_in(order_id=_id(1001))["text"] == "Ann: #1001, open"


def test_while_nothing_is_known_the_order_is_left_blank(fill_in: Any, at_shopify: Shopify) -> None:
    at_shopify.graphql = Unavailable("Away.")

    for body in ({}, {"order_id": _id(1001)}):
        told = fill_in(**body)
        assert told["preview"] == "Ann: No_order_name, No_status"
        assert (told["text"], told["missing"]) == ("Ann: , ", ["order_name", "status"])
        assert (told["orders_state"], told["order_id"]) == ("unavailable", None)


def test_without_a_shop_there_are_no_orders(fill_in: Any) -> None:
    told = fill_in()

    assert (told["text"], told["orders_state"]) == ("Ann: , ", "not_connected")
    assert fill_in(order_id=_id(1001))["text"] == "Ann: , "


def test_moments_are_days_of_the_accounts_zone(
    fill_in: Any, shop: Shop, at_shopify: Shopify
) -> None:
    change.patch(shop.desk(), {"office_hours": {"time_zone": "Pacific/Auckland"}})
    night = shown(1003, createdAt="2026-03-04T23:30:00Z", email=ANN)
    at_shopify.graphql = reply(200, {"data": {"email": found(night)}})

    assert fill_in("{{created_at}}")["text"] == "5 March 2026"

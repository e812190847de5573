"""Orders as GraphQL shows them, and what it costs to ask for them."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib.commerce.model import Fulfillment, Order
from chalicelib.commerce.shopify import orders
from chalicelib.commerce.shopify.graphql import Access
from chalicelib.core.desk import Desk
from chalicelib.core.moments import from_rfc3339
from tests.commerce.orders import MAIL
from tests.commerce.shopify.live import found, money, shown
from tests.commerce.shopify.world import TOKEN
from tests.kit.http_world import World, reply

SHOP = "fern.myshopify.com"
ACCESS = Access(domain=SHOP, token=TOKEN)
DEAREST = 1_000
"""What Shopify answers at most, in its points."""
SENT = {
    "createdAt": "2026-03-05T08:00:00Z",
    "displayStatus": "OUT_FOR_DELIVERY",
    "estimatedDeliveryAt": "2026-03-08T12:00:00Z",
    "trackingInfo": [{"url": "https://carrier.example/1Z1"}],
}


@pytest.fixture
def asked(desk: Desk, world: World) -> Any:
    """Return a way to read an order that the shop shows."""

    def newest(order: dict[str, Any]) -> Order:
        answer = {"data": {"email": found(order)}}
        world.http.on("POST", f"https://{SHOP}/*", reply(200, answer))
        [only], _ = orders.newest(desk, ACCESS, {"email": MAIL})
        return only

    return newest


def _cost(words: Iterator[str]) -> int:
    """Return what a selection costs: a point for each object, and two for each list of them."""
    points, name, first = 0, "", 1
    for word in words:
        if word == "}":
            break
        if word == "{":
            inside = _cost(words)
            points += inside * first + (2 if first > 1 else 1) if name != "pageInfo" else 0
        else:
            name, _, arguments = word.partition("(")
            first = int(found[1]) if (found := re.search(r"first: (\d+)", arguments)) else 1
    return points


def _asked(document: str) -> int:
    head, _, fragment = document.partition("fragment Whole on Order")
    whole = head.replace("...Whole", fragment.strip().removeprefix("{").removesuffix("}"))
    return _cost(iter(re.findall(r"[{}]|\w+(?:\([^)]*\))?", whole.partition("{")[2])))


def test_nothing_is_asked_that_costs_more_than_shopify_answers(desk: Desk, world: World) -> None:
    cut = shown(lineItems={"nodes": [], "pageInfo": {"hasNextPage": True}})
    answers = [{"email": found(cut), "phone": None}, {"nodes": []}, {"order": None}]
    world.http.on(
        "POST", f"https://{SHOP}/*", *(reply(200, {"data": answer}) for answer in answers)
    )

    orders.newest(desk, ACCESS, {"email": MAIL, "phone": "+447700900123"})
    orders.one(desk, ACCESS, "1")

    both, several, one = (_asked(sent.json()["query"]) for sent in world.http.sent)
    assert 800 < both < DEAREST
    assert several * orders.MOST_WHOLE < DEAREST
    assert one < DEAREST


def test_what_an_order_is_made_of_is_read(asked: Any) -> None:
    order = asked(
        shown(
            currentSubtotalPriceSet=money("45.00"), currentTotalTaxSet=money("7.97"),
            currentTotalDiscountsSet=money("5.0"), totalShippingPriceSet=money("4.9"),
            billingAddress={"name": "Bob Lee"}, fulfillments=[SENT],
            customer={"id": "gid://shopify/Customer/7001", "firstName": "Ann", "lastName": "Lee"},
        )
    )  # fmt: skip

    assert (order.subtotal, order.tax, order.discount, order.shipping) == (4500, 797, 500, 490)
    assert order.billing_name == "Bob Lee"
    assert (order.shopper.first_name, order.shopper.name) == ("Ann", "Ann Lee")
    assert order.fulfillments == (
        Fulfillment(
            status="out_for_delivery",
            tracking_url="https://carrier.example/1Z1",
            estimated_delivery_at=from_rfc3339("2026-03-08T12:00:00Z"),
            created_at=from_rfc3339("2026-03-05T08:00:00Z"),
        ),
    )


def test_the_newest_comes_first_and_what_was_called_off_not_at_all(asked: Any) -> None:
    later = {**SENT, "createdAt": "2026-03-06T08:00:00Z", "displayStatus": "LABEL_PRINTED"}
    off = {**SENT, "createdAt": "2026-03-07T08:00:00Z", "displayStatus": "CANCELED"}

    order = asked(shown(fulfillments=[SENT, later, off]))

    assert [each.status for each in order.fulfillments] == ["label_printed", "out_for_delivery"]


@pytest.mark.parametrize(
    "url",
    [
        "http://carrier.example/1Z1", "javascript:alert(1)", "https://a.example/" + "x" * 999,
        "https://a.example/1 2", "https://a.example/\n", 'https://a.example/"', "", None,
    ],
)  # fmt: skip
def test_a_page_that_is_not_safe_to_open_is_none(asked: Any, url: str | None) -> None:
    order = asked(shown(fulfillments=[{**SENT, "trackingInfo": [{"url": url}]}]))

    assert order.fulfillments[0].tracking_url == ""


def test_a_shop_that_says_nothing_of_them_is_read_all_the_same(asked: Any) -> None:
    order = asked(shown(billingAddress=None, fulfillments=None))

    assert (order.subtotal, order.billing_name, order.fulfillments) == (None, "", ())

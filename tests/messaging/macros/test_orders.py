"""Variables of orders: each of them, as its customer reads it."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from chalicelib.commerce.model import Address, Fulfillment, OrderStatus, Shopper
from chalicelib.messaging.macros import orders, rules
from tests.commerce.orders import MAIL, an_order

LONDON = ZoneInfo("Europe/London")
SENT = Fulfillment(
    status="out_for_delivery",
    tracking_url="https://carrier.example/1Z1",
    estimated_delivery_at=datetime(2026, 3, 8, 12, tzinfo=UTC),
    created_at=datetime(2026, 3, 6, 8, tzinfo=UTC),
)
EARLIER = Fulfillment(
    status="delayed",
    estimated_delivery_at=datetime(2026, 3, 31, 23, 30, tzinfo=UTC),
    created_at=datetime(2026, 3, 5, 8, tzinfo=UTC),
)
WHOLE: dict[str, Any] = {
    "placed_at": datetime(2026, 3, 4, 12, tzinfo=UTC),
    "updated_at": datetime(2026, 3, 31, 23, 30, tzinfo=UTC),
    "cancelled_at": datetime(2026, 3, 5, tzinfo=UTC),
    "status": OrderStatus.cancelled,
    "financial_status": "partially_refunded",
    "shipping": 490,
    "tax": 797,
    "discount": 500,
    "subtotal": 4500,
    "billing_name": "Bob Lee",
    "shipping_address": Address(
        name="Ann Lee", address1="Flat 3/2", address2="1 Elm Street", city="Leeds",
        region="England", postcode="LS1 1AA", country="GB", phone="+447700900123",
    ),
    "fulfillments": (SENT, EARLIER),
    "shopper": Shopper(id="7001", email=MAIL, first_name="Ann", name="Ann Lee"),
}  # fmt: skip
SAID = {
    "order_id": "450790001",
    "order_name": "#1001",
    "customer_email": MAIL,
    "customer_first_name": "Ann",
    "customer_display_name": "Ann Lee",
    "shipping_address": "Ann Lee, Flat 3/2, 1 Elm Street, LS1 1AA Leeds, England, GB",
    "payment_info_billing_name": "Bob Lee",
    "price_breakdown_currency": "EUR",
    "price_breakdown_shipping": "4.90 EUR",
    "price_breakdown_total": "49.90 EUR",
    "price_breakdown_tax": "7.97 EUR",
    "price_breakdown_discount": "5.00 EUR",
    "price_breakdown_subtotal": "45.00 EUR",
    "price_breakdown_totals_before_tax": "41.93 EUR",
    "updated_at": "1 April 2026",
    "status": "cancelled",
    "estimated_delivery_at": "1 April 2026",
    "latest_fulfillment_display_status": "out for delivery",
    "latest_fulfillment_tracking_url": "https://carrier.example/1Z1",
    "latest_fulfillment_estimated_delivery_at": "8 March 2026",
    "is_refunded": "partly",
    "created_at": "4 March 2026",
    "canceled_at": "5 March 2026",
}
ALWAYS = {
    "order_id", "order_name", "price_breakdown_currency", "price_breakdown_total", "status",
    "created_at", "updated_at",
}  # fmt: skip


@pytest.mark.acceptance(86)
@pytest.mark.parametrize("name", rules.ORDER)
def test_each_variable_has_its_words(name: str) -> None:
    known = orders.values(an_order(**WHOLE), LONDON)

    assert rules.rendered(f"{{{{{name}}}}}", known).text == SAID[name]


@pytest.mark.parametrize("name", rules.ORDER)
def test_what_an_order_does_not_say_is_missing(name: str) -> None:
    bare = an_order(shipping_address=None, shopper=Shopper(), financial_status="")

    found = rules.rendered(f"<{{{{{name}}}}}>", orders.values(bare, LONDON))

    is_said = name in ALWAYS
    assert found.missing == (() if is_said else (name,))
    assert (found.text == "<>", found.preview == f"<No_{name}>") == (not is_said, not is_said)


@pytest.mark.parametrize(
    ("facts", "name", "said"),
    [
        ({"financial_status": "paid"}, "is_refunded", "no"),
        ({"financial_status": "refunded"}, "is_refunded", "yes"),
        ({"currency": "JPY"}, "price_breakdown_total", "4990 JPY"),
        ({"currency": "KWD"}, "price_breakdown_total", "4.990 KWD"),
        ({"tax": 0}, "price_breakdown_tax", "0.00 EUR"),
        ({"tax": 0}, "price_breakdown_totals_before_tax", "49.90 EUR"),
        ({"shopper": Shopper(email=MAIL)}, "customer_display_name", MAIL),
        ({"shopper": Shopper(name="Ann https://prize.example")}, "customer_display_name", None),
        ({"shopper": Shopper(first_name="www.prize.example")}, "customer_first_name", None),
        ({"billing_name": "prize.example"}, "payment_info_billing_name", None),
        ({"billing_name": "Bob\n\u202eLee"}, "payment_info_billing_name", "Bob Lee"),
        ({"shipping_address": Address(address1="Win at https://prize.example", city="Leeds")},
         "shipping_address", "Leeds"),
        ({"shipping_address": Address(address1="St. James\n1")}, "shipping_address", "St. James 1"),
        ({"shipping_address": Address()}, "shipping_address", None),
        ({"placed_at": datetime(2026, 3, 4, 12, tzinfo=UTC) - timedelta(days=365)},
         "created_at", "4 March 2025"),
    ],
)  # fmt: skip
def test_words_for_what_is_special(facts: dict[str, Any], name: str, said: str | None) -> None:
    assert orders.values(an_order(**facts), LONDON).get(name) == said


def test_a_value_is_never_looked_into() -> None:
    order = an_order(name="{{customer_email}}", billing_name="<b>{{order_id}}</b>")

    found = rules.rendered("{{order_name}}", orders.values(order, LONDON))

    assert (found.text, found.missing) == ("{{customer_email}}", ())

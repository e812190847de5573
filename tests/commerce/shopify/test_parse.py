"""Payloads become orders, and whatever else is sent becomes nothing."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.commerce.model import Address, Fulfillment, Line, OrderStatus, Shopper
from chalicelib.commerce.shopify import parse
from chalicelib.core.moments import rfc3339
from tests.commerce.shopify.payloads import order

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


def read(**changed: Any) -> Any:
    return parse.order(json.dumps(order(**changed)).encode())


def test_an_order_is_read() -> None:
    found = read()

    assert (found.id, found.name, found.currency, found.total) == (
        "820982911946154508", "#9999", "EUR", 36_900,
    )  # fmt: skip
    assert rfc3339(found.placed_at) == "2026-03-04T16:00:00.000Z"
    assert (found.status, found.financial_status) == (OrderStatus.open, "paid")
    assert found.fulfillment_status == "partially_fulfilled"
    assert found.lines == (
        Line(id="866550311766439020", title="Fern in a pot", variant="Large", quantity=2,
             fulfillable=1, price=18_450),
    )  # fmt: skip
    assert found.shipping_address == Address(
        name="Ann Lee", address1="123 Shipping Street", city="Leeds", region="England",
        postcode="LS1 1AA", country="GB", phone="555-555-SHIP",
    )  # fmt: skip
    assert found.shopper == Shopper(
        id="115310627314723954", email="ann@home.example", first_name="Ann", name="Ann Lee"
    )


def test_what_it_is_made_of_is_read_as_it_is_now() -> None:
    found = read()

    assert (found.subtotal, found.shipping, found.tax, found.discount) == (
        35_900,
        1_000,
        5_732,
        500,
    )
    assert found.billing_name == "Bob Lee"
    assert found.fulfillments == (
        Fulfillment(status="in_transit", tracking_url="https://carrier.example/1Z1",
                    created_at=datetime(2026, 3, 5, 13, tzinfo=UTC)),
    )  # fmt: skip


def test_without_todays_amounts_the_first_ones_count() -> None:
    found = read(
        current_subtotal_price=None, current_total_tax=None, current_total_discounts=None,
        total_shipping_price_set=None, billing_address=None, fulfillments=None,
    )  # fmt: skip

    assert (found.subtotal, found.shipping, found.tax, found.discount) == (
        55_350,
        None,
        6_000,
        1_000,
    )
    assert (found.billing_name, found.fulfillments) == ("", ())


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"closed_at": "2026-03-05T00:00:00Z"}, "closed"),
        ({"cancelled_at": "2026-03-05T00:00:00Z"}, "cancelled"),
        ({"cancelled_at": "2026-03-05T00:00:00Z", "closed_at": "2026-03-05T00:00:00Z"},
         "cancelled"),
    ],
)  # fmt: skip
def test_what_has_become_of_it(changed: dict[str, str], status: str) -> None:
    assert read(**changed).status == status


def test_a_guest_is_known_by_the_orders_own_addresses() -> None:
    found = read(customer=None, phone="+447700900123", fulfillment_status=None)

    assert found.shopper == Shopper(email="ann@home.example", phone="+447700900123")
    assert found.fulfillment_status == "unfulfilled"


def test_an_address_that_the_shop_doubts_is_none() -> None:
    customer = {"id": 7, "email": "ann@home.example", "verified_email": False}

    assert read(customer=customer).shopper == Shopper(id="7")


def test_yen_have_no_cents() -> None:
    assert read(currency="JPY", current_total_price=None, total_price="4990").total == 4990


def test_what_is_long_is_cut() -> None:
    found = read(name="#" * 9_999, line_items=[{"id": 1, "title": "x" * 9_999}] * 999)

    assert len(found.name) == parse.LONGEST
    assert len(found.lines) == parse.MOST_LINES


@pytest.mark.parametrize(
    "changed",
    [
        {"id": None}, {"id": "1#2"}, {"id": -1}, {"updated_at": "yesterday"},
        {"updated_at": "2026-03-04T11:00:00"}, {"updated_at": None}, {"total_price": "free",
        "current_total_price": None}, {"line_items": 7}, {"line_items": [{"price": "NaN"}]},
        {"customer": "Ann"}, {"currency": None},
    ],
)  # fmt: skip
def test_what_is_no_order_is_none(changed: dict[str, Any]) -> None:
    assert read(**changed) is None


@given(body=st.binary() | JSON.map(lambda value: json.dumps(value).encode()))
def test_whatever_is_sent_nothing_is_raised(body: bytes) -> None:
    for reader in (parse.order, parse.edited_order, parse.person, parse.redaction):
        reader(body)


def test_deep_nonsense_is_nothing() -> None:
    body = b'{"id":' * 100_000

    assert (parse.order(body), parse.edited_order(body), parse.redaction(body)) == (None, "", None)

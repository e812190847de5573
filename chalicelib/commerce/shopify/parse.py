"""What a shop delivers: its webhooks' payloads become orders. Never raises on what anybody sends.

https://shopify.dev/docs/api/webhooks and .../api/admin-rest/latest/resources/order
"""

from collections.abc import Iterable
from datetime import datetime

import msgspec

from chalicelib.commerce.model import Address, Line, Order, OrderStatus, Shopper
from chalicelib.commerce.rules import minor
from chalicelib.commerce.shopify.fulfillments import Told, told
from chalicelib.core.errors import DeskhandError
from chalicelib.core.moments import from_rfc3339

MOST_LINES = 100
LONGEST = 300
_FULFILLMENT = {None: "unfulfilled", "partial": "partially_fulfilled"}
"""What GraphQL calls otherwise."""
Id = int | str | None
Text = str | None
Amount = str | float | None


class _Address(msgspec.Struct, frozen=True):
    name: Text = None
    address1: Text = None
    address2: Text = None
    city: Text = None
    province: Text = None
    zip: Text = None
    country_code: Text = None
    phone: Text = None


class _Customer(msgspec.Struct, frozen=True):
    id: Id = None
    email: Text = None
    phone: Text = None
    verified_email: bool | None = None
    first_name: Text = None
    last_name: Text = None


class _Line(msgspec.Struct, frozen=True):
    id: Id = None
    title: Text = None
    variant_title: Text = None
    quantity: int = 0
    current_quantity: int | None = None
    fulfillable_quantity: int = 0
    price: str | float = "0"


class _Money(msgspec.Struct, frozen=True):
    amount: Amount = None


class _Price(msgspec.Struct, frozen=True):
    shop_money: _Money = _Money()


class _Order(msgspec.Struct, frozen=True):
    id: Id
    name: str
    created_at: str
    updated_at: str
    currency: str
    total_price: str | float
    current_total_price: Amount = None
    subtotal_price: Amount = None
    current_subtotal_price: Amount = None
    total_tax: Amount = None
    current_total_tax: Amount = None
    total_discounts: Amount = None
    current_total_discounts: Amount = None
    total_shipping_price_set: _Price | None = None
    billing_address: _Address | None = None
    fulfillments: tuple[Told, ...] | None = None
    cancelled_at: Text = None
    closed_at: Text = None
    financial_status: Text = None
    fulfillment_status: Text = None
    email: Text = None
    phone: Text = None
    customer: _Customer | None = None
    shipping_address: _Address | None = None
    line_items: tuple[_Line, ...] = ()


class _Edit(msgspec.Struct, frozen=True):
    order_id: Id = None


class _Edited(msgspec.Struct, frozen=True):
    order_edit: _Edit


class _Redaction(msgspec.Struct, frozen=True):
    shop_domain: str = ""
    customer: _Customer = _Customer()
    orders_to_redact: tuple[Id, ...] = ()
    orders_requested: tuple[Id, ...] = ()


class Redaction(msgspec.Struct, frozen=True):
    """Whose data a shop wants to have forgotten, or to be told of."""

    domain: str
    shopper_id: str
    order_ids: tuple[str, ...]


def order(body: bytes) -> Order | None:
    """Return the order of a payload, or None for what is none."""
    try:
        return _order(msgspec.json.decode(body, type=_Order, strict=False))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError, ValueError, DeskhandError):
        return None


def edited_order(body: bytes) -> str:
    """Return the id of the order that `orders/edited` is about; the payload has no more of it."""
    try:
        return digits(msgspec.json.decode(body, type=_Edited).order_edit.order_id)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return ""


def person(body: bytes) -> tuple[str, str]:
    """Return the mail address and name of a shop's customer, as far as it vouches for them."""
    try:
        found = msgspec.json.decode(body, type=_Customer)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return "", ""
    name = full_name(found.first_name, found.last_name)
    return (found.email or "") if found.verified_email is not False else "", name


def redaction(body: bytes) -> Redaction | None:
    """Return what is to be forgotten or told, or None for what says nothing of it."""
    try:
        found = msgspec.json.decode(body, type=_Redaction)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    ids = (*found.orders_to_redact, *found.orders_requested)
    return Redaction(
        domain=found.shop_domain,
        shopper_id=digits(found.customer.id),
        order_ids=tuple(text for each in ids if (text := digits(each))),
    )


def digits(own_id: Id) -> str:
    """Return an id as the text of its digits; empty for what is none."""
    text = str(own_id) if own_id is not None else ""
    return text if text.isascii() and text.isdecimal() and len(text) <= 20 else ""


def status(*, is_cancelled: bool, is_closed: bool) -> OrderStatus:
    """Return what has become of an order as a whole."""
    if is_cancelled:
        return OrderStatus.cancelled
    return OrderStatus.closed if is_closed else OrderStatus.open


def short(text: Text) -> str:
    """Return a text of a length that fits into a row."""
    return (text or "")[:LONGEST]


def full_name(first: Text, last: Text) -> str:
    """Return a name of both parts, or of the one that is known."""
    return short(" ".join(filter(None, (first, last))))


def _order(found: _Order) -> Order:
    own_id = digits(found.id)
    if not own_id:
        raise ValueError("An order has an id.")
    total = found.total_price if found.current_total_price is None else found.current_total_price
    cancelled = _moment(found.cancelled_at)
    return Order(
        id=own_id,
        name=short(found.name),
        placed_at=from_rfc3339(found.created_at),
        updated_at=from_rfc3339(found.updated_at),
        cancelled_at=cancelled,
        status=status(is_cancelled=bool(cancelled), is_closed=bool(found.closed_at)),
        financial_status=short(found.financial_status),
        fulfillment_status=short(
            _FULFILLMENT.get(found.fulfillment_status, found.fulfillment_status)
        ),
        currency=found.currency[:3],
        total=minor(str(total), found.currency),
        shipping=_amount(found.currency, _shipping(found)),
        tax=_amount(found.currency, found.current_total_tax, found.total_tax),
        discount=_amount(found.currency, found.current_total_discounts, found.total_discounts),
        subtotal=_amount(found.currency, found.current_subtotal_price, found.subtotal_price),
        lines=tuple(_lines(found.line_items, found.currency)),
        shipping_address=_address(found.shipping_address),
        billing_name=short(found.billing_address.name) if found.billing_address else "",
        fulfillments=told(found.fulfillments or ()),
        shopper=_shopper(found),
    )


def _lines(items: Iterable[_Line], currency: str) -> Iterable[Line]:
    for item in tuple(items)[:MOST_LINES]:
        quantity = item.quantity if item.current_quantity is None else item.current_quantity
        yield Line(
            id=digits(item.id),
            title=short(item.title),
            variant=short(item.variant_title),
            quantity=quantity,
            fulfillable=item.fulfillable_quantity,
            price=minor(str(item.price), currency),
        )


def _address(found: _Address | None) -> Address | None:
    if found is None:
        return None
    return Address(
        name=short(found.name),
        address1=short(found.address1),
        address2=short(found.address2),
        city=short(found.city),
        region=short(found.province),
        postcode=short(found.zip),
        country=short(found.country_code),
        phone=short(found.phone),
    )


def _shopper(found: _Order) -> Shopper:
    who = found.customer or _Customer()
    is_doubted = who.verified_email is False
    return Shopper(
        id=digits(who.id),
        email="" if is_doubted else short(who.email or found.email),
        phone=short(who.phone or found.phone),
        first_name=short(who.first_name),
        name=full_name(who.first_name, who.last_name),
    )


def _shipping(found: _Order) -> Amount:
    price = found.total_shipping_price_set
    return price.shop_money.amount if price else None


def _amount(currency: str, *said: Amount) -> int | None:
    """Return the first that was told: what it comes to now is named before what it came to."""
    amount = next((each for each in said if each is not None), None)
    return None if amount is None else minor(str(amount), currency)


def _moment(text: Text) -> datetime | None:
    return from_rfc3339(text) if text else None

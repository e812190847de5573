"""One order as a shop's GraphQL API tells it, and as we know it."""

from collections.abc import Iterable
from typing import Any

import msgspec

from chalicelib.commerce.model import Address, Line, Order, Shopper
from chalicelib.commerce.rules import minor
from chalicelib.commerce.shopify.fulfillments import WANTED, Shown, shown
from chalicelib.commerce.shopify.parse import digits, full_name, short, status
from chalicelib.core.errors import DeskhandError, Unavailable
from chalicelib.core.moments import from_rfc3339

Text = str | None


def fields(lines: int) -> str:
    """Return the fragment `Whole`, with so many lines of each order."""
    return f"""
fragment Whole on Order {{
  id name createdAt updatedAt cancelledAt closedAt currencyCode email phone
  displayFinancialStatus displayFulfillmentStatus
  currentTotalPriceSet {{ shopMoney {{ amount }} }}
  currentSubtotalPriceSet {{ shopMoney {{ amount }} }}
  currentTotalTaxSet {{ shopMoney {{ amount }} }}
  currentTotalDiscountsSet {{ shopMoney {{ amount }} }}
  totalShippingPriceSet {{ shopMoney {{ amount }} }}
  billingAddress {{ name }}
  {WANTED}
  customer {{
    id firstName lastName verifiedEmail
    defaultEmailAddress {{ emailAddress }} defaultPhoneNumber {{ phoneNumber }}
  }}
  shippingAddress {{ name address1 address2 city province zip countryCodeV2 phone }}
  lineItems(first: {lines}) {{
    nodes {{
      id title variantTitle currentQuantity unfulfilledQuantity
      originalUnitPriceSet {{ shopMoney {{ amount }} }} image {{ url }}
    }}
    pageInfo {{ hasNextPage }}
  }}
}}
"""


class _Money(msgspec.Struct, frozen=True):
    amount: str


class _Price(msgspec.Struct, frozen=True, rename="camel"):
    shop_money: _Money


class _Image(msgspec.Struct, frozen=True):
    url: str = ""


class _Line(msgspec.Struct, frozen=True, rename="camel"):
    id: str
    title: str
    current_quantity: int
    unfulfilled_quantity: int
    original_unit_price_set: _Price
    variant_title: Text = None
    image: _Image | None = None


class _Page(msgspec.Struct, frozen=True, rename="camel"):
    has_next_page: bool = False


class _Lines(msgspec.Struct, frozen=True, rename="camel"):
    nodes: tuple[_Line, ...] = ()
    page_info: _Page = _Page()


class _Email(msgspec.Struct, frozen=True, rename="camel"):
    email_address: Text = None


class _Phone(msgspec.Struct, frozen=True, rename="camel"):
    phone_number: Text = None


class _Customer(msgspec.Struct, frozen=True, rename="camel"):
    id: str
    first_name: Text = None
    last_name: Text = None
    verified_email: bool = True
    default_email_address: _Email | None = None
    default_phone_number: _Phone | None = None


class _Address(msgspec.Struct, frozen=True, rename="camel"):
    name: Text = None
    address1: Text = None
    address2: Text = None
    city: Text = None
    province: Text = None
    zip: Text = None
    country_code_v2: Text = msgspec.field(name="countryCodeV2", default=None)
    phone: Text = None


class _Payer(msgspec.Struct, frozen=True):
    name: Text = None


class Told(msgspec.Struct, frozen=True, rename="camel"):
    id: str
    name: str
    created_at: str
    updated_at: str
    currency_code: str
    current_total_price_set: _Price
    current_subtotal_price_set: _Price | None = None
    current_total_tax_set: _Price | None = None
    current_total_discounts_set: _Price | None = None
    total_shipping_price_set: _Price | None = None
    billing_address: _Payer | None = None
    fulfillments: tuple[Shown, ...] | None = None
    cancelled_at: Text = None
    closed_at: Text = None
    email: Text = None
    phone: Text = None
    display_financial_status: Text = None
    display_fulfillment_status: Text = None
    customer: _Customer | None = None
    shipping_address: _Address | None = None
    line_items: _Lines = _Lines()


def read_one(found: object) -> Order:
    """Return the order that a mutation answered with, as `fields` asks for it."""
    try:
        return read([msgspec.convert(found, type=Told)])[0]
    except msgspec.ValidationError as error:
        raise Unavailable("The shop did not answer as Shopify says it does.") from error


def read(found: Iterable[Told]) -> list[Order]:
    try:
        return [_order(each) for each in found]
    except (ValueError, DeskhandError) as error:
        raise Unavailable("The shop did not answer as Shopify says it does.") from error


def _order(found: Told) -> Order:
    currency = found.currency_code
    return Order(
        id=_own_id(found.id),
        name=short(found.name),
        placed_at=from_rfc3339(found.created_at),
        updated_at=from_rfc3339(found.updated_at),
        cancelled_at=from_rfc3339(found.cancelled_at) if found.cancelled_at else None,
        status=status(is_cancelled=bool(found.cancelled_at), is_closed=bool(found.closed_at)),
        financial_status=(found.display_financial_status or "").lower(),
        fulfillment_status=(found.display_fulfillment_status or "").lower(),
        currency=currency[:3],
        total=minor(found.current_total_price_set.shop_money.amount, currency),
        shipping=_amount(found.total_shipping_price_set, currency),
        tax=_amount(found.current_total_tax_set, currency),
        discount=_amount(found.current_total_discounts_set, currency),
        subtotal=_amount(found.current_subtotal_price_set, currency),
        lines=tuple(_line(each, currency) for each in found.line_items.nodes),
        shipping_address=_address(found.shipping_address),
        billing_name=short(found.billing_address.name) if found.billing_address else "",
        fulfillments=shown(found.fulfillments or ()),
        shopper=_shopper(found),
    )


def _line(found: _Line, currency: str) -> Line:
    image = found.image.url if found.image else ""
    return Line(
        id=_own_id(found.id),
        title=short(found.title),
        variant=short(found.variant_title),
        quantity=found.current_quantity,
        fulfillable=found.unfulfilled_quantity,
        price=minor(found.original_unit_price_set.shop_money.amount, currency),
        image=image if image.startswith("https://") else "",
    )


def _amount(found: _Price | None, currency: str) -> int | None:
    return minor(found.shop_money.amount, currency) if found else None


def _address(found: _Address | None) -> Address | None:
    if found is None:
        return None
    given: dict[str, Any] = msgspec.structs.asdict(found)
    names = {"province": "region", "zip": "postcode", "country_code_v2": "country"}
    return Address(**{names.get(name, name): short(text) for name, text in given.items()})


def _shopper(found: Told) -> Shopper:
    who = found.customer
    if who is None:
        return Shopper(email=short(found.email), phone=short(found.phone))
    email = who.default_email_address.email_address if who.default_email_address else None
    phone = who.default_phone_number.phone_number if who.default_phone_number else None
    return Shopper(
        id=_own_id(who.id),
        email=short(email or found.email) if who.verified_email else "",
        phone=short(phone or found.phone),
        first_name=short(who.first_name),
        name=full_name(who.first_name, who.last_name),
    )


def _own_id(gid: str) -> str:
    own_id = digits(gid.rpartition("/")[2])
    if not own_id:
        raise ValueError("This is no id.")
    return own_id

"""What of an order a macro can say, as words for its customer; values only (decision 41)."""

import re
from collections.abc import Mapping
from datetime import datetime, tzinfo

from chalicelib.commerce.model import Address, Fulfillment, Order
from chalicelib.core.money import written
from chalicelib.customers.rules import clean_name, names_a_place

_LINK = re.compile(r"://|www\.|@|\.[a-z]{2,}\b", re.IGNORECASE)
_REFUNDS = {"refunded": "yes", "partially_refunded": "partly"}


def values(order: Order, zone: tzinfo) -> dict[str, str]:
    """Return what is known of an order, by variable; plain words on one line each.

    Whoever fills in a checkout chooses names and addresses: none of them brings a link along.
    """
    known = {**_order(order, zone), **_people(order), **_prices(order), **_sent(order, zone)}
    return {name: value for name, value in known.items() if value}


def _order(order: Order, zone: tzinfo) -> Mapping[str, str]:
    paid = order.financial_status
    return {
        "order_id": order.id,
        "order_name": clean_name(order.name),
        "status": order.status.value,
        "is_refunded": _REFUNDS.get(paid, "no") if paid else "",
        "created_at": _day(order.placed_at, zone),
        "updated_at": _day(order.updated_at, zone),
        "canceled_at": _day(order.cancelled_at, zone),
    }


def _people(order: Order) -> Mapping[str, str]:
    email = clean_name(order.shopper.email)
    return {
        "customer_email": email,
        "customer_first_name": _name(order.shopper.first_name),
        "customer_display_name": _name(order.shopper.name) or email,
        "payment_info_billing_name": _name(order.billing_name),
        "shipping_address": _address(order.shipping_address or Address()),
    }


def _prices(order: Order) -> Mapping[str, str]:
    before_tax = None if order.tax is None else order.total - order.tax
    amounts = {
        "shipping": order.shipping,
        "total": order.total,
        "tax": order.tax,
        "discount": order.discount,
        "subtotal": order.subtotal,
        "totals_before_tax": before_tax,
    }
    told = {
        f"price_breakdown_{name}": written(amount, order.currency)
        for name, amount in amounts.items()
        if amount is not None
    }
    return {**told, "price_breakdown_currency": order.currency}


def _sent(order: Order, zone: tzinfo) -> Mapping[str, str]:
    latest = next(iter(order.fulfillments), None)
    expected = [each for each in map(_expected, order.fulfillments) if each]
    whole = {"estimated_delivery_at": _day(max(expected, default=None), zone)}
    if latest is None:
        return whole
    return {
        **whole,
        "latest_fulfillment_display_status": latest.status.replace("_", " "),
        "latest_fulfillment_tracking_url": latest.tracking_url,
        "latest_fulfillment_estimated_delivery_at": _day(_expected(latest), zone),
    }


def _expected(sent: Fulfillment) -> datetime | None:
    return sent.estimated_delivery_at


def _day(moment: datetime | None, zone: tzinfo) -> str:
    return f"{moment.astimezone(zone):%-d %B %Y}" if moment else ""


def _name(text: str) -> str:
    plain = clean_name(text)
    return "" if names_a_place(plain) else plain


def _address(found: Address) -> str:
    place = f"{found.postcode} {found.city}"
    parts = (found.name, found.address1, found.address2, place, found.region, found.country)
    plain = (clean_name(part) for part in parts)
    return ", ".join(part for part in plain if part and not _LINK.search(part))

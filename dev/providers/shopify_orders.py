"""Orders of the stand-in's shops, as Shopify's webhooks and its GraphQL API tell them."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from chalicelib.core.moments import rfc3339

_DEFAULT = ({"title": "Fern in a pot", "quantity": 1, "price": "24.90"},)
_AMOUNTS = ("shipping", "tax", "discount")
_ON_THE_WAY = timedelta(days=3)
_ADDRESS = {"name": "", "address1": "1 Elm Street", "city": "Leeds", "zip": "LS1 1AA"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """One order."""

    id: int
    name: str
    email: str
    phone: str
    customer: str
    created_at: datetime
    updated_at: datetime
    cancelled_at: datetime | None = None
    currency: str = "EUR"
    is_fulfilled: bool = False
    sent_at: datetime | None = None
    tracking_url: str = "https://track.example/parcels/1"
    is_refunded: bool = False
    shipping: str = "0.00"
    tax: str = "0.00"
    discount: str = "0.00"
    address: Mapping[str, str] = field(default_factory=dict[str, str])
    """Where it goes instead of where everything goes; `country` is a code."""
    lines: tuple[Mapping[str, Any], ...] = _DEFAULT

    @classmethod
    def new(cls, name: str, facts: Mapping[str, Any], now: datetime) -> "Placed":
        """Return an order that was placed some days ago, or now."""
        at = now - timedelta(days=float(facts.get("days_ago", 0)))
        made = cls(
            id=_number(name),
            name=name,
            email=str(facts.get("email", "")),
            phone=str(facts.get("phone", "")),
            customer=str(facts.get("customer", "")),
            created_at=at,
            updated_at=at,
            currency=str(facts.get("currency", "EUR")),
        )
        return made.changed(facts, at)

    def changed(self, facts: Mapping[str, Any], now: datetime) -> "Placed":
        """Return the order after a change; what is left out stays."""
        amounts = {name: str(facts.get(name, getattr(self, name))) for name in _AMOUNTS}
        is_fulfilled = bool(facts.get("fulfilled", self.is_fulfilled))
        return replace(
            self,
            **amounts,
            updated_at=now,
            lines=tuple(facts.get("lines", self.lines)),
            is_fulfilled=is_fulfilled,
            sent_at=(self.sent_at or now) if is_fulfilled else None,
            tracking_url=str(facts.get("tracking_url", self.tracking_url)),
            is_refunded=bool(facts.get("refunded", self.is_refunded)),
            cancelled_at=now if facts.get("cancelled") else self.cancelled_at,
        )

    @property
    def subtotal(self) -> str:
        """Return what its goods come to."""
        goods = sum(float(line["price"]) * line["quantity"] for line in self.lines)
        return f"{goods - float(self.discount):.2f}"

    @property
    def total(self) -> str:
        """Return what it comes to; the tax is in the prices."""
        return f"{float(self.subtotal) + float(self.shipping):.2f}"

    @property
    def first_name(self) -> str:
        """Return the first word of the customer's name."""
        return self.customer.partition(" ")[0]

    @property
    def last_name(self) -> str:
        """Return the other words of it."""
        return self.customer.partition(" ")[2]

    @property
    def customer_id(self) -> int:
        """Return the id of whoever placed it."""
        return _number(self.email or self.phone)


def as_payload(order: Placed) -> dict[str, Any]:
    """Return it as webhooks tell it."""
    return {
        "id": order.id,
        "name": order.name,
        "created_at": rfc3339(order.created_at),
        "updated_at": rfc3339(order.updated_at),
        "cancelled_at": rfc3339(order.cancelled_at) if order.cancelled_at else None,
        "currency": order.currency,
        "total_price": order.total,
        "current_subtotal_price": order.subtotal,
        "current_total_tax": order.tax,
        "current_total_discounts": order.discount,
        "total_shipping_price_set": {"shop_money": {"amount": order.shipping}},
        "financial_status": "refunded" if order.is_refunded else "paid",
        "fulfillment_status": "fulfilled" if order.is_fulfilled else None,
        "email": order.email or None,
        "phone": order.phone or None,
        "customer": {
            "id": order.customer_id,
            "email": order.email or None,
            "first_name": order.first_name or None,
            "last_name": order.last_name or None,
        },
        "billing_address": {"name": order.customer},
        "shipping_address": _address(order, "country_code"),
        "fulfillments": [_told_sent(order, order.sent_at)] if order.sent_at else [],
        "line_items": [_told_line(order, at) for at in range(len(order.lines))],
    }


def shown(order: Placed) -> dict[str, Any]:
    """Return it as GraphQL shows it."""
    return {
        "id": f"gid://shopify/Order/{order.id}",
        "name": order.name,
        "createdAt": rfc3339(order.created_at),
        "updatedAt": rfc3339(order.updated_at),
        "cancelledAt": rfc3339(order.cancelled_at) if order.cancelled_at else None,
        "currencyCode": order.currency,
        "email": order.email or None,
        "phone": order.phone or None,
        "displayFinancialStatus": "REFUNDED" if order.is_refunded else "PAID",
        "displayFulfillmentStatus": "FULFILLED" if order.is_fulfilled else "UNFULFILLED",
        "currentTotalPriceSet": _money(order.total),
        "currentSubtotalPriceSet": _money(order.subtotal),
        "currentTotalTaxSet": _money(order.tax),
        "currentTotalDiscountsSet": _money(order.discount),
        "totalShippingPriceSet": _money(order.shipping),
        "billingAddress": {"name": order.customer},
        "fulfillments": [_sent(order, order.sent_at)] if order.sent_at else [],
        "customer": {
            "id": f"gid://shopify/Customer/{order.customer_id}",
            "firstName": order.first_name or None,
            "lastName": order.last_name or None,
            "verifiedEmail": True,
            "defaultEmailAddress": {"emailAddress": order.email or None},
        },
        "shippingAddress": _address(order, "countryCodeV2"),
        "lineItems": {"nodes": [_line(order, at) for at in range(len(order.lines))]},
    }


def _told_sent(order: Placed, at: datetime) -> dict[str, Any]:
    return {
        "created_at": rfc3339(at),
        "status": "success",
        "shipment_status": "in_transit",
        "tracking_url": order.tracking_url or None,
    }


def _told_line(order: Placed, at: int) -> dict[str, Any]:
    line = order.lines[at]
    return {
        "id": order.id * 10 + at,
        "title": line["title"],
        "variant_title": line.get("variant"),
        "quantity": line["quantity"],
        "fulfillable_quantity": 0 if order.is_fulfilled else line["quantity"],
        "price": line["price"],
    }


def _sent(order: Placed, at: datetime) -> dict[str, Any]:
    return {
        "createdAt": rfc3339(at),
        "displayStatus": "IN_TRANSIT",
        "estimatedDeliveryAt": rfc3339(at + _ON_THE_WAY),
        "trackingInfo": [{"url": order.tracking_url}] if order.tracking_url else [],
    }


def _line(order: Placed, at: int) -> dict[str, Any]:
    line = order.lines[at]
    return {
        "id": f"gid://shopify/LineItem/{order.id * 10 + at}",
        "title": line["title"],
        "variantTitle": line.get("variant"),
        "currentQuantity": line["quantity"],
        "unfulfilledQuantity": 0 if order.is_fulfilled else line["quantity"],
        "originalUnitPriceSet": _money(str(line["price"])),
    }


def _address(order: Placed, country: str) -> dict[str, str]:
    there = {**_ADDRESS, "name": order.customer, "country": "GB", **order.address}
    return {**there, country: there.pop("country")}


def _money(amount: str) -> dict[str, Any]:
    return {"shopMoney": {"amount": amount}}


def _number(text: str) -> int:
    return int(hashlib.sha256(text.encode()).hexdigest()[:11], 16)

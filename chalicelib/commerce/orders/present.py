"""Orders as the API shows them."""

from dataclasses import asdict
from typing import Any

from chalicelib.commerce.model import Order
from chalicelib.commerce.orders import rules
from chalicelib.commerce.orders.rules import Around, Wish
from chalicelib.core.money import exponent


def shown(order: Order) -> dict[str, Any]:
    """Return an order."""
    own = asdict(order)
    shopper = own.pop("shopper")
    return {
        **own,
        "minor_digits": exponent(order.currency),
        "shop_customer": {name: text or None for name, text in shopper.items()},
    }


def with_leave(order: Order, around: Around) -> dict[str, Any]:
    """Return an order with what may be done to it: null, or why not."""
    refusals = {wish.value: rules.refusal(order, wish, around) for wish in Wish}
    told = {name: asdict(each) if each else None for name, each in refusals.items()}
    return {**shown(order), **told}

"""Orders for tests: every part optional, all of them about one mug."""

from typing import Any

from chalicelib.commerce.model import Address, Line, Order, OrderStatus, Shopper
from tests.kit.http_world import NOON

MAIL = "ann@home.example"


def an_order(number: int = 1001, **facts: Any) -> Order:
    """Return an order of a mug, another for each number."""
    known: dict[str, Any] = {
        "id": str(450_789_000 + number),
        "name": f"#{number}",
        "placed_at": NOON,
        "updated_at": NOON,
        "status": OrderStatus.open,
        "financial_status": "paid",
        "fulfillment_status": "unfulfilled",
        "currency": "EUR",
        "total": 4990,
        "lines": (Line(id="1", title="Mug", quantity=2, fulfillable=2, price=2495),),
        "shipping_address": Address(name="Ann Lee", city="Leeds", country="GB"),
        "shopper": Shopper(id="7001", email=MAIL),
    }
    return Order(**{**known, **facts})

"""Orders for tests: one, or those of a shop that qualifies."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from chalicelib.core.desk import Desk
from chalicelib.customers.predictions import ledger
from chalicelib.customers.predictions.model import Order
from tests.builders import CUSTOMER
from tests.kit.http_world import NOON

__all__ = ["NOON", "an_order", "keep"]


def an_order(
    order_id: str = "1001", customer_id: str = CUSTOMER, *, days_ago: float = 1,
    total: int = 2_000, currency: str = "EUR", is_cancelled: bool = False,
    as_of: datetime | None = None,
) -> Order:  # fmt: skip
    """Return an order that was told of when it was placed."""
    at = NOON - timedelta(days=days_ago)
    return Order(
        id=order_id, customer_id=customer_id, placed_at=at, total_minor=total, currency=currency,
        is_cancelled=is_cancelled, as_of=as_of or at,
    )  # fmt: skip


def keep(desk: Desk, orders: Iterable[Order]) -> None:
    """Write many orders at once, as if each had been noted."""
    with ledger.LedgerRow.batch_write() as batch:
        for order in orders:
            batch.save(ledger.row_of(desk, order))

"""An account's orders, as predictions need them: each once, whoever tells of it and how often.

They lie in shards by customer, so that a customer's are together, and a fit reads whole shards,
each of them a fair sample of the customers.
"""

from collections.abc import Iterator
from contextlib import suppress

from pynamodb.attributes import BooleanAttribute, NumberAttribute, UnicodeAttribute

from chalicelib.core.desk import Desk
from chalicelib.core.moments import rfc3339
from chalicelib.customers.predictions import storage
from chalicelib.customers.predictions.model import Order
from chalicelib.table import customer_keys
from chalicelib.table.parts import digest
from chalicelib.table.row import MomentAttribute, Row
from chalicelib.table.write import ConditionFailed, translated

SHARDS = customer_keys.LEDGER_SHARDS


class LedgerRow(Row, discriminator="ledger_order"):
    """One order; `rank` tells which of two words about it counts."""

    order_id = UnicodeAttribute()
    placed_at = MomentAttribute()
    total_minor = NumberAttribute()
    currency = UnicodeAttribute(null=True)
    is_cancelled = BooleanAttribute(null=True)
    as_of = MomentAttribute()
    rank = UnicodeAttribute()


def note(desk: Desk, order: Order) -> bool:
    """Write an order as it was at a moment; False where that, or something later, is known.

    The first one of an account makes it look for predictions daily.
    """
    row = row_of(desk, order)
    is_news = False
    with suppress(ConditionFailed), translated():
        row.save(condition=Row.pk.does_not_exist() | (LedgerRow.rank < row.rank))
        is_news = True
    storage.begin(desk)
    return is_news


def of_customer(desk: Desk, *profiles: str) -> list[Order]:
    """Return all orders of a customer, who may be several profiles."""
    found: list[Row] = []
    for each in profiles:
        pk, start = customer_keys.ledger_orders(desk.account_id, each)
        with translated():
            found += Row.query(pk, Row.sk.startswith(start))
    return [_order(row) for row in found if isinstance(row, LedgerRow)]


def in_shard(desk: Desk, shard: int) -> Iterator[Order]:
    """Yield the orders of a shard, each customer's together, page by page."""
    with translated():
        for row in Row.query(customer_keys.ledger(desk.account_id, shard)):
            if isinstance(row, LedgerRow):
                yield _order(row)


def forget(desk: Desk, customer_id: str) -> None:
    """Delete all orders of a customer; what is noted afterwards is there again."""
    pk, start = customer_keys.ledger_orders(desk.account_id, customer_id)
    with translated():
        for row in list(Row.query(pk, Row.sk.startswith(start))):
            row.delete()


def forget_order(desk: Desk, customer_id: str, order_id: str) -> None:
    """Delete one order of a customer."""
    with translated():
        LedgerRow(*customer_keys.ledger_order(desk.account_id, customer_id, order_id)).delete()


def row_of(desk: Desk, order: Order) -> LedgerRow:
    """Return an order's row."""
    key = customer_keys.ledger_order(desk.account_id, order.customer_id, order.id)
    said = (rfc3339(order.placed_at), order.total_minor, order.currency)
    return LedgerRow(
        *key,
        order_id=order.id,
        placed_at=order.placed_at,
        total_minor=order.total_minor,
        currency=order.currency or None,
        is_cancelled=order.is_cancelled or None,
        as_of=order.as_of,
        # Of two words of the same moment one has to win, whichever came first: the refusal.
        rank=f"{rfc3339(order.as_of)} {order.is_cancelled:d} {digest(repr(said))}",
    )


def _order(row: LedgerRow) -> Order:
    return Order(
        id=row.order_id,
        customer_id=row.sk.partition("#")[0],
        placed_at=row.placed_at,
        total_minor=int(row.total_minor),
        currency=row.currency or "",
        is_cancelled=bool(row.is_cancelled),
        as_of=row.as_of,
    )

"""Orders in the table: at each customer whose they are, by the shop's id, and by the shopper."""

from collections.abc import Iterable, Sequence
from dataclasses import fields, is_dataclass
from datetime import datetime
from typing import Any, cast

import msgspec
from pynamodb.attributes import NumberAttribute, UnicodeAttribute, UnicodeSetAttribute

from chalicelib.commerce import rules
from chalicelib.commerce.model import Order, Placed
from chalicelib.core.desk import Desk
from chalicelib.core.errors import Unavailable
from chalicelib.core.moments import rfc3339
from chalicelib.customers.predictions import ledger
from chalicelib.customers.predictions.model import Order as Purchase
from chalicelib.table import commerce_keys, customer_keys, keys, together
from chalicelib.table.read import find, rows
from chalicelib.table.row import MomentAttribute, Row
from chalicelib.table.write import ConditionFailed, Put, attempts, transact


class OrderRow(Row, discriminator="order"):
    """An order at one of the customers whose it is."""

    order = UnicodeAttribute()
    kept_at = MomentAttribute()


class OrderPlaceRow(Row, discriminator="order_place"):
    """Where an order is kept. One row decides for all of its copies which telling is the newest."""

    customer_ids = UnicodeSetAttribute()
    shopper_id = UnicodeAttribute(null=True)
    placed_at = MomentAttribute()
    changed_at = MomentAttribute()
    version = NumberAttribute()


class ShopperOrderRow(Row, discriminator="shopper_order"):
    """That a customer of the shop placed an order."""


def keep(desk: Desk, order: Order, customer_ids: frozenset[str]) -> Placed | None:
    """Store what the shop says of an order; None where something newer, or nobody, is known.

    All that stores orders comes through here. `customer_ids` are added to those whose the order
    is already; nobody loses one by it.
    """
    for _ in attempts(desk):
        before = place_of(desk, order.id)
        if not rules.is_news(before, order, customer_ids):
            return None
        after = rules.placed(before, order, customer_ids)
        try:
            transact(desk, _puts(desk, before, after, order))
        except ConditionFailed:
            continue
        ledger.note(desk, _noted(after, order))
        return after
    raise Unavailable("Too many change this order at once; try again.")


def _noted(place: Placed, order: Order) -> Purchase:
    # Of several profiles that have an address of it one is taken: it was bought once.
    return Purchase(
        id=order.id,
        customer_id=min(place.customer_ids),
        placed_at=place.placed_at,
        total_minor=order.total,
        currency=order.currency,
        is_cancelled=order.cancelled_at is not None,
        as_of=order.updated_at,
    )


def place_of(desk: Desk, order_id: str) -> Placed | None:
    """Return where an order is kept, by the shop's id."""
    row = find(OrderPlaceRow, commerce_keys.order(desk.account_id, order_id), consistent=True)
    return _placed(row) if row else None


def of_customer(
    desk: Desk, profiles: Sequence[str], *, limit: int
) -> tuple[list[Order], datetime | None]:
    """Return one person's newest orders, and when one of them was stored last."""
    starts = {each: customer_keys.customer_orders(desk.account_id, each) for each in profiles}
    lists = {each: together.stored(desk, OrderRow, start) for each, start in starts.items()}
    # An order can be at several profiles: it is the same there, and at the same place of each list.
    page, _ = together.newest(lists, limit=limit * len(lists), position={})
    found = {row.sk: row for row in page}
    newest = list(found.values())[:limit]
    return [_order(row) for row in newest], max((row.kept_at for row in newest), default=None)


def kept(desk: Desk, place: Placed, profiles: Sequence[str]) -> Order | None:
    """Return an order as it is kept at one person, if it is theirs."""
    own = [each for each in profiles if each in place.customer_ids]
    row = find(OrderRow, _key(desk, place, own[0])) if own else None
    return _order(row) if row else None


def places(desk: Desk, *, limit: int) -> list[Placed]:
    """Return where some of an account's orders are kept, whichever come first."""
    found = rows(commerce_keys.orders(desk.account_id), limit=limit, consistent=True)
    return [_placed(row) for row in found if isinstance(row, OrderPlaceRow)]


def orders_of_shopper(desk: Desk, shopper_id: str, *, limit: int) -> list[str]:
    """Return the ids of some orders that a customer of the shop placed."""
    pk = commerce_keys.shopper_orders(desk.account_id, shopper_id)
    return [row.sk for row in rows(pk, limit=limit, consistent=True)]


def remove(desk: Desk, order_ids: Iterable[str]) -> None:
    """Forget orders with all that leads to them."""
    for order_id in order_ids:
        if place := place_of(desk, order_id):
            for customer_id in place.customer_ids:
                ledger.forget_order(desk, customer_id, order_id)
            transact(desk, [], deletes=list(_rows(desk, place)))


def _rows(desk: Desk, place: Placed) -> Iterable[Row]:
    yield OrderPlaceRow(*commerce_keys.order(desk.account_id, place.order_id))
    if place.shopper_id:
        yield ShopperOrderRow(*_shopper_key(desk, place))
    for customer_id in sorted(place.customer_ids):
        yield OrderRow(*_key(desk, place, customer_id))


def _puts(desk: Desk, before: Placed | None, after: Placed, order: Order) -> list[Put]:
    row = OrderPlaceRow(
        *commerce_keys.order(desk.account_id, after.order_id),
        customer_ids=set(after.customer_ids),
        shopper_id=after.shopper_id or None,
        placed_at=after.placed_at,
        changed_at=after.updated_at,
        version=after.version,
    )
    mine = (Row.operation == desk.operation_id) & (OrderPlaceRow.version == after.version)
    condition = OrderPlaceRow.version == before.version if before else Row.pk.does_not_exist()
    puts = [Put(row=row, condition=condition | mine)]
    packed, now = msgspec.json.encode(_packed(order)).decode(), desk.now()
    puts += [
        Put(row=OrderRow(*_key(desk, after, customer_id), order=packed, kept_at=now))
        for customer_id in sorted(after.customer_ids)
    ]
    if before is None and after.shopper_id:
        puts.append(Put(row=ShopperOrderRow(*_shopper_key(desk, after))))
    return puts


def _key(desk: Desk, place: Placed, customer_id: str) -> keys.Key:
    at = rfc3339(place.placed_at)
    return customer_keys.customer_order(desk.account_id, customer_id, at, place.order_id)


def _shopper_key(desk: Desk, place: Placed) -> keys.Key:
    return commerce_keys.shopper_orders(desk.account_id, place.shopper_id), place.order_id


def _packed(value: Any) -> Any:
    """Return a value without what is as it would be anyway: rows are paid by their length."""
    if isinstance(value, tuple):
        return [_packed(each) for each in cast("tuple[Any, ...]", value)]
    if not is_dataclass(value):
        return value
    told = ((field, getattr(value, field.name)) for field in fields(value))
    return {field.name: _packed(own) for field, own in told if own != field.default}


def _order(row: OrderRow) -> Order:
    return msgspec.json.decode(row.order, type=Order)


def _placed(row: OrderPlaceRow) -> Placed:
    return Placed(
        order_id=row.sk,
        customer_ids=frozenset(row.customer_ids),
        shopper_id=row.shopper_id or "",
        placed_at=row.placed_at,
        updated_at=row.changed_at,
        version=int(row.version),
    )

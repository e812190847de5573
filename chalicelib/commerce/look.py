"""A customer's orders for somebody who waits: as the shop has them now, or as it told them last."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from chalicelib.commerce import faults, rules, shops, storage
from chalicelib.commerce.model import Order, Shop
from chalicelib.commerce.patience import SECONDS, State, asked
from chalicelib.commerce.take import take
from chalicelib.core.desk import Desk
from chalicelib.core.errors import Conflict, Unavailable
from chalicelib.customers import storage as customers
from chalicelib.customers.model import Customer
from chalicelib.telemetry.log import logger

SHOWN = 20
_KEPT_AT_ONCE = 5
"""So many changed orders are stored while somebody waits; the next look stores the others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """The orders, how many there are in all, how true that is, and as of when."""

    orders: tuple[Order, ...] = ()
    count: int = 0
    state: State
    as_of: datetime | None = None


def look(desk: Desk, customer_id: str) -> Seen:
    """Return a customer's newest orders within two seconds, whatever the shop does."""
    customer = customers.load(desk, customer_id)
    return orders_of(desk, customer, rules.proved(customer))


def orders_of(desk: Desk, customer: Customer, known_by: Mapping[str, str]) -> Seen:
    """Return the same for a profile that was read already, known by these addresses alone."""
    shop = shops.recent(desk)
    if shop is None:
        return Seen(state=State.not_connected)
    if not known_by:
        return Seen(state=State.unproved)
    stored, kept_at = storage.of_customer(desk, customer.ids, limit=SHOWN)
    kept = [order for order in stored if rules.is_by(order, known_by)]
    now = desk.now()
    try:
        orders, count = _asked(desk, shop, known_by, now)
    except Exception as failure:
        if not isinstance(failure, Unavailable):
            logger.warning("a shop did not show orders", extra=_place(desk, failure))
        state = State.cached if kept else State.unavailable
        return Seen(
            orders=tuple(kept), count=len(kept), state=state, as_of=kept_at if kept else None
        )
    _keep(desk, customer, orders, kept)
    return Seen(orders=tuple(orders), count=count, state=State.live, as_of=now)


def _asked(
    desk: Desk, shop: Shop, known_by: Mapping[str, str], now: datetime
) -> tuple[list[Order], int]:
    if not shop.is_open:
        raise Unavailable("The shop must be connected again.")
    ask = partial(_newest, desk, shop, known_by)
    note = partial(faults.note, desk, shop)
    return asked(desk, "shop", ask, now=now, seconds=SECONDS, note=note)


def _newest(desk: Desk, shop: Shop, known_by: Mapping[str, str]) -> tuple[list[Order], int]:
    # What speaks the shop's language is loaded when one is asked, not with every request.
    from chalicelib.commerce.shopify import graphql, orders

    access = graphql.Access(domain=shop.domain, token=shops.opened(desk, shop).token)
    return orders.newest(desk, access, known_by, patience=SECONDS / 2)


def _keep(desk: Desk, customer: Customer, orders: list[Order], kept: list[Order]) -> None:
    """Store what is news, so that it is there when the shop is not."""
    known = {order.id: order for order in kept}
    news = [order for order in orders if known.get(order.id) != order]
    try:
        for order in news[:_KEPT_AT_ONCE]:
            take(desk, order, asked_for=customer.id)
    except (Unavailable, Conflict) as error:
        logger.warning("orders were not stored", extra=_place(desk, error))


def _place(desk: Desk, failure: Exception) -> dict[str, str]:
    return {"account": desk.account_id, "failure": type(failure).__name__}

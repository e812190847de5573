"""A customer's orders for somebody who waits: as the shop has them now, or as it told them last."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from aws_lambda_powertools import Logger

from chalicelib.aws.patience import within
from chalicelib.commerce import faults, shops, storage
from chalicelib.commerce.model import Order, Shop
from chalicelib.commerce.take import take
from chalicelib.core.desk import Desk
from chalicelib.core.errors import Conflict, Forbidden, Unavailable
from chalicelib.customers import rules
from chalicelib.customers import storage as customers
from chalicelib.customers.model import Customer, Identity, IdentityKind
from chalicelib.table.recent import Recent

logger = Logger("deskhand")
SECONDS = 1.5
"""For the shop: opening the token, asking, reading. What is around it takes its time, too."""
RESTS = timedelta(seconds=30)
"""A shop that failed is left alone for so long, or every ticket would wait for it in turn."""
SHOWN = 20
_KEPT_AT_ONCE = 5
"""So many changed orders are stored while somebody waits; the next look stores the others."""


class State(StrEnum):
    """How true it is what is shown."""

    live = "live"
    cached = "cached"
    unavailable = "unavailable"
    not_connected = "not_connected"
    unproved = "unproved"
    """Nobody has proved that an address of this customer is theirs (decision 45)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """The orders, how many there are in all, how true that is, and as of when."""

    orders: tuple[Order, ...] = ()
    count: int = 0
    state: State
    as_of: datetime | None = None


_resting: Recent[bool | None] = Recent(RESTS)


def look(desk: Desk, customer_id: str) -> Seen:
    """Return a customer's newest orders within two seconds, whatever the shop does."""
    return orders_of(desk, customers.load(desk, customer_id))


def orders_of(desk: Desk, customer: Customer) -> Seen:
    """Return the same for a profile that was read already."""
    shop = shops.recent(desk)
    if shop is None:
        return Seen(state=State.not_connected)
    known_by = _proved(customer)
    if not known_by:
        return Seen(state=State.unproved)
    kept, kept_at = storage.of_customer(desk, customer.ids, limit=SHOWN)
    now = desk.now()
    try:
        orders, count = _asked(desk, shop, known_by, now)
    except Exception as failure:
        if not isinstance(failure, Unavailable):
            logger.warning("a shop did not show orders", extra=_place(desk, failure))
        state = State.cached if kept else State.unavailable
        return Seen(orders=tuple(kept), count=len(kept), state=state, as_of=kept_at)
    _keep(desk, customer, orders, kept)
    return Seen(orders=tuple(orders), count=count, state=State.live, as_of=now)


def _proved(customer: Customer) -> dict[str, str]:
    """Return the addresses of a profile that surely are the customer's, by kind."""
    given = ((IdentityKind.email, customer.email), (IdentityKind.phone, customer.phone))
    return {
        kind.value: address
        for kind, address in given
        if address and rules.is_proved(customer, Identity(kind=kind, address=address))
    }


def _asked(
    desk: Desk, shop: Shop, known_by: Mapping[str, str], now: datetime
) -> tuple[list[Order], int]:
    if not shop.is_open or _resting.get(desk.account_id, "", now, lambda: None):
        raise Unavailable("The shop is left alone for a while.")
    try:
        found = within(SECONDS, lambda: _newest(desk, shop, known_by))
    except Exception as failure:
        _resting.get(desk.account_id, "", now, lambda: True)
        if isinstance(failure, Forbidden):
            faults.note(desk, shop, failure)
        raise
    faults.note(desk, shop, None)
    return found


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

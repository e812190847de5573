"""A ticket's orders: whose they are is the ticket's to say, not the profile's alone (decision 45).

Somebody who has proved an address has orders; whoever types that address into a chat has not.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from chalicelib.accounts import rules as plans
from chalicelib.accounts import storage as accounts
from chalicelib.commerce import faults, look, proof, shops, storage
from chalicelib.commerce.actions import storage as actions
from chalicelib.commerce.look import Seen
from chalicelib.commerce.model import Order, Shop
from chalicelib.commerce.orders import rules
from chalicelib.commerce.orders.rules import Around, Wish
from chalicelib.core.desk import Desk
from chalicelib.core.errors import Conflict, Forbidden, NotFound
from chalicelib.customers import storage as customers
from chalicelib.customers.model import Customer
from chalicelib.tickets.model import Ticket

_PATIENCE = 4.0
_ID_DIGITS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """An order that something is to be done to, as the shop has it now."""

    ticket: Ticket
    customer: Customer
    shop: Shop
    order: Order


def seen(desk: Desk, ticket_id: str) -> Seen:
    """Return the newest orders of a ticket's customer; nothing where somebody may only claim it."""
    writer = proof.writer(desk, ticket_id)
    return look.orders_of(desk, writer.customer, writer.known_by)


def around(desk: Desk, orders: tuple[Order, ...], *, now: datetime) -> Around:
    """Return what it depends on whether something may be done to these."""
    names = {subject(order.id): order.id for order in orders}
    busy = actions.under_way(desk, list(names))
    return Around(
        now=now,
        shop=shops.recent(desk),
        is_included=plans.includes(accounts.account(desk).plan, "order_actions"),
        busy=frozenset(names[each] for each in busy),
    )


def subject(order_id: str) -> str:
    """Return what actions call an order."""
    return f"order:{order_id}"


def looked(
    desk: Desk, ticket_id: str, order_id: str, wish: Wish, *, seen_at: datetime | None = None
) -> Looked:
    """Return an order of the ticket's customer that may be changed so; raise why it may not.

    `seen_at` is when it had changed last, as whoever asks saw it.
    """
    writer = proof.writer(desk, ticket_id, consistent=True)
    if not writer.known_by:
        detail = "Nobody has proved that who writes here is who ordered."
        raise Forbidden(detail, code="unproved")
    shop = shops.find_now(desk)
    _refuse_closed(shop)
    assert shop
    order = _asked(desk, shop, order_id, writer.known_by)
    refusal = rules.refusal(order, wish, Around(now=desk.now(), shop=shop))
    if refusal:
        raise refusal.as_conflict()
    if seen_at and order.updated_at > seen_at:
        detail = "The order has changed at the shop meanwhile. Look at it again."
        raise Conflict(detail, code="order_changed", extra={"updated_at": order.updated_at})
    return Looked(ticket=writer.ticket, customer=writer.customer, shop=shop, order=order)


def kept(desk: Desk, customer_id: str, order_id: str) -> Order | None:
    """Return an order as it was stored last."""
    customer = customers.load(desk, customer_id)
    newest, _ = storage.of_customer(desk, customer.ids, limit=look.SHOWN)
    return next((order for order in newest if order.id == order_id), None)


def _refuse_closed(shop: Shop | None) -> None:
    if shop is None:
        raise Conflict("No shop is connected.", code="shop_not_connected")
    if not shop.is_open:
        raise Conflict("The shop must be connected again first.", code="shop_reconnect")


def _asked(desk: Desk, shop: Shop, order_id: str, known_by: Mapping[str, str]) -> Order:
    # What speaks the shop's language is loaded when one is asked, not with every request.
    from chalicelib.commerce.shopify import graphql, orders

    found = None
    if order_id.isascii() and order_id.isdecimal() and len(order_id) <= _ID_DIGITS:
        access = graphql.Access(domain=shop.domain, token=shops.opened(desk, shop).token)
        try:
            found = orders.placed_by(desk, access, order_id, known_by, patience=_PATIENCE)
        except Forbidden as error:
            faults.note(desk, shop, error)
            raise
    if found is None:
        raise NotFound("The customer of this ticket has no such order.")
    return found

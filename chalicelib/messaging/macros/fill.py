"""Filling a macro for a ticket, from the customer's profile and one of their orders."""

from dataclasses import replace
from zoneinfo import ZoneInfo

from chalicelib.accounts import storage as accounts
from chalicelib.commerce import proof
from chalicelib.commerce import storage as commerce
from chalicelib.commerce.look import Seen, State, orders_of
from chalicelib.commerce.model import Order
from chalicelib.commerce.proof import Writer
from chalicelib.commerce.rules import is_by
from chalicelib.core.desk import Desk
from chalicelib.core.errors import NotFound
from chalicelib.customers import storage as customers
from chalicelib.messaging.macros import orders, rules, storage
from chalicelib.messaging.macros.model import Filled, Macro
from chalicelib.tickets import storage as tickets

_NOBODYS = (State.unproved, State.not_connected)


def filled(
    desk: Desk, ticket_id: str, macro_id: str, order_id: str = "", *, may_tell: bool = True
) -> Filled:
    """Return a macro as it would be in an answer to this ticket.

    Its order variables are filled from the order that was chosen, else from the newest; unless
    whoever asks must not be told of orders. Raises NotFound for one that is not this customer's.
    """
    macro = storage.load(desk, macro_id)
    if rules.asks_for_an_order(macro.text):
        return _with_order(desk, ticket_id, macro, order_id, may_tell=may_tell)
    ticket = tickets.load(desk, ticket_id, consistent=False)
    customer = customers.load(desk, ticket.customer.id)
    return Filled(rendered=rules.rendered(macro.text, rules.values(ticket.customer, customer)))


def _with_order(
    desk: Desk, ticket_id: str, macro: Macro, order_id: str, *, may_tell: bool
) -> Filled:
    writer = proof.writer(desk, ticket_id)
    ticket, customer = writer.ticket, writer.customer
    if not may_tell:
        writer = replace(writer, known_by={})
    seen = orders_of(desk, customer, writer.known_by)
    order = _chosen(desk, writer, seen, order_id) if order_id else next(iter(seen.orders), None)
    known = rules.values(ticket.customer, customer)
    if order:
        zone = ZoneInfo(accounts.account(desk).settings.time_zone)
        known |= orders.values(order, zone)
    rendered = rules.rendered(macro.text, known)
    return Filled(rendered=rendered, order=order, orders=seen.orders, state=seen.state)


def _chosen(desk: Desk, writer: Writer, seen: Seen, order_id: str) -> Order | None:
    """Return an order of the customer's, or None where nobody can tell now whose it is."""
    if seen.state in _NOBODYS:
        return None
    for order in seen.orders:
        if order.id == order_id:
            return order
    place = commerce.place_of(desk, order_id)
    found = commerce.kept(desk, place, writer.customer.ids) if place else None
    if found and not is_by(found, writer.known_by):
        found = None
    if found is None and (place or seen.state is State.live):
        raise NotFound("This customer has no such order.")
    return found

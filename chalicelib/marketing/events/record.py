"""Recording what customers did, once, and crediting the message whose link led to an order."""

from dataclasses import replace
from datetime import timedelta

from chalicelib.accounts import storage as accounts
from chalicelib.channels.registry import CHANNELS
from chalicelib.core.desk import Desk
from chalicelib.core.errors import Unavailable
from chalicelib.customers.events import storage as events
from chalicelib.customers.events.model import Event
from chalicelib.customers.predictions import ledger
from chalicelib.marketing.events import rules
from chalicelib.marketing.links import storage as links
from chalicelib.marketing.links.model import Link
from chalicelib.table import recorded
from chalicelib.table.write import ConditionFailed, Write, transact
from chalicelib.tickets import storage as tickets
from chalicelib.tickets.model import Message

_ATTEMPTS = 6
_TICKETS = 5
_LINES = 100


def record(desk: Desk, event: Event) -> bool:
    """Write an event; False when its id is known.

    Its effect is in the same transaction: an order is credited once, to one message, however
    often and by however many systems it is told. The ledger of orders is written afterwards, where
    twice is once: who got no answer tells of the event again.
    """
    is_new = _record(desk, event)
    if order := rules.order_of(event):
        ledger.note(desk, order)
    return is_new


def _record(desk: Desk, event: Event) -> bool:
    for _ in range(_ATTEMPTS):
        link = _link(desk, event)
        try:
            transact(desk, _writes(desk, event, link))
        except ConditionFailed:
            # Whose answer was lost, and is tried again, finds its own mark.
            if (is_mine := recorded.is_mine(desk, "event", event.id)) is not None:
                return is_mine
        else:
            return True
    raise Unavailable("Too many orders at once; try again.")


def _link(desk: Desk, event: Event) -> Link | None:
    if not rules.is_sale(event):
        return None
    if recorded.is_mine(desk, "order", rules.order_id(event)) is not None:
        return None
    hours = accounts.account(desk).settings.attribution.click_window_hours
    return rules.leading_to(_links(desk, event.customer_id), event.at, timedelta(hours=hours))


def _links(desk: Desk, customer_id: str) -> list[Link]:
    """Return the short links that a customer got lately."""
    ids = tickets.tickets_of_customer(desk, customer_id, limit=_TICKETS)
    names: list[str] = []
    for head in tickets.heads(desk, ids):
        channel = CHANNELS.get(head.channel)
        if channel and channel.capabilities.shortens:
            _, entries = tickets.thread(desk, head.id, limit=_LINES)
            names += [name for e in entries if isinstance(e, Message) for name in e.links]
    return list(links.known(desk, names[::-1]).values())


def _writes(desk: Desk, event: Event, link: Link | None) -> list[Write]:
    known = recorded.mark(desk, "event", event.id, place=events.place(desk, event))
    named = events.metric_puts(desk, event)
    if link is None:
        return [known, *named, events.put(desk, event)]
    return [
        known,
        *named,
        recorded.mark(desk, "order", rules.order_id(event)),
        events.put(desk, replace(event, message_id=link.message_id)),
        links.credit(link, rules.earned(link.revenue, event)),
    ]

"""Whether what a shop knows of a customer may be shown and changed from a ticket (decision 45)."""

from collections.abc import Mapping
from dataclasses import dataclass

from chalicelib.commerce import rules
from chalicelib.core.desk import Desk
from chalicelib.customers import storage as customers
from chalicelib.customers.model import Customer
from chalicelib.tickets import storage as tickets
from chalicelib.tickets.model import Entry, Message, Ticket

UNSURE = frozenset({"unverified_sender", "unproved_sender"})
_AT_ONCE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Writer:
    """A ticket, its customer, and the addresses that surely are of whoever writes in it."""

    ticket: Ticket
    customer: Customer
    known_by: Mapping[str, str]
    """By kind; nothing where somebody may only claim to be the customer."""


def writer(desk: Desk, ticket_id: str, *, consistent: bool = False) -> Writer:
    """Return who writes in a ticket; raises NotFound where there is none.

    The profile may have proved its addresses long ago; whoever types one of them into our chat, or
    writes it above a mail that nobody vouches for, has not: one such message in the ticket, and
    nobody is known. What others than its customer write makes the customer no less known.
    """
    ticket, entries = tickets.thread(desk, ticket_id, limit=_AT_ONCE, consistent=consistent)
    assert ticket is not None  # only older pages have none
    customer = customers.load(desk, ticket.customer.id)
    known_by = rules.proved(customer)
    while known_by and entries:
        if any(map(_is_doubted, entries)):
            known_by = {}
        _, entries = tickets.thread(desk, ticket_id, limit=_AT_ONCE, before=entries[0].sequence)
    return Writer(ticket=ticket, customer=customer, known_by=known_by)


def _is_doubted(entry: Entry) -> bool:
    if not isinstance(entry, Message) or not entry.is_inbound or "not_requester" in entry.flags:
        return False
    return not UNSURE.isdisjoint(entry.flags)

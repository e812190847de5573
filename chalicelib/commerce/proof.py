"""Whether what a shop knows of a customer may be shown and changed from a ticket (decision 45)."""

from collections.abc import Mapping

from chalicelib.commerce import rules
from chalicelib.core.desk import Desk
from chalicelib.customers.model import Customer
from chalicelib.tickets import storage as tickets
from chalicelib.tickets.model import Message, Ticket

UNSURE = frozenset({"unverified_sender", "unproved_sender"})
_LOOKED_AT = 200


def addresses(desk: Desk, ticket: Ticket, customer: Customer) -> Mapping[str, str]:
    """Return the addresses, by kind, that surely are of whoever writes in a ticket.

    The profile may have proved them long ago; whoever types one of them into our chat, or writes
    it above a mail that nobody vouches for, has not: one such message in the ticket, and there is
    none. What others than the ticket's customer write makes the customer no less known.
    """
    known = rules.proved(customer)
    return {} if known and _is_doubted(desk, ticket) else known


def _is_doubted(desk: Desk, ticket: Ticket) -> bool:
    _, entries = tickets.thread(desk, ticket.id, limit=_LOOKED_AT)
    received = (each for each in entries if isinstance(each, Message) and each.is_inbound)
    own = (each for each in received if "not_requester" not in each.flags)
    return any(not UNSURE.isdisjoint(each.flags) for each in own)

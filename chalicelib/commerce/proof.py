"""Whether what a shop knows of a customer may be shown beside a ticket (decision 45)."""

from chalicelib.commerce import rules
from chalicelib.core.desk import Desk
from chalicelib.customers import storage as customers
from chalicelib.tickets import storage as tickets
from chalicelib.tickets.model import Message, Ticket

DOUBTED = "unverified_sender"
_LOOKED_AT = 200


def email(desk: Desk, ticket: Ticket) -> str:
    """Return the mail address that surely is of whoever writes in a ticket; else nothing."""
    known = rules.proved(customers.load(desk, ticket.customer.id)).get("email", "")
    return "" if known and is_doubted(desk, ticket) else known


def is_doubted(desk: Desk, ticket: Ticket) -> bool:
    """Tell whether somebody wrote in a ticket who may not be who they say they are.

    The profile may have proved the address long ago; whoever types it into our chat has not.
    """
    _, entries = tickets.thread(desk, ticket.id, limit=_LOOKED_AT)
    return any(isinstance(entry, Message) and DOUBTED in entry.flags for entry in entries)

"""Whether a ticket's customer is one whom the team has blocked."""

from chalicelib.channels.registry import capabilities
from chalicelib.core.desk import Desk
from chalicelib.customers.blocks import storage as blocks
from chalicelib.tickets.model import Ticket


def is_blocked(desk: Desk, ticket: Ticket) -> bool:
    """Tell whether messages of this ticket's customer are dropped, so that answers make no sense.

    Costs nothing while the account's list of blocks is remembered.
    """
    return blocks.find_for(desk, ticket.channel, _address(ticket)) is not None


def _address(ticket: Ticket) -> str:
    if capabilities(ticket.channel).is_pulled:  # a chat's person is its session
        return ticket.customer.email or ticket.mail_to
    return ticket.person

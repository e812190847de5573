"""What the team wrote in another helpdesk, read there and brought to the customer."""

from collections.abc import Mapping
from typing import Any

from chalicelib.channels.registry import capabilities
from chalicelib.core.desk import Desk
from chalicelib.core.errors import Unavailable
from chalicelib.customer_agent.helpdesks import handed, outside, rules
from chalicelib.customer_agent.helpdesks.model import Helpdesk, Line, Refused
from chalicelib.customer_agent.helpdesks.receive import receive
from chalicelib.customer_agent.helpdesks.vendors.clients import client


def work_off(desk: Desk, order: Mapping[str, Any]) -> None:
    """Bring what is new in a ticket; raises what is passing, so that it comes again.

    Everything new is brought, also what an earlier delivery told of that never came.
    """
    helpdesk, place, outside_id = Helpdesk(order["helpdesk"]), order["place"], order["ticket_id"]
    ticket_id = handed.ticket_of(desk, helpdesk, place, outside_id)
    known = handed.of(desk, ticket_id) if ticket_id else None
    if known is None or not rules.goes_on_here(helpdesk, capabilities(known.channel)):
        return
    try:
        connection, access = outside.opened(desk, helpdesk, place=place)
        found = outside.asking(
            desk, connection, lambda: client(helpdesk).answers(desk, access, known)
        )
    except Refused as error:
        # The merchant is shown why. What was written must not be lost while they mend it.
        raise Unavailable(error.detail) from error
    for each in found:
        told(desk, known.conversation_id, each.line, rules.message_id(known, each.id))


def told(desk: Desk, our_ticket_id: str, line: Line, outside_message_id: str) -> None:
    """Take what a human wrote elsewhere into our ticket, once."""
    receive(desk, our_ticket_id, line, outside_message_id)

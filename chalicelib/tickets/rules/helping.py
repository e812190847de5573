"""The Customer Agent in a ticket: it is asked, it speaks, and a human takes over. Pure steps."""

from chalicelib.channels.model import Capabilities
from chalicelib.tickets import session as sessions
from chalicelib.tickets.changes import Draft
from chalicelib.tickets.event_names import EventName
from chalicelib.tickets.model import EVERYONE, Author, AuthorType, State, Ticket

CUSTOMER_AGENT = Author(type=AuthorType.customer_agent, id="customer_agent", name="Customer Agent")
ORDERED_AGAIN_AFTER = sessions.LOOKED_AT_AGAIN


def asked(draft: Draft, sequence: int) -> Draft:
    """Leave a customer's message to the Customer Agent, or to the helpdesk that has the ticket."""
    ticket = draft.ticket
    if ticket.session is None or not ticket.is_helped or ticket.is_spam:
        return draft
    if ticket.session.elsewhere:
        session = sessions.said_elsewhere(ticket.session, sequence, draft.now)
    else:
        session = sessions.asked(ticket.session, sequence)
    return draft.set(session=session, read_by=frozenset({EVERYONE}))


def said(draft: Draft, by: Author, text: str, capabilities: Capabilities) -> Draft:
    """Add what the Customer Agent says; it counts as nobody's answer."""
    ticket = draft.ticket
    return draft.add_message(
        by,
        channel=ticket.channel,
        is_inbound=False,
        text=text,
        recipient=ticket.person,
        state=State.sent if capabilities.is_pulled else State.queued,
        due_at=None if capabilities.is_pulled else draft.now + ORDERED_AGAIN_AFTER,
        is_automatic=True,
    )


def taken(draft: Draft, by: Author) -> Draft:
    """Give the conversation to a human who steps in: the Customer Agent is silent from then on.

    Who answers from another helpdesk has no id here, and leaves it there.
    """
    ticket, is_ours = draft.ticket, by.type is AuthorType.agent and bool(by.id)
    if ticket.session is None or not ticket.is_helped or not is_ours:
        return draft
    reason = "taken_over"
    draft = draft.set(
        session=sessions.routed(ticket.session, reason=reason), read_by=frozenset({by.id})
    )
    return draft.add_event(EventName.handed_off, by, because=reason)


def is_its_turn(ticket: Ticket, sequence: int) -> bool:
    """Tell whether the Customer Agent still owes the answer to this very message."""
    session = ticket.session
    if session is None or ticket.is_spam:
        return False
    return session.is_active and session.owes == sequence and sequence > 0

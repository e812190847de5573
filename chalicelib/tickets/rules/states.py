"""Open, snoozed or closed, and how a ticket goes from one to the other."""

from datetime import datetime, timedelta

from chalicelib.channels.model import Capabilities
from chalicelib.core.errors import Conflict, Invalid
from chalicelib.core.moments import rfc3339
from chalicelib.tickets import session as sessions
from chalicelib.tickets.changes import Draft, change
from chalicelib.tickets.event_names import EventName
from chalicelib.tickets.model import Author, AuthorType, Change, Status, Ticket
from chalicelib.tickets.rules import helping
from chalicelib.tickets.rules.helping import CUSTOMER_AGENT

MAX_SNOOZE = timedelta(days=366)


def snooze(
    ticket: Ticket, until: datetime, by: Author, now: datetime, *, keep_on_reply: bool = False
) -> Change:
    """Hide until a moment in the future, at most a year away (acceptance 50, decision 9)."""
    if not now < until <= now + MAX_SNOOZE:
        raise Invalid("A snooze must end in the future, within a year.", code="bad_snooze")
    if ticket.status is Status.closed:
        raise Conflict("A closed ticket cannot be snoozed; reopen it first.", code="closed")
    draft = helping.taken(change(ticket, now), by)
    return asleep(draft, until, by, keep_on_reply=keep_on_reply).done()


def close(ticket: Ticket, by: Author, now: datetime, *, because: str = "agent") -> Change:
    """Close (acceptance 51); cancels snooze and auto-close. Closing twice is once.

    Who left a chat still gets the answer that they have not seen (acceptance 78).
    """
    draft = change(ticket, now)
    return (draft if ticket.status is Status.closed else closing(draft, by, because)).done()


def end(ticket: Ticket, by: Author, now: datetime) -> Change:
    """End a chat from the visitor's side; what they asked stays open for the team.

    Where the Customer Agent has it, nobody else does: then it is over.
    """
    draft = change(ticket, now)
    if ticket.is_ended or ticket.status is Status.closed:
        return draft.done()
    draft = draft.set(is_ended=True).add_event(EventName.ended, by)
    is_its_own = ticket.session is not None and ticket.session.is_active
    return (closing(draft, CUSTOMER_AGENT, "ended") if is_its_own else draft).done()


def reopen(ticket: Ticket, by: Author, now: datetime, *, capabilities: Capabilities) -> Change:
    """Open again what is snoozed or closed; closed chats stay closed (acceptance 20)."""
    if ticket.status is Status.open:
        return change(ticket, now).done()
    if ticket.status is Status.closed and not capabilities.agent_may_reopen:
        raise Conflict("A closed chat is never reopened.", code="closed_chat")
    was = EventName.reopened if ticket.status is Status.closed else EventName.woke
    # A clock that ran on through the snooze would close at once what an agent has just opened.
    quiet_since = now if ticket.quiet_since else None
    draft = opened(helping.taken(change(ticket, now), by))
    draft = draft.set(updated_at=now, quiet_since=quiet_since)
    return draft.add_event(was, by, because="agent").done()


def asleep(draft: Draft, until: datetime, by: Author, *, keep_on_reply: bool = False) -> Draft:
    """Snooze as a step of a larger change."""
    return draft.set(
        status=Status.snoozed,
        snoozed_until=until,
        keep_on_reply=keep_on_reply,
        updated_at=draft.now,
    ).add_event(EventName.snoozed, by, until=rfc3339(until))


def opened(draft: Draft) -> Draft:
    """Open as a step of a larger change."""
    return draft.set(status=Status.open, snoozed_until=None, keep_on_reply=False, closed_at=None)


def closing(draft: Draft, by: Author, because: str) -> Draft:
    """Close as a step of a larger change."""
    session = draft.ticket.session
    if session is not None and session.is_active:
        is_own = by.type is AuthorType.customer_agent
        session = sessions.ended(session) if is_own else sessions.dropped(session)
    return draft.set(
        session=session,
        status=Status.closed,
        closed_at=draft.now,
        updated_at=draft.now,
        snoozed_until=None,
        keep_on_reply=False,
        quiet_since=None,
    ).add_event(EventName.closed, by, because=because)

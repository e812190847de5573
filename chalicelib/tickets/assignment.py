"""Who has a ticket: by hand with a guard, or handed out; decided from values alone."""

from datetime import datetime

from chalicelib.core.errors import Conflict
from chalicelib.tickets.changes import Draft, change
from chalicelib.tickets.event_names import EventName
from chalicelib.tickets.model import Author, AuthorType, Change, Status, Ticket
from chalicelib.tickets.rules import helping


def assign(
    ticket: Ticket, agent_id: str | None, by: Author, now: datetime, *, name: str = "",
    is_forced: bool = False,
) -> Change:  # fmt: skip
    """Assign, take or unassign; Conflict `already_assigned` if somebody else has it (decision 31).

    Whoever has it, or gave it, knows about it: only for others is it a surprise.
    """
    if ticket.assignee_id == agent_id:
        return change(ticket, now).done()
    is_taken = ticket.assignee_id is not None and agent_id is not None
    if is_taken and not is_forced and by.id not in (ticket.assignee_id, ticket.assigned_by):
        raise Conflict(
            "Somebody has taken this ticket meanwhile.",
            code="already_assigned",
            extra={"assignee_id": ticket.assignee_id},
        )
    draft = helping.taken(change(ticket, now), by)
    return given(draft, agent_id, by, name=name, is_forced=is_forced).done()


def is_waiting(ticket: Ticket) -> bool:
    """Tell whether the ticket waits to be handed out; what a person left is left (decision 28).

    A test takes nobody's turn.
    """
    is_free = ticket.assignee_id is None and not ticket.is_left
    is_apart = ticket.is_spam or ticket.is_helped or ticket.is_test
    return is_free and ticket.status is Status.open and not is_apart


def given(
    draft: Draft, agent_id: str | None, by: Author, *, name: str = "", is_forced: bool = False,
    because: str = "",
) -> Draft:  # fmt: skip
    """Assign, or unassign, as a step of a larger change."""
    before = draft.ticket.assignee_id
    is_left = agent_id is None and by.type is AuthorType.agent
    assigned_by = (because or by.id) if agent_id else ""
    draft = draft.set(assignee_id=agent_id, assigned_by=assigned_by, is_left=is_left)
    details = {"because": because} if because else {}
    if agent_id is None:
        return draft.add_event(EventName.unassigned, by, agent_id=before or "", **details)
    details |= {"agent_id": agent_id, "name": name}
    if is_forced and before:
        details["taken_from"] = before
    elif before:
        details["before"] = before  # reports ask who had it; nothing else tells
    return draft.add_event(EventName.assigned, by, **details)

"""Spam by a person's word: it teaches the filter, and what was none is sorted after all."""

from chalicelib.core.desk import Desk
from chalicelib.core.errors import NotFound
from chalicelib.customers import storage as customers
from chalicelib.routing import handing, lessons, sorting
from chalicelib.routing.text.assess import assess
from chalicelib.routing.text.words import of_message
from chalicelib.tickets import rules
from chalicelib.tickets.apply import Decide
from chalicelib.tickets.authors import author
from chalicelib.tickets.changes import Draft, resume
from chalicelib.tickets.model import SYSTEM, Change, EventName, Tag, Ticket


def spam(desk: Desk) -> Decide:
    """Return the decision that moves a ticket to the Spam view (acceptance 42)."""
    by, now = author(desk), desk.now()
    return lambda ticket: rules.judge_spam(ticket, by, now, is_spam=True)


def not_spam(desk: Desk) -> Decide:
    """Return the decision that brings a ticket back (acceptance 44).

    The tags and the routing that it was spared are made up for, once (decision 12).
    """
    by, now = author(desk), desk.now()

    def decide(ticket: Ticket) -> Change:
        change = rules.judge_spam(ticket, by, now, is_spam=False)
        is_first_time = ticket.is_unsorted and not change.is_empty
        return _sorted(desk, resume(change, now)).done() if is_first_time else change

    return decide


def _sorted(desk: Desk, draft: Draft) -> Draft:
    ticket = draft.ticket
    tags = _tags(desk, ticket.id)
    team_id = sorting.team_for(desk, tags=tags, segments=_segments(desk, ticket), draw=ticket.id)
    draft = draft.set(is_unsorted=False, team_id=team_id)
    if fresh := [Tag(name=name, source="auto") for name in tags if name not in _names(ticket)]:
        every = sorted((*ticket.tags, *fresh), key=lambda tag: tag.name)
        names = ", ".join(tag.name for tag in fresh)
        draft = draft.set(tags=tuple(every)).add_event(EventName.tagged, SYSTEM, tags=names)
    return handing.hand_out(desk, draft)


def _tags(desk: Desk, ticket_id: str) -> tuple[str, ...]:
    first = lessons.first_message(desk, ticket_id)
    return assess(desk, of_message(first), lessons.learned(desk)).tags if first else ()


def _segments(desk: Desk, ticket: Ticket) -> frozenset[str]:
    try:
        return customers.load(desk, ticket.customer.id).segments
    except NotFound:
        return frozenset()


def _names(ticket: Ticket) -> set[str]:
    return {tag.name for tag in ticket.tags}

"""The tags and the routing that a ticket in Spam was spared, when it turns out to be none."""

from chalicelib.core.desk import Desk
from chalicelib.core.errors import NotFound
from chalicelib.customers import storage as customers
from chalicelib.customers.model import Who
from chalicelib.marketing.platform.segments import segments_of
from chalicelib.routing import handing, lessons, sorting
from chalicelib.routing.text.assess import assess
from chalicelib.routing.text.words import of_message
from chalicelib.tickets.changes import Draft
from chalicelib.tickets.event_names import EventName
from chalicelib.tickets.model import SYSTEM, Tag, Ticket
from chalicelib.tickets.rules import marking


def sorted_late(desk: Desk, draft: Draft) -> Draft:
    """Return the change with tags, a team and somebody who has it, as if it had just arrived."""
    ticket = draft.ticket
    tags = _tags(desk, ticket.id)
    team_id = _team(desk, ticket, tags)
    draft = draft.set(is_unsorted=False, team_id=team_id)
    if fresh := [Tag(name=name, source="auto") for name in marking.new_tags(_names(ticket), tags)]:
        every = sorted((*ticket.tags, *fresh), key=lambda tag: tag.name)
        names = ", ".join(tag.name for tag in fresh)
        draft = draft.set(tags=tuple(every)).add_event(EventName.tagged, SYSTEM, tags=names)
    return handing.hand_out(desk, draft)


def _team(desk: Desk, ticket: Ticket, tags: tuple[str, ...]) -> str | None:
    if ticket.is_test:
        return None
    return sorting.team_for(desk, tags=tags, segments=_segments(desk, ticket), draw=ticket.id)


def _tags(desk: Desk, ticket_id: str) -> tuple[str, ...]:
    first = lessons.first_message(desk, ticket_id)
    return assess(desk, of_message(first), lessons.learned(desk)).tags if first else ()


def _segments(desk: Desk, ticket: Ticket) -> frozenset[str]:
    try:
        known = customers.load(desk, ticket.customer.id)
    except NotFound:
        return frozenset()
    who = Who(id=known.id, phone=known.phone, email=known.email)
    return segments_of(desk, who, known.segments)


def _names(ticket: Ticket) -> set[str]:
    return {tag.name for tag in ticket.tags}

"""What agents mark a ticket with: tags, read or unread, spam or not."""

from collections.abc import Iterable
from datetime import datetime

from chalicelib.core.errors import Invalid
from chalicelib.tickets.changes import change
from chalicelib.tickets.event_names import EventName
from chalicelib.tickets.model import EVERYONE, Author, Change, Tag, Ticket
from chalicelib.tickets.rules import helping

MAX_TAGS = 50


def retag(
    ticket: Ticket, by: Author, now: datetime, *, add: tuple[str, ...], remove: tuple[str, ...]
) -> Change:
    """Add and remove tags by hand; names are free text of 1 to 60 characters but commas.

    Names that differ in case alone are one tag, spelled as it was first.
    """
    dropped = {name.casefold() for name in remove}
    kept = {tag.name: tag for tag in ticket.tags if tag.name.casefold() not in dropped}
    fresh = new_tags(kept, add)
    if not all(is_tag(name) for name in fresh):
        raise Invalid(
            "A tag is 1 to 60 characters, without outer spaces or commas.", code="bad_tag"
        )
    kept |= {name: Tag(name=name) for name in fresh}
    if len(kept) > MAX_TAGS:
        raise Invalid(f"A ticket carries at most {MAX_TAGS} tags.", code="too_many_tags")
    gone = [tag.name for tag in ticket.tags if tag.name not in kept]
    if len(fresh) + len(gone) > MAX_TAGS:  # each is an event, and a transaction has 100 rows
        raise Invalid(f"Change at most {MAX_TAGS} tags at once.", code="too_many_tags")
    draft = change(ticket, now)
    # One event however many tags: a transaction takes a hundred rows.
    if fresh:
        draft = draft.add_event(EventName.tagged, by, tags=", ".join(fresh))
    if gone:
        draft = draft.add_event(EventName.untagged, by, tags=", ".join(gone))
    return draft.set(tags=tuple(sorted(kept.values(), key=lambda tag: tag.name))).done()


def new_tags(known: Iterable[str], names: Iterable[str]) -> list[str]:
    """Return the names that are not among the known ones, each once, whatever their case.

    >>> new_tags(["Big Order"], ["BIG order", "vip", "VIP"])
    ['vip']
    """
    seen = {name.casefold() for name in known}
    fresh: list[str] = []
    for name in names:
        if name.casefold() not in seen:
            seen.add(name.casefold())
            fresh.append(name)
    return fresh


def read(ticket: Ticket, agent_id: str, now: datetime, *, is_read: bool) -> Change:
    """Mark read or unread for one agent (decision 14)."""
    mine = {agent_id}
    readers = ticket.read_by | mine if is_read else ticket.read_by - mine - {EVERYONE}
    if is_read and not ticket.is_unread_for(agent_id):
        readers = ticket.read_by
    return change(ticket, now).set(read_by=frozenset(readers)).done()


def judge_spam(ticket: Ticket, by: Author, now: datetime, *, is_spam: bool) -> Change:
    """Move to the Spam view or back, where it asks for eyes as it never did (acceptance 42, 44)."""
    draft = change(ticket, now)
    if ticket.is_spam == is_spam:
        return draft.done()
    name = EventName.marked_spam if is_spam else EventName.marked_not_spam
    draft = helping.taken(draft, by).set(is_spam=is_spam, follow_up_after=None)
    if not is_spam:
        draft = draft.set(read_by=ticket.read_by - {EVERYONE})
    return draft.add_event(name, by).done()


def is_tag(name: str) -> bool:
    """Tell whether a tag may be called so; a comma parts tags in events, lists and imports."""
    return bool(name) and len(name) <= 60 and name == name.strip() and "," not in name

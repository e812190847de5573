"""What the index lacks: a piece of the feed, or of all tickets where the feed is not enough."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from chalicelib.core.desk import Desk
from chalicelib.core.errors import NotFound, Unavailable
from chalicelib.search import documents
from chalicelib.search.model import Contents, Dropped, Manifest
from chalicelib.tickets import bodies, feed, storage, views
from chalicelib.tickets.filters import EVERYTHING, walk_part
from chalicelib.tickets.model import Entry, Ticket

AT_ONCE = 100
"""Tickets in a piece: a job does one within seconds, and orders the next."""
MOST_ENTRIES = 2_000
"""The newest of one ticket that are read at once."""
_CHANGES = 300
_FORGETS = timedelta(hours=1)
"""So long before the feed forgets a change, the index no longer trusts to it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """What is to be added, and how far the manifest goes with it."""

    contents: Contents
    after: Manifest
    has_more: bool


def piece(desk: Desk, before: Manifest) -> Piece | None:
    """Return what comes next, or None where the index has everything."""
    if before.walk is not None:
        return _of_walk(desk, before)
    changes = feed.news(desk, before.sequence, limit=_CHANGES)
    if _is_forgotten(desk, before, changes):
        return _of_walk(desk, _begun(desk, before))
    return _of_feed(desk, before, changes) if changes else None


def over(desk: Desk, before: Manifest) -> Manifest:
    """Return the manifest of an index that is made anew, of all tickets."""
    dropped = tuple(Dropped(name=file.name, since=desk.now()) for file in before.files)
    return replace(_begun(desk, before), files=(), dropped=(*before.dropped, *dropped))


def _begun(desk: Desk, before: Manifest) -> Manifest:
    return replace(before, sequence=feed.sequence(desk), indexed_until=desk.now(), walk={})


def _is_forgotten(desk: Desk, before: Manifest, changes: Sequence[feed.News]) -> bool:
    if changes:
        return changes[0].sequence != before.sequence + 1
    is_old = (
        before.indexed_until is None or desk.now() - before.indexed_until > feed.KEPT - _FORGETS
    )
    # The feed stands before that where its head was lost, and made anew.
    return is_old and feed.sequence(desk) != before.sequence


def _of_feed(desk: Desk, before: Manifest, changes: Sequence[feed.News]) -> Piece:
    since: dict[str, int] = {}
    last = changes[0]
    for change in changes:
        if change.since is not None:
            if change.ticket_id not in since and len(since) == AT_ONCE:
                break
            since[change.ticket_id] = min(change.since, since.get(change.ticket_id, change.since))
        last = change
    tickets = storage.heads(desk, list(since), consistent=True)
    return Piece(
        contents=_contents(desk, [(ticket, since[ticket.id]) for ticket in tickets]),
        after=replace(before, sequence=last.sequence, indexed_until=last.at),
        has_more=last is not changes[-1] or len(changes) == _CHANGES,
    )


def _of_walk(desk: Desk, before: Manifest) -> Piece:
    """Go on through all tickets, oldest first: what changes meanwhile is in the feed."""
    walk: dict[str, Any] = dict(before.walk or {})
    part = walk_part(walk)
    wanted, is_last = EVERYTHING[part], part + 1 == len(EVERYTHING)
    tickets, position = views.read_on(desk, wanted, walk.get("position", {}), limit=AT_ONCE)
    after: dict[str, Any] | None = {"part": part, "position": position}
    if position is None:
        after = None if is_last else {"part": part + 1, "position": {}}
    return Piece(
        contents=_contents(desk, [(ticket, 0) for ticket in tickets]),
        after=replace(before, walk=after),
        has_more=True,
    )


def _contents(desk: Desk, tickets: Sequence[tuple[Ticket, int]]) -> Contents:
    return documents.of_tickets(
        (ticket, _entries(desk, ticket.id, version)) for ticket, version in tickets
    )


def _entries(desk: Desk, ticket_id: str, version: int) -> list[Entry]:
    entries = storage.entries_since(desk, ticket_id, version, most=MOST_ENTRIES)
    return [_whole(desk, entry) for entry in entries]


def _whole(desk: Desk, entry: Entry) -> Entry:
    with suppress(NotFound, Unavailable):  # its first words are in the row
        return bodies.whole(desk, entry)
    return entry

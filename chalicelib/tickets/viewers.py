"""Who has a ticket open just now, and who is typing there.

One small row for each, which nobody else writes and the table forgets: two agents who open a
ticket at the same instant see each other, and no work on the ticket meets it.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from pynamodb.attributes import BooleanAttribute, NumberAttribute

from chalicelib.core.desk import Desk
from chalicelib.core.errors import NotFound, Unavailable
from chalicelib.core.ids import is_id
from chalicelib.table import keys
from chalicelib.table.read import rows
from chalicelib.table.row import MomentAttribute, Row
from chalicelib.table.write import translated
from chalicelib.tickets import storage

VISITOR = "-"
"""Stands for the customer of a chat."""
HERE_FOR = timedelta(seconds=12)
TYPING_FOR = timedelta(seconds=5)
_NOTED_AGAIN = timedelta(seconds=5)
_TYPING_AGAIN = timedelta(seconds=3)
_KEPT = timedelta(minutes=5)


class ViewerRow(Row, discriminator="viewer"):
    """Somebody with a ticket open; `expires_at` is the table's TTL attribute, epoch seconds."""

    is_typing = BooleanAttribute(default=False)
    seen_at = MomentAttribute()
    expires_at = NumberAttribute()


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewer:
    """Somebody who was there at a moment: an agent's id, or `VISITOR`."""

    id: str
    seen_at: datetime
    was_typing: bool = False

    def is_here(self, now: datetime) -> bool:
        """Tell whether they have the ticket open still."""
        return now < self.seen_at + HERE_FOR

    def is_typing(self, now: datetime) -> bool:
        """Tell whether they are typing still."""
        return self.was_typing and now < self.seen_at + TYPING_FOR


def look(desk: Desk, ticket_id: str, who: str, *, is_typing: bool = False) -> list[Viewer]:
    """Note that somebody is there, where that is news, and return the others who are.

    Raises NotFound for an agent who opens what is no ticket.
    """
    now, everybody = desk.now(), _read(desk, ticket_id)
    own = next((viewer for viewer in everybody if viewer.id == who), None)
    if own is None and who != VISITOR:
        storage.load(desk, ticket_id, consistent=False)
    if is_news(own, now, who=who, is_typing=is_typing):
        _note(desk, ticket_id, Viewer(id=who, seen_at=now, was_typing=is_typing))
    return [viewer for viewer in everybody if viewer.id != who and viewer.is_here(now)]


def is_news(own: Viewer | None, now: datetime, *, who: str, is_typing: bool) -> bool:
    """Tell whether it must be written; of a visitor only typing is of interest."""
    if own is None:
        return is_typing or who != VISITOR
    if is_typing or own.is_typing(now):
        return is_typing is not own.was_typing or now >= own.seen_at + _TYPING_AGAIN
    return who != VISITOR and now >= own.seen_at + _NOTED_AGAIN


def _read(desk: Desk, ticket_id: str) -> Sequence[Viewer]:
    if not is_id("tkt", ticket_id):
        raise NotFound("There is no such ticket.")
    pk, start = keys.viewer(desk.account_id, ticket_id)
    found = rows(pk, Row.sk.startswith(start))
    return [
        Viewer(id=row.sk.removeprefix(start), seen_at=row.seen_at, was_typing=row.is_typing)
        for row in found
        if isinstance(row, ViewerRow)
    ]


def _note(desk: Desk, ticket_id: str, viewer: Viewer) -> None:
    row = ViewerRow(
        *keys.viewer(desk.account_id, ticket_id, viewer.id),
        is_typing=viewer.was_typing,
        seen_at=viewer.seen_at,
        expires_at=int((viewer.seen_at + _KEPT).timestamp()),
    )
    with suppress(Unavailable), translated():  # the next poll tells it again
        row.save()

"""Building a change: pure steps that keep sequence, version and facts in order."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from chalicelib.tickets.event_names import EventName
from chalicelib.tickets.model import (
    Attachment,
    Author,
    Change,
    Entry,
    Event,
    Marker,
    Message,
    Note,
    Ticket,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A change in the making; every step returns a new one."""

    before: Ticket | None
    ticket: Ticket
    now: datetime
    entries: tuple[Entry, ...] = ()
    markers: tuple[Marker, ...] = ()

    def set(self, **facts: Any) -> "Draft":
        """Change facts of the ticket."""
        return replace(self, ticket=replace(self.ticket, **facts))

    def add_event(self, name: EventName, by: Author, /, **details: str) -> "Draft":
        """Append an event."""
        return self._append(
            Event(
                sequence=self.ticket.sequence + 1,
                ticket_id=self.ticket.id,
                author=by,
                name=name,
                details=details,
                version=self._version,
                created_at=self.now,
            )
        )

    def add_note(self, by: Author, text: str, files: tuple[Attachment, ...] = ()) -> "Draft":
        """Append a private note."""
        return self._append(
            Note(
                sequence=self.ticket.sequence + 1,
                ticket_id=self.ticket.id,
                author=by,
                text=text,
                attachments=files,
                version=self._version,
                created_at=self.now,
            )
        )

    def add_message(self, by: Author, **parts: Any) -> "Draft":
        """Append a public message; `parts` are those of Message."""
        return self._append(
            Message(
                sequence=self.ticket.sequence + 1,
                ticket_id=self.ticket.id,
                author=by,
                version=self._version,
                created_at=self.now,
                **parts,
            )
        )

    def take_back(self, message: Message, by: Author) -> "Draft":
        """Put an event in the place of a message that has not left; of its words nothing stays."""
        event = Event(
            sequence=message.sequence,
            ticket_id=message.ticket_id,
            author=by,
            name=EventName.withdrawn,
            version=message.version,
            created_at=message.created_at,
        )
        return replace(self, entries=(*self.entries, event))

    def mark(self, *markers: Marker) -> "Draft":
        """Add markers."""
        return replace(self, markers=self.markers + markers)

    def done(self) -> Change:
        """Return the change; the version moves once however many steps there were."""
        changed = self.before != self.ticket or bool(self.entries)
        ticket = replace(self.ticket, version=self._version) if changed else self.ticket
        return Change(before=self.before, ticket=ticket, entries=self.entries, markers=self.markers)

    @property
    def _version(self) -> int:
        return (self.before.version if self.before else 0) + 1

    def _append(self, entry: Entry) -> "Draft":
        ticket = replace(self.ticket, sequence=entry.sequence)
        return replace(self, ticket=ticket, entries=(*self.entries, entry))


def change(ticket: Ticket, now: datetime) -> Draft:
    """Start a change of a ticket."""
    return Draft(before=ticket, ticket=ticket, now=now)


def resume(change: Change, now: datetime) -> Draft:
    """Go on with a change that seemed done."""
    return Draft(
        before=change.before,
        ticket=change.ticket,
        now=now,
        entries=change.entries,
        markers=change.markers,
    )


def new(ticket: Ticket, now: datetime) -> Draft:
    """Start the change that makes a ticket."""
    return Draft(before=None, ticket=ticket, now=now)

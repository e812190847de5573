"""The entries of a ticket's thread in the table, and the way between rows and values."""

from typing import Any

from pynamodb.attributes import BooleanAttribute, JSONAttribute, NumberAttribute, UnicodeAttribute

from chalicelib.channels.model import Kind
from chalicelib.table import keys
from chalicelib.table.row import MomentAttribute, Row
from chalicelib.tickets.event_names import EventName
from chalicelib.tickets.model import (
    Attachment,
    Author,
    AuthorType,
    Entry,
    Event,
    Message,
    Note,
    State,
)
from chalicelib.tickets.rows import attributed, attribution, known, trimmed


class EntryRow(Row):
    """What all entries share. `author` is [type, id, name]."""

    author = JSONAttribute()
    version = NumberAttribute()
    created_at = MomentAttribute()


class MessageRow(EntryRow, discriminator="message"):
    """A public message; `attempts` and `due_at` exist while it is on its way out."""

    text = UnicodeAttribute()
    state = UnicodeAttribute(null=True)
    attempts = NumberAttribute(null=True)
    provider_id = UnicodeAttribute(null=True)
    earlier_ids = JSONAttribute(null=True)
    state_detail = UnicodeAttribute(null=True)
    is_inbound = BooleanAttribute()
    channel = UnicodeAttribute()
    links = JSONAttribute(null=True)
    held_until = MomentAttribute(null=True)
    parts = JSONAttribute(null=True)


class NoteRow(EntryRow, discriminator="note"):
    """A private note."""

    text = UnicodeAttribute()
    attachments = JSONAttribute(null=True)


class EventRow(EntryRow, discriminator="event"):
    """A small line in the thread."""

    name = UnicodeAttribute()
    details = JSONAttribute(null=True)


def to_entry_row(account_id: str, entry: Entry) -> EntryRow:
    """Return an entry's row, whatever its kind."""
    pk, sk = keys.entry(account_id, entry.ticket_id, entry.sequence)
    common: dict[str, Any] = {
        "pk": pk,
        "sk": sk,
        "author": trimmed([entry.author.type.value, entry.author.id, entry.author.name]),
        "version": entry.version,
        "created_at": entry.created_at,
    }
    match entry:
        case Note():
            files = [_file_row(file) for file in entry.attachments] or None
            return NoteRow(text=entry.text, attachments=files, **common)
        case Event():
            return EventRow(name=entry.name.value, details=dict(entry.details) or None, **common)
        case Message():
            return _message_row(entry, common)


def to_entry(row: Any) -> Entry:
    """Return the entry of a row."""
    author = [*row.author, "", ""][:3]
    common: dict[str, Any] = {
        "sequence": int(row.sk.removeprefix(keys.FIRST_ENTRY)),
        "ticket_id": keys.ticket_of(row.pk),
        "author": Author(type=known(AuthorType, author[0]), id=author[1], name=author[2]),
        "version": int(row.version),
        "created_at": row.created_at,
    }
    match row:
        case NoteRow():
            files = tuple(map(_file, row.attachments or ()))
            return Note(text=row.text, attachments=files, **common)
        case EventRow():
            return Event(name=EventName(row.name), details=row.details or {}, **common)
        case _:
            return _message(row, common)


_PARTS = (
    "quoted", "html", "body_key", "subject", "is_automatic", "notice", "sender", "recipient",
    "raw_key", "template",
)  # fmt: skip


def _message_row(message: Message, common: dict[str, Any]) -> MessageRow:
    parts = dict(message.others)
    parts |= {name: value for name in _PARTS if (value := getattr(message, name))}
    if message.flags:
        parts["flags"] = list(message.flags)
    if message.written_at:
        parts["written_at"] = MomentAttribute().serialize(message.written_at)
    if message.attachments:
        parts["attachments"] = [_file_row(file) for file in message.attachments]
    if message.attribution:
        parts["attribution"] = attributed(message.attribution)
    return MessageRow(
        text=message.text,
        state=message.state.value if message.state else None,
        attempts=message.attempts or None,
        provider_id=message.provider_id or None,
        earlier_ids=list(message.earlier_ids) or None,
        state_detail=message.state_detail or None,
        is_inbound=message.is_inbound,
        channel=message.channel.value,
        links=list(message.links) or None,
        held_until=message.held_until,
        parts=parts or None,
        due_at=message.due_at,
        due_shard=keys.due_shard(common["pk"]) if message.due_at else None,
        **common,
    )


def _message(row: MessageRow, common: dict[str, Any]) -> Message:
    parts: dict[str, Any] = dict(row.parts or {})
    flags = tuple(parts.pop("flags", ()))
    if written := parts.pop("written_at", None):
        parts["written_at"] = MomentAttribute().deserialize(written)
    origin = attribution(parts.pop("attribution", None))
    attachments = tuple(map(_file, parts.pop("attachments", ())))
    own = {name: parts.pop(name) for name in (*_PARTS, "written_at") if name in parts}
    return Message(
        text=row.text,
        state=known(State, row.state) if row.state else None,
        attempts=int(row.attempts or 0),
        provider_id=row.provider_id or "",
        earlier_ids=tuple(row.earlier_ids or ()),
        state_detail=row.state_detail or "",
        is_inbound=row.is_inbound,
        channel=known(Kind, row.channel),
        due_at=row.due_at,
        flags=flags,
        attachments=attachments,
        attribution=origin,
        links=tuple(row.links or ()),
        held_until=row.held_until,
        others=parts,
        **own,
        **common,
    )


def _file_row(file: Attachment) -> list[Any]:
    return [file.id, file.name, file.content_type, file.size, file.key, file.content_id]


def _file(a: list[Any]) -> Attachment:
    return Attachment(id=a[0], name=a[1], content_type=a[2], size=a[3], key=a[4], content_id=a[5])

"""A ticket's rows, and the way between rows and values. Every key is computed here."""

from typing import Any

from pynamodb.attributes import (
    BooleanAttribute,
    JSONAttribute,
    NumberAttribute,
    UnicodeAttribute,
    UnicodeSetAttribute,
)

from chalicelib.channels.model import Kind
from chalicelib.table import keys
from chalicelib.table.row import MomentAttribute, Row
from chalicelib.tickets.model import (
    Attachment,
    Author,
    AuthorType,
    CustomerRef,
    Entry,
    Event,
    EventName,
    Message,
    Note,
    State,
    Status,
    Tag,
    Ticket,
)

SPAM = "spam"


class TicketRow(Row, discriminator="ticket"):
    """A ticket's head. What lists need stands alone, the rest is together in `facts`."""

    number = NumberAttribute()
    channel = UnicodeAttribute()
    inbox = UnicodeAttribute()
    status = UnicodeAttribute()
    subject = UnicodeAttribute()
    preview = UnicodeAttribute()
    customer = JSONAttribute()
    team_id = UnicodeAttribute(null=True)
    tags = UnicodeSetAttribute(null=True)
    read_by = UnicodeSetAttribute(null=True)
    version = NumberAttribute()
    sequence = NumberAttribute()
    created_at = MomentAttribute()
    snoozed_until = MomentAttribute(null=True)
    closed_at = MomentAttribute(null=True)
    is_left = BooleanAttribute(null=True)
    facts = JSONAttribute(null=True)


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
    state_detail = UnicodeAttribute(null=True)
    is_inbound = BooleanAttribute()
    channel = UnicodeAttribute()
    parts = JSONAttribute(null=True)


class NoteRow(EntryRow, discriminator="note"):
    """A private note."""

    text = UnicodeAttribute()


class EventRow(EntryRow, discriminator="event"):
    """A small line in the thread."""

    name = UnicodeAttribute()
    details = JSONAttribute(null=True)


class SeenRow(Row, discriminator="seen"):
    """A provider's message id and the entry that it became."""

    ticket_id = UnicodeAttribute()
    sequence = NumberAttribute()


class ConversationRow(Row, discriminator="conversation"):
    """The ticket that a person's next message joins."""

    ticket_id = UnicodeAttribute()


class CustomerTicketRow(Row, discriminator="customer_ticket"):
    """One of a customer's tickets."""

    number = NumberAttribute()
    channel = UnicodeAttribute()
    created_at = MomentAttribute()


def to_row(account_id: str, ticket: Ticket) -> TicketRow:
    """Return the head's row; `due_at` is the caller's to set."""
    pk, sk = keys.ticket(account_id, ticket.id)
    bucket = SPAM if ticket.is_spam else ticket.status.value
    return TicketRow(
        pk=pk,
        sk=sk,
        status_key=keys.by_status(account_id, bucket),
        assignee_key=keys.by_assignee(account_id, bucket, ticket.assignee_id),
        updated_at=ticket.updated_at,
        number=ticket.number,
        channel=ticket.channel.value,
        inbox=ticket.inbox,
        status=ticket.status.value,
        subject=ticket.subject,
        preview=ticket.preview,
        customer=_trimmed([ticket.customer.id, ticket.customer.name, ticket.customer.email,
                           ticket.customer.phone]),
        team_id=ticket.team_id,
        tags={f"{tag.source}:{tag.name}" for tag in ticket.tags} or None,
        read_by=set(ticket.read_by) or None,
        version=ticket.version,
        sequence=ticket.sequence,
        created_at=ticket.created_at,
        snoozed_until=ticket.snoozed_until,
        closed_at=ticket.closed_at,
        is_left=ticket.is_left or None,
        facts=_facts(ticket) or None,
    )  # fmt: skip


def to_ticket(row: Any) -> Ticket:
    """Return the ticket of a head's row, or of an index entry, where `facts` are missing."""
    facts: dict[str, Any] = getattr(row, "facts", None) or {}
    assignee = row.assignee_key.rsplit("#", 1)[1]
    customer = [*row.customer, "", "", ""][:4]
    return Ticket(
        id=keys.ticket_of(row.pk),
        number=int(row.number),
        channel=Kind(row.channel),
        inbox=row.inbox,
        status=Status(row.status),
        is_spam=row.status_key.endswith(f"#{SPAM}"),
        subject=row.subject,
        preview=row.preview,
        customer=CustomerRef(
            id=customer[0], name=customer[1], email=customer[2], phone=customer[3]
        ),
        assignee_id=None if assignee == "-" else assignee,
        team_id=row.team_id,
        tags=_tags(row.tags),
        read_by=frozenset(row.read_by or ()),
        version=int(row.version),
        sequence=int(row.sequence),
        created_at=row.created_at,
        updated_at=row.updated_at,
        snoozed_until=row.snoozed_until,
        closed_at=row.closed_at,
        is_left=bool(row.is_left),
        **_from_facts(facts),
    )


def to_entry_row(account_id: str, entry: Entry) -> EntryRow:
    """Return an entry's row, whatever its kind."""
    pk, sk = keys.entry(account_id, entry.ticket_id, entry.sequence)
    common: dict[str, Any] = {
        "pk": pk,
        "sk": sk,
        "author": _trimmed([entry.author.type.value, entry.author.id, entry.author.name]),
        "version": entry.version,
        "created_at": entry.created_at,
    }
    match entry:
        case Note():
            return NoteRow(text=entry.text, **common)
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
        "author": Author(type=AuthorType(author[0]), id=author[1], name=author[2]),
        "version": int(row.version),
        "created_at": row.created_at,
    }
    match row:
        case NoteRow():
            return Note(text=row.text, **common)
        case EventRow():
            return Event(name=EventName(row.name), details=row.details or {}, **common)
        case _:
            return _message(row, common)


_PARTS = (
    "quoted", "html", "body_key", "subject", "is_automatic", "notice", "sender", "recipient",
    "raw_key",
)  # fmt: skip


def _message_row(message: Message, common: dict[str, Any]) -> MessageRow:
    parts: dict[str, Any] = {
        name: getattr(message, name) for name in _PARTS if getattr(message, name)
    }
    if message.flags:
        parts["flags"] = list(message.flags)
    if message.attachments:
        parts["attachments"] = [
            [a.id, a.name, a.content_type, a.size, a.key, a.content_id] for a in message.attachments
        ]
    return MessageRow(
        text=message.text,
        state=message.state.value if message.state else None,
        attempts=message.attempts or None,
        provider_id=message.provider_id or None,
        state_detail=message.state_detail or None,
        is_inbound=message.is_inbound,
        channel=message.channel.value,
        parts=parts or None,
        due_at=message.due_at,
        due_shard=keys.due_shard(common["pk"]) if message.due_at else None,
        **common,
    )


def _message(row: MessageRow, common: dict[str, Any]) -> Message:
    parts: dict[str, Any] = dict(row.parts or {})
    flags = tuple(parts.pop("flags", ()))
    attachments = tuple(
        Attachment(id=a[0], name=a[1], content_type=a[2], size=a[3], key=a[4], content_id=a[5])
        for a in parts.pop("attachments", ())
    )
    return Message(
        text=row.text,
        state=State(row.state) if row.state else None,
        attempts=int(row.attempts or 0),
        provider_id=row.provider_id or "",
        state_detail=row.state_detail or "",
        is_inbound=row.is_inbound,
        channel=Kind(row.channel),
        due_at=row.due_at,
        flags=flags,
        attachments=attachments,
        **parts,
        **common,
    )


_FACTS = {
    "person": "p", "assigned_by": "b", "keep_on_reply": "k", "spoke_sequence": "s", "mail_to": "m",
    "is_followed_up": "u", "is_ended": "e", "linked_ticket_id": "l", "is_mailing": "i",
    "is_unsorted": "z",
}  # fmt: skip
_MOMENTS = {"quiet_since": "q", "follow_up_after": "f"}


def _facts(ticket: Ticket) -> dict[str, Any]:
    serialize = MomentAttribute().serialize
    facts: dict[str, Any] = {
        short: getattr(ticket, name) for name, short in _FACTS.items() if getattr(ticket, name)
    }
    for name, short in _MOMENTS.items():
        if moment := getattr(ticket, name):
            facts[short] = serialize(moment)
    if ticket.participants:
        facts["w"] = list(ticket.participants)
    return facts


def _from_facts(facts: dict[str, Any]) -> dict[str, Any]:
    deserialize = MomentAttribute().deserialize
    values = {name: facts[short] for name, short in _FACTS.items() if short in facts}
    moments = {name: facts[short] for name, short in _MOMENTS.items() if short in facts}
    values |= {name: deserialize(text) for name, text in moments.items()}
    return {**values, "participants": tuple(facts.get("w", ()))}


def _tags(stored: set[str] | None) -> tuple[Tag, ...]:
    pairs = (tag.split(":", 1) for tag in stored or ())
    return tuple(sorted((Tag(name=p[1], source=p[0]) for p in pairs), key=lambda t: t.name))


def _trimmed(values: list[str]) -> list[str]:
    while values and not values[-1]:
        values = values[:-1]
    return values

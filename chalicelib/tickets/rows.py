"""A ticket's head in the table and in the lists, and the way between row and value."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from enum import StrEnum
from typing import Any, TypeVar

from pynamodb.attributes import (
    BooleanAttribute,
    JSONAttribute,
    NumberAttribute,
    UnicodeAttribute,
    UnicodeSetAttribute,
)

from chalicelib.channels.model import Kind
from chalicelib.core.errors import Newer
from chalicelib.table import customer_keys, keys
from chalicelib.table.row import MomentAttribute, Row
from chalicelib.tickets import session as sessions
from chalicelib.tickets.model import Attribution, CustomerRef, Status, Tag, Ticket
from chalicelib.tickets.session import Session

E = TypeVar("E", bound=StrEnum)
SPAM, HELPED = "spam", "helped"
"""Where tickets are that no list of the team's shows among the others."""
_TO_FIND = "~"
"""Stands where the source would: a tag in the letters by which it is found."""


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
    attribution = JSONAttribute(null=True)
    facts = JSONAttribute(null=True)


class CustomerTicketRow(Row, discriminator="customer_ticket"):
    """One of a customer's tickets."""

    number = NumberAttribute()
    channel = UnicodeAttribute()
    created_at = MomentAttribute()


def to_row(account_id: str, ticket: Ticket) -> TicketRow:
    """Return the head's row; `due_at` is the caller's to set."""
    pk, sk = keys.ticket(account_id, ticket.id)
    bucket = bucket_of(ticket)
    return TicketRow(
        pk=pk,
        sk=sk,
        status_key=keys.by_status(account_id, bucket),
        assignee_key=keys.by_assignee(account_id, bucket, ticket.assignee_id),
        customer_key=customer_keys.by_customer(account_id, ticket.customer.id),
        customer_at=ticket.updated_at.replace(minute=0, second=0, microsecond=0),
        updated_at=ticket.updated_at,
        number=ticket.number,
        channel=ticket.channel.value,
        inbox=ticket.inbox,
        status=ticket.status.value,
        subject=ticket.subject,
        preview=ticket.preview,
        customer=_named(ticket.customer),
        team_id=ticket.team_id,
        tags=_stored_tags(ticket.tags) or None,
        read_by=set(ticket.read_by) or None,
        version=ticket.version,
        sequence=ticket.sequence,
        created_at=ticket.created_at,
        snoozed_until=ticket.snoozed_until,
        closed_at=ticket.closed_at,
        is_left=ticket.is_left or None,
        attribution=attributed(ticket.attribution),
        facts=_facts(ticket) or None,
    )


def bucket_of(ticket: Ticket) -> str:
    """Return the part of the lists that a ticket is in."""
    if ticket.is_spam:
        return SPAM
    return HELPED if ticket.is_helped else ticket.status.value


def to_ticket(row: Any) -> Ticket:
    """Return the ticket of a head's row, or of an index entry, where `facts` are missing.

    Raises Newer where this code does not understand it.
    """
    facts: dict[str, Any] = getattr(row, "facts", None) or {}
    assignee = row.assignee_key.rsplit("#", 1)[1]
    customer = [*row.customer, "", "", ""][:4]
    return Ticket(
        id=keys.ticket_of(row.pk),
        number=int(row.number),
        channel=known(Kind, row.channel),
        inbox=row.inbox,
        status=known(Status, row.status),
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
        attribution=attribution(row.attribution),
        **_from_facts(facts, is_helped=row.status_key.endswith(f"#{HELPED}")),
    )


def understood(rows: Iterable[Any]) -> Iterator[Ticket]:
    """Yield the tickets of those rows that this code understands."""
    for row in rows:
        with suppress(Newer):
            yield to_ticket(row)


def known(kind: type[E], value: str) -> E:
    """Return one of an enumeration; raise Newer where this code does not know it."""
    try:
        return kind(value)
    except ValueError:
        raise Newer(f"Newer code knows {kind.__name__} {value}, this does not.") from None


def attributed(value: Attribution | None) -> list[str] | None:
    """Return as what an attribution lies in the table, at the head and at messages."""
    if value is None:
        return None
    sent_at = MomentAttribute().serialize(value.sent_at)
    return trimmed([value.kind, value.name, value.send_id, sent_at, value.source_id])


def attribution(stored: list[str] | None) -> Attribution | None:
    """Return the attribution that lies in the table."""
    if not stored:
        return None
    kind, name, send_id, sent_at, source_id = [*stored, ""][:5]
    moment = MomentAttribute().deserialize(sent_at)
    return Attribution(kind=kind, name=name, send_id=send_id, sent_at=moment, source_id=source_id)


def trimmed(values: list[str]) -> list[str]:
    """Return the values without the empty ones at their end."""
    while values and not values[-1]:
        values = values[:-1]
    return values


def _named(customer: CustomerRef) -> list[str]:
    return trimmed([customer.id, customer.name, customer.email, customer.phone])


_FACTS = {
    "person": "p", "assigned_by": "b", "keep_on_reply": "k", "spoke_sequence": "s", "mail_to": "m",
    "is_followed_up": "u", "is_ended": "e", "linked_ticket_id": "l", "is_mailing": "i",
    "is_unsorted": "z",
}  # fmt: skip
_MOMENTS = {"quiet_since": "q", "follow_up_after": "f", "customer_wrote_at": "h"}
_OWN = {*_FACTS.values(), *_MOMENTS.values(), "g", "w"}


def _facts(ticket: Ticket) -> dict[str, Any]:
    serialize = MomentAttribute().serialize
    facts = dict(ticket.others)
    facts |= {short: value for name, short in _FACTS.items() if (value := getattr(ticket, name))}
    for name, short in _MOMENTS.items():
        if moment := getattr(ticket, name):
            facts[short] = serialize(moment)
    if ticket.session:
        facts["g"] = sessions.stored(ticket.session)
    if ticket.participants:
        facts["w"] = list(ticket.participants)
    return facts


def _from_facts(facts: dict[str, Any], *, is_helped: bool) -> dict[str, Any]:
    deserialize = MomentAttribute().deserialize
    values = {name: facts[short] for name, short in _FACTS.items() if short in facts}
    moments = {name: facts[short] for name, short in _MOMENTS.items() if short in facts}
    values |= {name: deserialize(text) for name, text in moments.items()}
    if is_helped or "g" in facts:  # lists know only that there is one
        values["session"] = sessions.read(facts["g"]) if "g" in facts else Session()
    others = {short: value for short, value in facts.items() if short not in _OWN}
    return {**values, "participants": tuple(facts.get("w", ())), "others": others}


def tag_to_find(name: str) -> str:
    """Return what the row of a ticket with this tag holds, however the tag is written."""
    return f"{_TO_FIND}:{name.casefold()}"


def _stored_tags(tags: Iterable[Tag]) -> set[str]:
    return {text for tag in tags for text in (f"{tag.source}:{tag.name}", tag_to_find(tag.name))}


def _tags(stored: set[str] | None) -> tuple[Tag, ...]:
    every = (tag.split(":", 1) for tag in stored or ())
    pairs = [pair for pair in every if pair[0] != _TO_FIND]
    return tuple(sorted((Tag(name=p[1], source=p[0]) for p in pairs), key=lambda t: t.name))

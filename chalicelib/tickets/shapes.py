"""What answers about tickets look like, for whoever reads the description of the API.

`present` makes them, with more for some kinds of entries; a test holds both against each other.
"""

from datetime import datetime
from typing import Generic, Literal, TypeVar

import msgspec

from chalicelib.channels.model import Kind
from chalicelib.tickets.model import State, Status

T = TypeVar("T")


class Shape(msgspec.Struct, frozen=True, kw_only=True):
    """Base of what is answered: all of it is always there, and more may come to it."""


class Named(Shape, frozen=True):
    """An agent or a team."""

    id: str
    name: str


class TicketCustomer(Shape, frozen=True):
    """Whose ticket it is; what is not known is empty."""

    id: str
    name: str
    email: str
    phone: str


class TicketTag(Shape, frozen=True):
    """A tag, and who put it there."""

    name: str
    source: Literal["auto", "agent", "rule"]


class Source(Shape, frozen=True):
    """The campaign or flow that a customer's message answers first."""

    kind: str
    name: str
    send_id: str
    sent_at: datetime


class Ticket(Shape, frozen=True):
    """A ticket as lists show it."""

    id: str
    number: int
    channel: Kind
    inbox: str
    status: Status
    is_spam: bool
    subject: str
    preview: str
    customer: TicketCustomer
    assignee: Named | None
    team: Named | None
    tags: tuple[TicketTag, ...]
    is_unread: bool
    version: int
    created_at: datetime
    updated_at: datetime
    snoozed_until: datetime | None
    closed_at: datetime | None
    attribution: Source | None


class Answerable(Shape, frozen=True):
    """Whether the customer can be answered now; where not, a code and the words for it.

    `hold_seconds` is how long an answer should wait, so that whoever wrote it can take it back.
    """

    is_possible: bool
    code: str | None
    detail: str | None
    until: datetime | None
    can_follow_up: bool
    hold_seconds: int


class WholeTicket(Ticket, frozen=True):
    """A ticket with what only itself tells."""

    linked_ticket_id: str | None
    participants: tuple[str, ...]
    assigned_by: str | None
    reply: Answerable


class EntryAuthor(Shape, frozen=True):
    """Who wrote or did it."""

    type: Literal["customer", "agent", "customer_agent", "system"]
    id: str
    name: str


class EntryFile(Shape, frozen=True):
    """A file; its bytes have an address of their own."""

    id: str
    name: str
    content_type: str
    size: int
    content_id: str | None


class Entry(Shape, frozen=True):
    """A message, a note or an event; `state` tells how far an outgoing message got."""

    id: str
    kind: Literal["message", "note", "event"]
    sequence: int | None
    direction: Literal["inbound", "outbound"] | None
    author: EntryAuthor
    text: str
    html: str | None
    attachments: tuple[EntryFile, ...]
    state: State | None
    is_automatic: bool
    created_at: datetime


class Listed(Shape, Generic[T], frozen=True):
    """A part of a list; `next_cursor` leads to the next one."""

    data: tuple[T, ...]
    has_more: bool
    next_cursor: str | None


class Thread(Listed[Entry], frozen=True):
    """The newest entries, oldest first; the first part has the ticket too."""

    ticket: WholeTicket | None


class CustomerTickets(Listed[Ticket], frozen=True):
    """A customer's tickets; the first part tells how many there are."""

    count: int | None

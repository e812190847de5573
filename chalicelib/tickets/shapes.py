"""What answers about tickets look like; `present` makes them."""

from datetime import datetime
from typing import Annotated, Any, Literal

from msgspec import UNSET, Meta, UnsetType

from chalicelib.channels.model import Kind
from chalicelib.tickets.attachments.shapes import Limits
from chalicelib.tickets.drafts.shapes import DraftSeen
from chalicelib.tickets.event_names import EventName
from chalicelib.tickets.model import State, Status
from chalicelib.web.description.shapes import (
    Address,
    Answers,
    Listed,
    Named,
    Shape,
    plain,
    tagged,
)

TicketId = Annotated[str, Meta(examples=["tkt_01KJWBG7G0000000000000T1C1"])]
CustomerId = Annotated[str, Meta(examples=["cus_01KJWBG7G00000000000000ANN"])]
MessageId = Annotated[str, Meta(examples=["msg_01KJWBG7G0000000000000T1C1_2"])]


class TicketCustomer(Shape, frozen=True):
    """Whose ticket it is; what is not known is empty."""

    id: CustomerId
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
    source_id: str | None
    send_id: str
    sent_at: datetime


class Ticket(Shape, frozen=True):
    """A ticket as lists show it."""

    id: TicketId
    number: int
    channel: Kind
    inbox: str
    status: Status
    is_spam: bool
    is_test: bool
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
    attachments: Limits | None


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


class EntrySource(Shape, frozen=True):
    """The campaign or flow that sent a line of the thread."""

    kind: str
    name: str
    source_id: str | None
    send_id: str


class Amount(Shape, frozen=True):
    """Money as text, since numbers lose digits."""

    currency: str
    value: str


class LinkSeen(Shape, frozen=True):
    """A link of a message, and what it led to."""

    url: str
    clicks: int
    orders: int
    revenue: tuple[Amount, ...]


class Entry(Shape, frozen=True):
    """A message, a note or an event; `state` tells how far an outgoing message got.

    From `channel` on a message has all of it, an event its name and details; `follows` and `source`
    has what a campaign or flow sent. A thread has only the beginning of what is long: `is_cut`.
    """

    id: MessageId
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
    channel: Kind | UnsetType = UNSET
    subject: str | UnsetType = UNSET
    segments: int | UnsetType | None = UNSET
    quoted: str | UnsetType = UNSET
    state_detail: str | UnsetType | None = UNSET
    held_until: datetime | UnsetType | None = UNSET
    flags: tuple[str, ...] | UnsetType = UNSET
    notice: str | UnsetType | None = UNSET
    sender: str | UnsetType | None = UNSET
    attribution: Source | UnsetType | None = UNSET
    has_raw: bool | UnsetType = UNSET
    links: tuple[LinkSeen, ...] | UnsetType = UNSET
    clicks: int | UnsetType = UNSET
    revenue: tuple[Amount, ...] | UnsetType = UNSET
    is_cut: bool | UnsetType = UNSET
    event: EventName | UnsetType = UNSET
    details: dict[str, Any] | UnsetType = UNSET
    follows: int | UnsetType = UNSET
    source: EntrySource | UnsetType = UNSET


class Thread(Listed[Entry], frozen=True):
    """The newest entries, oldest first; the first part has the ticket too."""

    ticket: WholeTicket | None
    draft: DraftSeen | UnsetType | None = UNSET


class CustomerTickets(Listed[Ticket], frozen=True):
    """A customer's tickets; the first part tells how many there are."""

    count: int | None


class OpenTickets(Shape, frozen=True):
    """How many tickets are open in each of the views that everybody has."""

    all: int
    mine: int
    unassigned: int
    spam: int


class Badge(Shape, frozen=True):
    """How many tickets are unread for who asks; none where they want no badge."""

    unread: int
    is_enabled: bool
    open: OpenTickets


class FeedChange(Shape, frozen=True):
    """A ticket changed, and has this version now."""

    sequence: int
    ticket_id: str
    version: int


class Looking(Named, frozen=True):
    """An agent who has the ticket open."""

    is_typing: bool


class CustomerLooking(Shape, frozen=True):
    """What the customer does in the chat."""

    is_typing: bool


class Here(Shape, frozen=True):
    """Who else has the ticket open."""

    agents: tuple[Looking, ...]
    customer: CustomerLooking


class Feed(Shape, frozen=True):
    """What changed; the next call goes on after `sequence`."""

    data: tuple[FeedChange, ...]
    sequence: int
    here: Here | UnsetType = UNSET


class ViewFilters(Shape, frozen=True):
    """What a view chooses tickets by; what is empty or null chooses nothing."""

    status: tuple[Status, ...]
    channel: tuple[Kind, ...]
    tags: tuple[str, ...]
    assignee: str | None
    team: str | None
    is_unread: bool | None
    updated_within: str | None
    updated_after: datetime | None
    updated_before: datetime | None


class ViewSeen(Shape, frozen=True):
    """A view of tickets; the built-in ones have no version."""

    id: str
    name: str
    filters: ViewFilters
    order: int
    is_built_in: bool
    version: int | None
    created_at: datetime | None


_WHOLE = tagged(WholeTicket)
ANSWERS: Answers = {
    "GET /v1/tickets": plain(Listed[Ticket], 404),
    "GET /v1/tickets/{ticket_id}": _WHOLE,
    "GET /v1/messages/{message_id}/attachments/{attachment_id}": Address,
    "GET /v1/messages/{message_id}/body": Entry,
    "GET /v1/messages/{message_id}/raw": Address,
    "GET /v1/customers/{customer_id}/tickets": CustomerTickets,
    "GET /v1/badge": Badge,
    "GET /v1/feed": plain(Feed, 404),
    "POST /v1/tickets/{ticket_id}/notes": Entry,
    "POST /v1/tickets/{ticket_id}/assign": _WHOLE,
    "POST /v1/tickets/{ticket_id}/snooze": _WHOLE,
    "POST /v1/tickets/{ticket_id}/close": _WHOLE,
    "POST /v1/tickets/{ticket_id}/tags": _WHOLE,
    "POST /v1/tickets/{ticket_id}/read": _WHOLE,
    "POST /v1/tickets/{ticket_id}/unread": _WHOLE,
    "GET /v1/views": Listed[ViewSeen],
    "POST /v1/views": ViewSeen,
    "GET /v1/views/{view_id}": ViewSeen,
    "PATCH /v1/views/{view_id}": ViewSeen,
}

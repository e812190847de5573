"""A ticket, the entries of its thread, and the change that one decision makes to them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from chalicelib.channels.model import Kind
from chalicelib.channels.webchat.model import SANDBOX
from chalicelib.core.ids import message_id
from chalicelib.tickets.event_names import EventName
from chalicelib.tickets.marks import Marker
from chalicelib.tickets.session import Session

EVERYONE = "*"
"""In `read_by`: nothing in this ticket asks for anybody's eyes."""


TAG_SOURCES = ("auto", "agent", "rule")


class Status(StrEnum):
    """Exactly three (acceptance 48-51)."""

    open = "open"
    snoozed = "snoozed"
    closed = "closed"


class AuthorType(StrEnum):
    """Who can write into a thread."""

    customer = "customer"
    agent = "agent"
    customer_agent = "customer_agent"
    system = "system"


class State(StrEnum):
    """How far an outbound message got; it never goes backwards (decision 19)."""

    queued = "queued"
    sending = "sending"
    sent = "sent"
    delivered = "delivered"
    read = "read"
    failed = "failed"
    unknown = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """Who wrote an entry."""

    type: AuthorType
    id: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerRef:
    """The customer as the ticket shows them; the profile lives in `customers`."""

    id: str
    name: str = ""
    email: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """`source` is auto, agent or rule."""

    name: str
    source: str = "agent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """The campaign or flow that a customer's message answers first (decision 42)."""

    kind: str
    name: str
    send_id: str
    sent_at: datetime
    source_id: str = ""
    """What the campaign or flow is called by its own system; its name may change."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A stored file; `key` is its place in the private bucket and never leaves the server."""

    id: str
    name: str
    content_type: str
    size: int
    key: str
    content_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    """A ticket's head: everything but its thread. `sequence` is that of the newest entry."""

    id: str
    number: int
    channel: Kind
    inbox: str
    status: Status = Status.open
    is_spam: bool = False
    is_unsorted: bool = False
    """Spam from the start: tags and routing were skipped, and come if it is none (decision 12)."""
    subject: str = ""
    preview: str = ""
    customer: CustomerRef
    person: str = ""
    """The address, handle or chat session that answers go to."""
    assignee_id: str | None = None
    assigned_by: str = ""
    """The agent who did it, or `round_robin`, or `team`."""
    is_left: bool = False
    """A person chose nobody: it is not handed out any more (decision 28)."""
    team_id: str | None = None
    tags: tuple[Tag, ...] = ()
    read_by: frozenset[str] = frozenset()
    version: int = 0
    sequence: int = 0
    created_at: datetime
    updated_at: datetime
    snoozed_until: datetime | None = None
    keep_on_reply: bool = False
    closed_at: datetime | None = None
    quiet_since: datetime | None = None
    """When the auto-close clock started; None while a customer waits for an answer."""
    customer_wrote_at: datetime | None = None
    """When the customer wrote last, from which windows to answer are counted (decision 16)."""
    spoke_sequence: int = 0
    """The team's last public message."""
    follow_up_after: datetime | None = None
    is_followed_up: bool = False
    mail_to: str = ""
    """Where the follow-up of a chat went."""
    is_mailing: bool = False
    """The customer of a chat wrote last by mail, so they are answered by mail."""
    is_ended: bool = False
    """The visitor ended the chat: their next message starts another ticket (decision 3)."""
    linked_ticket_id: str | None = None
    participants: tuple[str, ...] = ()
    attribution: Attribution | None = None
    """That of the newest message that has one."""
    session: Session | None = None
    """The Customer Agent's, where it answered first."""
    others: Mapping[str, Any] = field(default_factory=dict[str, Any])
    """What newer code keeps at the head; carried along."""

    @property
    def is_test(self) -> bool:
        """Tell whether the team itself wrote it to try things: no report or lesson has it."""
        return self.inbox == SANDBOX

    @property
    def is_helped(self) -> bool:
        """Tell whether the Customer Agent has it, or had it to its end: it is in no inbox."""
        return self.session is not None and self.session.is_apart

    def is_unread_for(self, agent_id: str) -> bool:
        """Tell whether a customer wrote something that this agent has not opened."""
        return agent_id not in self.read_by and EVERYONE not in self.read_by


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A public message.

    `flags` warn the agent: not_requester, unverified_sender; unproved_sender where nothing speaks
    against the sender and nobody vouches for them (mail without DMARC).
    """

    sequence: int
    ticket_id: str
    channel: Kind
    is_inbound: bool
    author: Author
    text: str
    quoted: str = ""
    html: str | None = None
    body_key: str = ""
    """Where the whole body is when it was too long for the row."""
    subject: str = ""
    attachments: tuple[Attachment, ...] = ()
    state: State | None = None
    state_detail: str = ""
    is_automatic: bool = False
    flags: tuple[str, ...] = ()
    notice: str = ""
    provider_id: str = ""
    earlier_ids: tuple[str, ...] = ()
    """What providers called it each time before a person had it sent again; "" where unknown."""
    digest: str = ""
    sender: str = ""
    recipient: str = ""
    raw_key: str = ""
    template: str = ""
    """The approved template that it is, and its language, with a blank between."""
    written_at: datetime | None = None
    """When the customer wrote it, as far as the provider says: it may come days late."""
    attribution: Attribution | None = None
    links: tuple[str, ...] = ()
    """The short links it was sent with; `text` keeps what the agent wrote."""
    attempts: int = 0
    held_until: datetime | None = None
    """Until then its author may take it back; it does not leave before."""
    due_at: datetime | None = None
    others: Mapping[str, Any] = field(default_factory=dict[str, Any])
    """What newer code keeps with the message; carried along."""
    version: int = 0
    created_at: datetime

    @property
    def id(self) -> str:
        """The message's address."""
        return message_id(self.ticket_id, self.sequence)


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A private comment. Channels send `Outgoing`, which is built from a Message alone."""

    sequence: int
    ticket_id: str
    author: Author
    text: str
    attachments: tuple[Attachment, ...] = ()
    version: int = 0
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened to the ticket, shown as a small line in the thread."""

    sequence: int
    ticket_id: str
    author: Author
    name: EventName
    details: Mapping[str, str] = field(default_factory=dict[str, str])
    version: int = 0
    created_at: datetime


Entry = Message | Note | Event


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One decision: the ticket as it becomes, and what is added. `before` is None for a new one."""

    before: Ticket | None
    ticket: Ticket
    entries: tuple[Entry, ...] = ()
    markers: tuple[Marker, ...] = ()
    undo: Mapping[str, object] | None = None
    """What taking it back will have to know; the operation's mark keeps it."""

    @property
    def is_empty(self) -> bool:
        """Tell whether there is nothing to write."""
        return self.before == self.ticket and not self.entries and not self.markers


SYSTEM = Author(type=AuthorType.system, name="Deskhand")

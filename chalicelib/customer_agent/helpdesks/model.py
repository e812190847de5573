"""What is handed to another helpdesk, how it is reached, and what comes back; values only."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Literal

from chalicelib.channels.model import Kind
from chalicelib.core.errors import DeliveryFailed


class Helpdesk(StrEnum):
    """Where humans take over."""

    own = "own"
    zendesk = "zendesk"
    gorgias = "gorgias"


class Refused(DeliveryFailed):
    """The other helpdesk does not take it, and would not if it were asked again."""

    code = "helpdesk_refused"

    def __init__(self, detail: str) -> None:
        """`detail` says why, in our words or theirs."""
        super().__init__(detail, permanent=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What somebody said in a conversation."""

    at: datetime
    author: Literal["customer", "agent", "human"]
    """An `agent` is the Customer Agent, a `human` one of the team."""
    name: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """A conversation as it is handed over, whole."""

    conversation_id: str
    """Our ticket's."""
    channel: Kind
    subject: str
    lines: tuple[Line, ...]
    email: str | None = None
    phone: str | None = None
    name: str | None = None
    profile_id: str | None = None
    is_typed: bool = False
    """Nobody vouches for the address: it was typed into the chat."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outside:
    """The ticket that a conversation became elsewhere, and where the team opens it."""

    helpdesk: Helpdesk
    ticket_id: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """What lets us in there, and what lets them in here."""

    token: str = field(repr=False)
    hook: str = field(default="", repr=False)
    """What vouches for what they deliver; empty while nothing does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """A helpdesk that a merchant has elsewhere."""

    helpdesk: Helpdesk
    place: str
    """The first part of its host's name; the rest is the vendor's."""
    email: str
    """Of whoever's token it is."""
    sealed: bytes = field(repr=False)
    has_hook: bool = False
    checked_at: datetime
    problem: str = ""
    """Why nothing can be handed to it until the merchant mends it."""
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """A connection that is open for use."""

    helpdesk: Helpdesk
    place: str
    email: str
    token: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """Something that is there now: a ticket with its customer, or what was said in one."""

    id: str
    person_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """A conversation that is another helpdesk's from now on."""

    conversation_id: str
    outside: Outside
    place: str
    """Of the connection at that time; another one has other tickets of the same ids."""
    person_id: str
    """By which id the other helpdesk knows the customer."""
    channel: Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """What the customer said after that, on its way there."""

    id: str
    """The same for the same words of the same moment."""
    line: Line
    since: datetime
    """When it was tried first: an earlier message of the same words is another one."""
    known: frozenset[str] = frozenset()
    """The ids of other messages of ours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a human wrote to the customer elsewhere."""

    id: str
    line: Line

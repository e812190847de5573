"""What a change leaves beside the ticket: marks that let a thing happen once, or for one alone."""

from dataclasses import dataclass
from datetime import datetime

from chalicelib.channels.model import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A provider's message id, applied once (design rule 2)."""

    channel: Kind
    provider_id: str
    digest: str = ""
    sequence: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """The pointer from a person on an inbox to the ticket their next message joins."""

    channel: Kind
    inbox: str
    person: str
    replaces: str | None = None
    """The ticket it pointed to when this was decided."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Autoresponse:
    """A customer's turn to get an automatic answer: taken by one message (decision 18)."""

    customer_id: str
    at: datetime
    rested_since: datetime
    """Who got one later than that has to wait."""


Marker = Seen | Conversation | Autoresponse

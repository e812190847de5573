"""A conversation of the Customer Agent as lists and figures know it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from chalicelib.channels.model import Kind
from chalicelib.tickets.model import CustomerRef
from chalicelib.tickets.session import Outcome

Cell = tuple[str, str]
"""A day, as `2026-11-23`, and a channel."""
Amounts = Mapping[str, int]
Share = Mapping[Cell, Amounts]
"""What a conversation adds to the counters."""
STARTED = "conversations"


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """A ticket's conversation with the Customer Agent; `version` is the ticket's."""

    ticket_id: str
    version: int = 0
    sequence: int = 0
    """Up to here the thread was read."""
    number: int = 0
    channel: Kind = Kind.webchat
    customer: CustomerRef = field(default_factory=lambda: CustomerRef(id=""))
    question: str = ""
    """The first one."""
    messages: int = 0
    outcome: Outcome = Outcome.open
    reason: str = ""
    rule_id: str = ""
    began_at: datetime | None = None
    ended_at: datetime | None = None
    updated_at: datetime | None = None
    is_spam: bool = False
    past: Share = field(default_factory=dict[Cell, Amounts])
    """Of conversations in the same ticket that are long over."""
    held: Share = field(default_factory=dict[Cell, Amounts])
    """What the counters have of it."""

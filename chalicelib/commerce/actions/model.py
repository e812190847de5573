"""What somebody wants to have done at an outside service, and what became of it; values only."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Outcome(StrEnum):
    """How far an action got. What is pending or unknown is asked after, and never done again."""

    pending = "pending"
    """Written down before the service is asked; so it stays where the process died since."""
    done = "done"
    refused = "refused"
    unknown = "unknown"
    """The answer was lost."""
    not_done = "not_done"
    """It never took effect."""


OPEN = (Outcome.pending, Outcome.unknown)


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """Why the service did not do it: the error's kind (its class), code, and words."""

    kind: str
    code: str
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """One thing that an agent asked for, on one order or subscription."""

    id: str
    kind: str
    """Such as `order_edit`: who asks after it goes by this."""
    subject: str
    """What it is done to: the kind of thing, a colon, and the service's own id."""
    name: str
    """What people call that, such as #1001."""
    ticket_id: str
    customer_id: str
    agent_id: str
    agent_name: str = ""
    wanted: str
    """What the service is to say afterwards, as JSON."""
    before: str = ""
    """What it said before, as JSON."""
    told: Mapping[str, str] = field(default_factory=dict[str, str])
    """What the ticket's lines tell of it."""
    state: Outcome = Outcome.pending
    refused: Refused | None = None
    asked_at: datetime
    settled_at: datetime | None = None
    undoes: str = ""
    """The action that this one takes back."""
    undone_by: str = ""
    """The action that took this one back."""
    version: int = 1

    @property
    def is_open(self) -> bool:
        """Tell whether it is still to be seen what became of it."""
        return self.state in OPEN and self.settled_at is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is to be done, once all that speaks against it was looked at.

    `do` asks the service. It raises Uncertain where that may have taken effect without an answer
    and any other error of ours only where it surely did not.
    """

    kind: str
    subject: str
    name: str
    ticket_id: str
    customer_id: str
    wanted: str
    before: str = ""
    told: Mapping[str, str] = field(default_factory=dict[str, str])
    undoes: str = ""
    do: Callable[[], object]

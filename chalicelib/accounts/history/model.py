"""What was done to an account's people, settings or keys; values only."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that was done."""

    id: str
    name: str
    """What it was, such as agent_invited."""
    actor_id: str
    """Of an agent, of the customer or service that asked, or `system`."""
    subject_id: str
    """What it was done to."""
    detail: str
    at: datetime

"""A short link."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One address of one message, under one host."""

    host: str
    code: str
    url: str
    """Where it leads: what the agent wrote, spelt for a header."""
    message_id: str
    clicks: int = 0
    first_at: datetime | None = None
    last_at: datetime | None = None
    orders: int = 0
    revenue: Mapping[str, Decimal] = field(default_factory=dict[str, Decimal])
    """What was bought after it was followed, by currency."""

    @property
    def name(self) -> str:
        """Return how its message remembers it."""
        return f"{self.host}/{self.code}"

"""What is counted, for whom and on which day."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

Amounts = Mapping[str, Decimal]
"""By what they count."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A campaign or flow on a channel; without a kind it is all that answers none."""

    channel: str
    kind: str = ""
    id: str = ""
    """The name, where no id was told."""
    name: str = field(default="", compare=False)

    @staticmethod
    def of(channel: str, kind: str, source_id: str | None, name: str) -> "Source":
        """Return the one that is told by its id, or by its name where no id was told."""
        return Source(channel=channel, kind=kind, id=source_id or name, name=name)

    @property
    def called(self) -> str:
        """Return what all reports call it.

        >>> Source.of("sms", "flow", None, "Welcome").called
        'sms:flow:Welcome'
        """
        return f"{self.channel}:{self.kind}:{self.id}"


@dataclass(frozen=True, slots=True)
class Cell:
    """What one counter counts: a day in the account's time zone, and a source."""

    day: date
    source: Source


Sums = Mapping[Cell, Amounts]


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """A message of the team that left with short links."""

    sequence: int
    links: int
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Click:
    """How often a message's short link was followed by then."""

    link: str
    sequence: int
    count: int
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What was bought after a message's link was followed."""

    id: str
    sequence: int
    at: datetime
    value: Decimal
    currency: str


Fact = Left | Click | Order
"""What a ticket's own entries do not tell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """What a ticket adds to the counters, and what of its past is in that already."""

    sequence: int = 0
    """The last entry that was looked at."""
    answered: tuple[tuple[int, Source], ...] = ()
    """Each source that a text of the ticket answered, by the text's sequence."""
    automatic: frozenset[int] = frozenset()
    left: frozenset[int] = frozenset()
    clicks: Mapping[str, int] = field(default_factory=dict[str, int])
    orders: frozenset[str] = frozenset()
    sums: Sums = field(default_factory=dict[Cell, Amounts])
    counted: Sums | None = None
    """What the counters hold of it; None: all of `sums`."""
    version: int = 0

    @property
    def held(self) -> Sums:
        """Return what the counters hold of it."""
        return self.sums if self.counted is None else self.counted

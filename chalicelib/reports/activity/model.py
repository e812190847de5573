"""What a ticket adds to the figures of each day; values only."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

Amounts = Mapping[str, int]
"""By name, which is short since it lies in every row: a count's own, or a time's and `n` for how
many, `s` for their seconds, or two characters for a bucket of its histogram."""


class Count(StrEnum):
    """What is counted, as it lies in the table."""

    created = "c"
    reopened = "o"
    resolved = "d"
    auto_closed = "x"
    ai_resolved = "i"
    assigned = "g"


class Time(StrEnum):
    """What is timed, as it lies in the table; upper case is by the office's clock."""

    first_response = "f"
    response = "a"
    resolution = "r"


OPENED = (Count.created, Count.reopened)
CLOSED = (Count.resolved, Count.auto_closed, Count.ai_resolved)


class Family(StrEnum):
    """By what there are counters."""

    everything = "all"
    channel = "channel"
    team = "team"
    agent = "agent"
    tag = "tag"
    source = "source"
    """The campaign or flow that the customer had answered last."""
    backlog = "backlog"
    channel_backlog = "channel_backlog"
    one_team = "one_team"
    """Of a team, agent, tag or source by itself, with histograms; the others are for lists."""
    one_agent = "one_agent"
    one_tag = "one_tag"
    one_source = "one_source"


ONE = {
    Family.team: Family.one_team,
    Family.agent: Family.one_agent,
    Family.tag: Family.one_tag,
    Family.source: Family.one_source,
}


@dataclass(frozen=True, slots=True)
class Cell:
    """What one counter is of; a backlog's holds a month, and names its amounts by the day."""

    family: Family
    subject: str
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """What must be known of a ticket's entries to count those that come next."""

    holder: str = ""
    has_begun: bool = False
    """Somebody wrote who is no machine."""
    opened_at: datetime | None = None
    asked_at: datetime | None = None
    """When the customer first wrote since it was opened."""
    is_answered: bool = False
    """The first response since then is counted."""
    waits_since: datetime | None = None
    """The first message that nobody has answered yet."""
    source: str = ""
    """The campaign or flow that the customer answered last since it was closed before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One thing to be counted, or timed where there is a `since`."""

    name: Count | Time
    at: datetime
    since: datetime | None = None
    agent: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Day:
    """What a ticket adds to a day, and what of it is each agent's, and each source's."""

    amounts: Amounts = field(default_factory=dict[str, int])
    agents: Mapping[str, Amounts] = field(default_factory=dict[str, Amounts])
    sources: Mapping[str, Amounts] = field(default_factory=dict[str, Amounts])


Days = Mapping[date, Day]


@dataclass(frozen=True, slots=True)
class Held:
    """A day as the counters hold it: with the team and the tags that it was counted for."""

    day: Day
    team: str = ""
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """What a ticket adds to the counters, and how far its entries were read for that."""

    sequence: int = 0
    """The last entry that nobody can take back."""
    thread: Thread = field(default_factory=Thread)
    days: Days = field(default_factory=dict[date, Day])
    """What the entries up to there add."""
    held: Mapping[date, Held] = field(default_factory=dict[date, Held])
    listed: Mapping[date, frozenset[str]] = field(default_factory=dict[date, frozenset[str]])
    """The marks under which the lists of each day name the ticket; none is ever taken back."""
    version: int = 0
    generation: int = 0
    """Of the counters; a share of earlier ones counts for nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """How far an account's counters go. Those that are made are shown once they have all."""

    version: int = 0
    shown: int = 0
    made: int = 0
    sequence: int = 0
    """The last change of the feed that was counted."""
    counted_until: datetime | None = None
    walk: Mapping[str, Any] | None = None
    """Where the walk through all tickets goes on, while there is one."""
    dropped: tuple[int, ...] = ()
    """Earlier counters, to be deleted."""

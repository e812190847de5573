"""What the status page shows, and what it is judged by; values only."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Of(StrEnum):
    """What kind of thing is stuck; its id begins so, and lists are in this order."""

    order = "bgw"
    """An order of a queue, which a worker takes."""
    due = "due"
    """A row whose moment has come."""
    message = "msg"
    """A message on its way out; its id is the message's own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stuck:
    """Something that does not go through: where it is, why, how often it was tried, since when."""

    id: str
    kind: str
    """What it is about in one word, such as `ticket` or `export`."""
    reason: str
    detail: str = ""
    tries: int = 0
    since: datetime
    next_try_at: datetime | None = None
    place: tuple[str, str] | None = None
    """The row that tells whether it is over; None where none does."""
    version: int | None = None
    """Of that row, while the same step is to be done."""
    queue: str = ""
    order: str = ""
    """What a worker was given, as it was."""
    asked_at: datetime | None = None
    """When somebody had it tried again."""
    is_dropped: bool = False

    @property
    def of(self) -> Of:
        """What kind of thing it is."""
        return Of(self.id.partition("_")[0])


@dataclass(frozen=True, slots=True, kw_only=True)
class Traffic:
    """When an inbox of a channel had its last message each way."""

    channel: str
    address: str = ""
    last_in_at: datetime | None = None
    last_out_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What a row says that tells whether something stuck is over."""

    state: str = ""
    """A message's."""
    state_detail: str = ""
    attempts: int = 0
    due_at: datetime | None = None
    version: int | None = None
    number: int | None = None
    """A ticket's."""
    is_asleep: bool = False
    expires_at: float | None = None


Places = Mapping[tuple[str, str], Seen]
"""By key; what is not there is gone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """Background work that is under way."""

    id: str
    kind: str
    state: str
    started_at: datetime
    done: int | None = None
    of: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Why something does not work, until somebody mends it."""

    code: str
    detail: str = ""
    since: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """How an inbox of a channel is; mail and chat have no inbox."""

    channel: str
    inbox_id: str = ""
    name: str = ""
    traffic: Traffic
    fault: Fault | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhooks:
    """What comes from a service: when the last was taken, and what was refused since."""

    source: str
    last_at: datetime | None = None
    refused: int = 0
    last_refused_at: datetime | None = None
    reason: str = ""
    fault: str = ""
    """Why the service does not answer us."""

    @property
    def is_well(self) -> bool:
        """Tell whether nothing was refused since the last one that was taken, and all answers."""
        return not self.refused and not self.fault


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """How long a kind of work waits. What nobody counts has no number."""

    name: str
    waiting: int | None
    oldest_at: datetime | None
    is_late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """How an account's work goes, as it is now."""

    at: datetime
    queues: tuple[Queue, ...]
    mail: Traffic
    channels: tuple[Channel, ...]
    webhooks: tuple[Webhooks, ...]
    work: tuple[Work, ...]
    stuck: tuple[Stuck, ...]
    places: Places

    @property
    def is_well(self) -> bool:
        """Tell whether nothing is late, out of order, refused or stuck."""
        is_out = any(channel.fault for channel in self.channels)
        is_refused = not all(one.is_well for one in self.webhooks)
        return not (self.stuck or is_out or is_refused or any(q.is_late for q in self.queues))

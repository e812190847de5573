"""What answers about how the account's work goes look like."""

from datetime import datetime

from chalicelib.web.description.shapes import Answers, Shape


class Waiting(Shape, frozen=True):
    """How long a kind of work waits: messages, what has fallen due, background work."""

    name: str
    waiting: int | None
    oldest_at: datetime | None
    is_late: bool


class Moments(Shape, frozen=True):
    """When the last message came, and when the last left."""

    last_in_at: datetime | None
    last_out_at: datetime | None


class Trouble(Shape, frozen=True):
    """Why something does not work, until somebody mends it."""

    code: str
    detail: str
    since: datetime | None


class ChannelStatus(Moments, frozen=True):
    """How a channel is, or one inbox of it; mail and chat have none."""

    channel: str
    inbox_id: str | None
    name: str
    fault: Trouble | None


class WebhookStatus(Shape, frozen=True):
    """What a service delivers: `failed` were refused since the last that was taken.

    `reason` is `signature` or `unreadable`. `fault` is why the service does not answer us.
    """

    source: str
    name: str
    last_at: datetime | None
    failed: int
    last_failed_at: datetime | None
    reason: str | None
    fault: Trouble | None


class WorkStatus(Shape, frozen=True):
    """Background work that is under way."""

    id: str
    kind: str
    state: str
    started_at: datetime
    done: int | None
    of: int | None


class StuckStatus(Shape, frozen=True):
    """Something that does not go through; without `next_try_at` it is not tried again by itself."""

    id: str
    kind: str
    title: str
    reason: str
    detail: str
    since: datetime
    tries: int
    next_try_at: datetime | None
    ticket_id: str | None
    ticket_number: int | None
    can_drop: bool


class Status(Shape, frozen=True):
    """How the account's work goes."""

    checked_at: datetime
    is_well: bool
    queues: tuple[Waiting, ...]
    mail: Moments
    channels: tuple[ChannelStatus, ...]
    webhooks: tuple[WebhookStatus, ...]
    work: tuple[WorkStatus, ...]
    stuck: tuple[StuckStatus, ...]


ANSWERS: Answers = {
    "GET /v1/status": Status,
    "POST /v1/status/stuck/{stuck_id}/retry": StuckStatus,
    "POST /v1/status/stuck/{stuck_id}/drop": None,
}

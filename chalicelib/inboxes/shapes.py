"""What answers about inboxes look like."""

from datetime import datetime

from chalicelib.web.description.shapes import Answers, Every, Shape


class InboxSeen(Shape, frozen=True):
    """A connected number, page or address; its credentials are never shown.

    `fault` says what the provider refuses, `advice` what somebody should see to.
    """

    id: str
    channel: str
    provider: str
    address: str
    name: str
    settings: dict[str, str]
    has_credentials: bool
    webhook_url: str
    verify_token: str | None
    country: str | None
    advice: tuple[str, ...]
    fault: str | None
    faulty_since: datetime | None
    expires_at: datetime | None
    created_at: datetime


ANSWERS: Answers = {
    "GET /v1/inboxes": Every[InboxSeen],
    "POST /v1/inboxes": InboxSeen,
    "GET /v1/inboxes/{inbox_id}": InboxSeen,
    "PATCH /v1/inboxes/{inbox_id}": InboxSeen,
}

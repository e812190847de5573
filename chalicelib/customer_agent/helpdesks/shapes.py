"""What answers about other helpdesks look like."""

from datetime import datetime

from msgspec import UNSET, UnsetType

from chalicelib.web.description.shapes import Answers, Shape, refusing


class HelpdeskSeen(Shape, frozen=True):
    """Whether a helpdesk is connected, and what is wrong with it; no token comes out."""

    is_connected: bool
    email: str | None
    checked_at: datetime | None
    problem: str | None
    webhook_url: str


class ZendeskSeen(HelpdeskSeen, frozen=True):
    """The connection to Zendesk."""

    subdomain: str | None


class GorgiasSeen(HelpdeskSeen, frozen=True):
    """The connection to Gorgias; the secret is told once, where it is new."""

    domain: str | None
    webhook_secret: str | UnsetType = UNSET


ANSWERS: Answers = {
    "GET /v1/helpdesks/zendesk": ZendeskSeen,
    "PUT /v1/helpdesks/zendesk": ZendeskSeen,
    "GET /v1/helpdesks/gorgias": GorgiasSeen,
    "PUT /v1/helpdesks/gorgias": GorgiasSeen,
    "DELETE /v1/helpdesks/zendesk": refusing(404),
    "DELETE /v1/helpdesks/gorgias": refusing(404),
}

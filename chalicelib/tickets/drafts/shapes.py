"""What answers about drafts look like."""

from datetime import datetime

from chalicelib.tickets.drafts.model import Kind
from chalicelib.web.description.shapes import Answers, Shape, changed, removed, tagged


class DraftSeen(Shape, frozen=True):
    """What its agent has written so far."""

    text: str
    kind: Kind
    attachment_ids: tuple[str, ...]
    revision: int
    updated_at: datetime


class OwnDraft(Shape, frozen=True):
    """The caller's own draft, or null."""

    draft: DraftSeen | None


class DraftSaved(Shape, frozen=True):
    """Which revision is kept now."""

    revision: int


ANSWERS: Answers = {
    "GET /v1/tickets/{ticket_id}/draft": tagged(OwnDraft),
    "PUT /v1/tickets/{ticket_id}/draft": changed(DraftSaved),
    "DELETE /v1/tickets/{ticket_id}/draft": removed(),
}

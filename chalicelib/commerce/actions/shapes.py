"""What answers about actions look like."""

from datetime import datetime

from chalicelib.commerce.actions.model import Outcome
from chalicelib.web.description.shapes import Answers, Shape


class Refused(Shape, frozen=True):
    """Why something cannot be done, or was not."""

    code: str
    detail: str


class ActionSeen(Shape, frozen=True):
    """What an agent had done at the shop, and how far it got."""

    id: str
    kind: str
    name: str
    state: Outcome
    refusal: Refused | None
    asked_at: datetime
    settled_at: datetime | None
    undone_by: str | None


ANSWERS: Answers = {"GET /v1/tickets/{ticket_id}/actions/{action_id}": ActionSeen}

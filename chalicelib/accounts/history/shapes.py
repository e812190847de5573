"""What answers about the account's history look like."""

from datetime import datetime

from chalicelib.web.description.shapes import Answers, Listed, Named, Shape


class AccountEvent(Shape, frozen=True):
    """Who did what to whom; nobody is named who was never of the team."""

    id: str
    event: str
    actor: Named | None
    subject: Named | None
    subject_id: str | None
    detail: str
    at: datetime


ANSWERS: Answers = {"GET /v1/account/events": Listed[AccountEvent]}

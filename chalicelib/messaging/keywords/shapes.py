"""What answers about keyword texts look like."""

from datetime import datetime

from chalicelib.channels.model import Kind
from chalicelib.web.description.shapes import Answers, Listed, Shape


class KeywordAnswer(Shape, frozen=True):
    """The text that went back, and how far it got."""

    text: str
    state: str
    state_detail: str | None


class KeywordTextSeen(Shape, frozen=True):
    """A text that was a keyword, what it was taken for, and what was answered."""

    id: str
    channel: Kind
    inbox: str
    text: str
    meaning: str
    keyword: str
    created_at: datetime
    answer: KeywordAnswer | None


ANSWERS: Answers = {"GET /v1/customers/{customer_id}/keyword_texts": Listed[KeywordTextSeen]}

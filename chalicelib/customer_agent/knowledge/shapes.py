"""What answers about the account's knowledge look like."""

from datetime import datetime

from chalicelib.customer_agent.knowledge.model import State
from chalicelib.web.description.shapes import (
    Answers,
    Every,
    Listed,
    Shape,
    changed,
    removed,
    tagged,
)


class ArticleListed(Shape, frozen=True):
    """An article without its text; `source` names the document that it was read from."""

    id: str
    title: str
    language: str | None
    state: State
    source: str | None
    version: int
    created_at: datetime
    updated_at: datetime
    changed_by: str | None


class ArticleSeen(ArticleListed, frozen=True):
    """An article, its text in Markdown."""

    text: str
    questions: tuple[str, ...]
    links: tuple[str, ...]


class Articles(Listed[ArticleListed], frozen=True):
    """A part of the articles, and how many there are."""

    total: int


class Imported(Shape, frozen=True):
    """The ids of a document's articles, by what became of them."""

    made: tuple[str, ...]
    changed: tuple[str, ...]
    unchanged: tuple[str, ...]


class Passage(Shape, frozen=True):
    """An article, and what it says to a question."""

    id: str
    title: str
    passage: str


class Scored(Shape, frozen=True):
    """An article, and how well it fits."""

    id: str
    title: str
    score: float


class Asked(Shape, frozen=True):
    """What would be answered; null where the question would be handed to the team."""

    answer: Passage | None
    confidence: float
    others: tuple[Scored, ...]


ANSWERS: Answers = {
    "GET /v1/knowledge": Articles,
    "POST /v1/knowledge": tagged(ArticleSeen),
    "POST /v1/knowledge/import": Imported,
    "POST /v1/knowledge/ask": Asked,
    "GET /v1/knowledge/{article_id}": tagged(ArticleSeen),
    "PATCH /v1/knowledge/{article_id}": changed(ArticleSeen),
    "DELETE /v1/knowledge/{article_id}": removed(),
    "GET /v1/knowledge/{article_id}/versions": Every[ArticleSeen],
    "POST /v1/knowledge/{article_id}/restore": changed(ArticleSeen),
}

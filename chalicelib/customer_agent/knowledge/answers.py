"""An answer from the account's knowledge, or the honest lack of one."""

from dataclasses import dataclass

from chalicelib.core.desk import Desk
from chalicelib.customer_agent.knowledge import rules, storage
from chalicelib.customer_agent.knowledge.finding import confidence
from chalicelib.customer_agent.knowledge.finding.index import Index, index
from chalicelib.customer_agent.knowledge.finding.passage import passage
from chalicelib.customer_agent.knowledge.finding.rank import Ranked, rank

_REMEMBERED = 8
"""Indexes that a process keeps; each is some times as large as its account's articles."""
_indexes: dict[str, tuple[str, Index]] = {}
"""By account, with the edition that it is of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """An article that may answer; `passage` is the part of it to show."""

    id: str
    title: str
    passage: str
    links: tuple[str, ...] = ()
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What was found for a question; without an answer it is for the team."""

    answer: Found | None
    confidence: float
    others: tuple[Found, ...]


def answer(desk: Desk, question: str) -> Answered:
    """Answer a question, where the best article is likely enough to do so."""
    edition = storage.extent(desk, consistent=False).edition
    if not edition:
        return Answered(answer=None, confidence=0.0, others=())
    return answered(_index(desk, edition), question)


def answered(known: Index, question: str) -> Answered:
    """Return what an index has for a question."""
    ranking = rank(known, question)
    likely = confidence.confidence(ranking)
    found = [_found(one, passage(one.article.text, ranking.asked)) for one in ranking.ranked]
    is_sure = bool(found) and confidence.is_sure(likely)
    return Answered(
        answer=found[0] if is_sure else None,
        confidence=likely,
        others=tuple(found[1:] if is_sure else found),
    )


def _index(desk: Desk, edition: str) -> Index:
    kept_edition, kept = _indexes.get(desk.account_id, ("", None))
    if kept and kept_edition == edition:
        return kept
    known = storage.everything(desk)
    made = index(rules.answering(known.articles))
    _indexes.pop(desk.account_id, None)
    while len(_indexes) >= _REMEMBERED:
        _indexes.pop(next(iter(_indexes)), None)
    _indexes[desk.account_id] = (known.extent.edition, made)
    return made


def _found(one: Ranked, shown: str) -> Found:
    return Found(
        id=one.article.id,
        title=one.article.title,
        passage=shown,
        links=one.article.links,
        score=one.score,
    )

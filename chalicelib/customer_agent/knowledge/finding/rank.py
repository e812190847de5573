"""Articles by how well they answer a question (BM25 over fields), and what the ranking is like."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from chalicelib.customer_agent.knowledge.finding import index as indexing
from chalicelib.customer_agent.knowledge.finding.index import Index
from chalicelib.customer_agent.knowledge.finding.stems import RECOGNISED, languages, stems
from chalicelib.customer_agent.knowledge.model import Article

MOST_STEMS = 40
"""Of a question that are looked at."""
FOREIGN = 0.3
"""What an article is worth that is in another language than the question."""
_SATURATION = 1.5


class Traits(NamedTuple):
    """What a ranking tells of its first article; each from 0 to 1."""

    share: float
    """Its score, of the most that any article could have for this question."""
    margin: float
    """How far the second is behind it."""
    coverage: float
    """How much of the question it has, rare words counting more."""
    closeness: float
    """How alike the question is to the nearest of its title and its other ways to ask."""
    brevity: float
    """How few words there are to tell by."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """An article, and how well it answers."""

    article: Article
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """The articles with a word of the question, the best first."""

    ranked: tuple[Ranked, ...]
    traits: Traits
    asked: Mapping[str, float]
    """The stems that were looked for, and how much each counts."""


NOTHING = Traits(0.0, 0.0, 0.0, 0.0, 1.0)


def rank(known: Index, question: str, *, most: int = 5) -> Ranking:
    """Rank the articles for a question."""
    asked = list(dict.fromkeys(stems(question)))[:MOST_STEMS]
    readings = {stem: indexing.meant(known, stem) for stem in asked}
    scores: dict[int, float] = {}
    for alike in readings.values():
        for place, score in _scores(known, alike).items():
            scores[place] = scores.get(place, 0.0) + score
    if spoken := languages(question):
        for place in scores:
            # Of a language that is never recognised nobody knows that it is another.
            if known.articles[place].language in RECOGNISED - spoken:
                scores[place] *= FOREIGN
    order = sorted(scores, key=lambda place: (-scores[place], known.articles[place].id))[:most]
    if not order:
        return Ranking(ranked=(), traits=NOTHING, asked={})
    return Ranking(
        ranked=tuple(Ranked(article=known.articles[at], score=scores[at]) for at in order),
        traits=_traits(known, readings, order, scores),
        asked={stem: known.rarity(stem) for alike in readings.values() for stem in alike},
    )


def _scores(known: Index, alike: Mapping[str, float]) -> dict[int, float]:
    """Return what one stem of a question gives to each article: its best reading counts."""
    best: dict[int, float] = {}
    for stem, likeness in alike.items():
        rarity = known.rarity(stem)
        for place, weight in known.postings[stem].items():
            score = likeness * rarity * weight * (_SATURATION + 1) / (weight + _SATURATION)
            best[place] = max(best.get(place, 0.0), score)
    return best


def _traits(
    known: Index, readings: Mapping[str, Mapping[str, float]], order: list[int],
    scores: Mapping[int, float],
) -> Traits:  # fmt: skip
    first = order[0]
    top = scores[first]
    second = scores[order[1]] if len(order) > 1 else 0.0
    whole = sum(_weight(known, stem, alike) for stem, alike in readings.items())
    had = sum(
        _weight(known, stem, alike) * max((likeness for other, likeness in alike.items()
        if first in known.postings[other]), default=0.0)
        for stem, alike in readings.items()
    )  # fmt: skip
    return Traits(
        share=top / (whole * (_SATURATION + 1)),
        margin=1 - second / top,
        coverage=had / whole,
        closeness=max((_closeness(known, readings, way) for way in known.phrasings[first]),
                      default=0.0),
        brevity=1 / len(readings),
    )  # fmt: skip


def _weight(known: Index, stem: str, alike: Mapping[str, float]) -> float:
    # What is misspelt weighs as what it stands for; what nobody ever wrote weighs most.
    if stem in known.postings:
        return known.rarity(stem)
    return max(map(known.rarity, alike), default=known.rarest)


def _closeness(
    known: Index, readings: Mapping[str, Mapping[str, float]], way: frozenset[str]
) -> float:
    both = whole = 0.0
    seen: set[str] = set()
    for stem, alike in readings.items():
        weight = _weight(known, stem, alike)
        other = max((each for each in alike if each in way), key=lambda e: alike[e], default="")
        whole += weight
        if other:
            both += weight * alike[other]
            seen.add(other)
    whole += sum(known.rarity(stem) for stem in way if stem not in seen)
    return both / whole if whole else 0.0

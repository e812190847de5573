"""Articles as questions meet them: which stem stands where, and how rare it is. Pure."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from chalicelib.customer_agent.knowledge.finding.stems import stems
from chalicelib.customer_agent.knowledge.finding.trade import SAME
from chalicelib.customer_agent.knowledge.model import Article

TITLE, QUESTIONS, TEXT = 3.0, 2.0, 1.0
"""How much a word of each field weighs."""
_LENGTH = {TITLE: 0.3, QUESTIONS: 0.5, TEXT: 0.75}
"""How far a field that is longer than others weighs less."""
ALIKE = 0.5
"""How alike a stem must be to one that nobody used, in its letters, to stand for it."""
SAME_TRADE = 0.6
"""How well a word stands for another that shops use alike."""
_WIDTH = 3
_FEWEST = 4
_MOST_ALIKE = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """What is known of all articles together."""

    articles: tuple[Article, ...]
    postings: Mapping[str, Mapping[int, float]]
    """By stem: the articles' places, and how much the stem stands in each."""
    phrasings: tuple[tuple[frozenset[str], ...], ...]
    """By article: the stems of its title and of each other way to ask."""
    rarities: Mapping[str, float]
    grams: Mapping[str, tuple[str, ...]]
    """By three letters: the stems that have them."""

    @property
    def rarest(self) -> float:
        """Return how rare a stem is that no article has."""
        return math.log(1 + 2 * len(self.articles) + 1)

    def rarity(self, stem: str) -> float:
        """Return how much a stem tells articles apart."""
        return self.rarities.get(stem, self.rarest)


def index(articles: Iterable[Article]) -> Index:
    """Return the index of some articles."""
    every = tuple(articles)
    fields = [_fields(article) for article in every]
    means = {
        weight: sum(len(own[weight]) for own in fields) / max(len(fields), 1) or 1.0
        for weight in _LENGTH
    }
    postings: dict[str, dict[int, float]] = {}
    for place, own in enumerate(fields):
        for weight, words in own.items():
            spread = 1 - _LENGTH[weight] + _LENGTH[weight] * len(words) / means[weight]
            for stem, count in Counter(words).items():
                places = postings.setdefault(stem, {})
                places[place] = places.get(place, 0.0) + weight * count / spread
    size = len(every)
    return Index(
        articles=every,
        postings=postings,
        phrasings=tuple(map(_phrasings, every)),
        rarities={
            stem: math.log(1 + (size - len(places) + 0.5) / (len(places) + 0.5))
            for stem, places in postings.items()
        },
        grams=_grams(postings),
    )


def meant(known: Index, stem: str) -> dict[str, float]:
    """Return the stems that one of a question stands for, and how well each does.

    One that no article has may be misspelt, or part of a longer word.
    """
    own = {stem: 1.0} if stem in known.postings else {}
    others = {other: SAME_TRADE for other in sorted(SAME.get(stem, ())) if other in known.postings}
    return {**others, **own} or _spelt_like(known, stem)


def _spelt_like(known: Index, stem: str) -> dict[str, float]:
    if len(stem) < _FEWEST or not stem.isalpha():
        return {}
    own = pieces(stem)
    shared = Counter(other for piece in own for other in known.grams.get(piece, ()))
    alike = {other: 2 * n / (len(own) + len(pieces(other))) for other, n in shared.items()}
    best = sorted(alike.items(), key=lambda found: (-found[1], found[0]))[:_MOST_ALIKE]
    return {other: likeness for other, likeness in best if likeness >= ALIKE}


def pieces(stem: str) -> frozenset[str]:
    """Return the letters of a stem by threes, its beginning and its end marked.

    >>> sorted(pieces("mug"))
    [' mu', 'mug', 'ug ']
    """
    marked = f" {stem} "
    return frozenset(marked[at : at + _WIDTH] for at in range(len(marked) - _WIDTH + 1))


def _fields(article: Article) -> dict[float, list[str]]:
    return {
        TITLE: stems(article.title),
        QUESTIONS: [stem for question in article.questions for stem in stems(question)],
        TEXT: stems(article.text),
    }


def _phrasings(article: Article) -> tuple[frozenset[str], ...]:
    every = (frozenset(stems(way)) for way in (article.title, *article.questions))
    return tuple(dict.fromkeys(way for way in every if way))


def _grams(postings: Iterable[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for stem in postings:
        if len(stem) >= _FEWEST and stem.isalpha():
            for piece in pieces(stem):
                found.setdefault(piece, []).append(stem)
    return {piece: tuple(own) for piece, own in found.items()}

"""Which tickets come first. Pure.

All words must be there; where no ticket has them all, those with the most of them are shown. Rare
words say more than frequent ones, a number or a name more than a word in a message.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from chalicelib.search.model import Field, Place, better, field_of
from chalicelib.search.segment import Hit

WEIGHTS: Mapping[Field, float] = {
    Field.entry: 1.0,
    Field.subject: 2.0,
    Field.customer: 4.0,
    Field.number: 50.0,
}
Hits = Mapping[bytes, Hit]
"""The tickets that have a word, by what stands for their ids."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A ticket with some of the words; `places` has None for those that it lacks."""

    ticket: bytes
    places: tuple[Place | None, ...]
    score: float


def together(parts: Iterable[Hits]) -> dict[bytes, Hit]:
    """Return what several parts of an index say of one word: the best of each ticket."""
    best: dict[bytes, Hit] = {}
    for part in parts:
        for ticket, (where, worth) in part.items():
            known = best.get(ticket)
            if known is None or worth > known[1]:
                best[ticket] = where, worth
            elif worth == known[1]:
                best[ticket] = better(known[0], where), worth
    return best


def ranked(words: Sequence[Hits], tickets: int) -> list[Candidate]:
    """Return the tickets with the most words, best first; `tickets` is how many there are."""
    counts: dict[bytes, int] = {}
    for hits in words:
        for ticket in hits:
            counts[ticket] = counts.get(ticket, 0) + 1
    most = max(counts.values(), default=0)
    rarities = [rarity(len(hits), tickets) for hits in words]
    found = [
        _candidate(ticket, words, rarities) for ticket, count in counts.items() if count == most
    ]
    # Ids sort by the time at which they were made: among equals the newest is first.
    found.sort(key=lambda each: each.ticket, reverse=True)
    return sorted(found, key=lambda each: -each.score)


def rarity(having: int, tickets: int) -> float:
    """Return what a word says about which ticket is meant.

    >>> rarity(1, 1_000) > rarity(900, 1_000) > 0
    True
    """
    return math.log(1 + (max(tickets, having) + 1) / (having + 1))


def _candidate(ticket: bytes, words: Sequence[Hits], rarities: Sequence[float]) -> Candidate:
    score = 0.0
    places: list[Place | None] = []
    for hits, rare in zip(words, rarities, strict=True):
        hit = hits.get(ticket)
        places.append(hit[0] if hit else None)
        if hit:
            score += rare * WEIGHTS[field_of(hit[0])] * hit[1]
    return Candidate(ticket=ticket, places=tuple(places), score=round(score, 6))

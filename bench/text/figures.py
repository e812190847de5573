"""Counts right and wrong answers, and chooses thresholds."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """A confusion table of one yes-or-no question."""

    hits: int
    alarms: int
    misses: int
    passes: int

    @property
    def precision(self) -> float:
        """Return how many of the answers "yes" are right."""
        return self.hits / max(self.hits + self.alarms, 1)

    @property
    def recall(self) -> float:
        """Return how many of those that are get the answer "yes"."""
        return self.hits / max(self.hits + self.misses, 1)

    @property
    def f1(self) -> float:
        """Return the harmonic mean of both."""
        return 2 * self.hits / max(2 * self.hits + self.alarms + self.misses, 1)

    @property
    def alarm_rate(self) -> float:
        """Return how many of those that are not get the answer "yes" all the same."""
        return self.alarms / max(self.alarms + self.passes, 1)


def count(answers: Iterable[tuple[bool, bool]]) -> Counts:
    """Count pairs of (truth, answer)."""
    pairs = list(answers)
    return Counts(
        hits=pairs.count((True, True)),
        alarms=pairs.count((False, True)),
        misses=pairs.count((True, False)),
        passes=pairs.count((False, False)),
    )


def best_f1(margins: Sequence[float], truth: Sequence[bool]) -> float:
    """Return the threshold with the best F1, between two samples."""
    ranked = sorted(zip(map(float, margins), map(bool, truth), strict=True), reverse=True)
    total, hits, best, place = sum(t for _, t in ranked), 0, -1.0, 0
    for number, (_, is_hit) in enumerate(ranked, 1):
        hits += is_hit
        f1 = 2 * hits / (number + total)
        if f1 > best:
            best, place = f1, number
    return _between(ranked, place)


def fewest_alarms(margins: Sequence[float], truth: Sequence[bool], rate: float) -> float:
    """Return the lowest threshold at which at most `rate` of what is not is taken for it."""
    ranked = sorted(zip(map(float, margins), map(bool, truth), strict=True), reverse=True)
    allowed = int(rate * sum(not t for _, t in ranked))
    alarms = 0
    for place, (_, is_hit) in enumerate(ranked):
        alarms += not is_hit
        if alarms > allowed:
            return _between(ranked, place)
    return ranked[-1][0]


def _between(ranked: Sequence[tuple[float, bool]], place: int) -> float:
    above = ranked[max(place - 1, 0)][0]
    below = ranked[min(place, len(ranked) - 1)][0]
    return (above + below) / 2

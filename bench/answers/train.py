"""Fits how sure an answer is, on the questions that are not held back, and writes the file.

    python -m bench.answers.train

A question is also asked of a shop without the article that answers it: near misses are what a
shop that has just begun to write its articles is asked most.
"""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from operator import mul

from bench.answers import corpus
from chalicelib.customer_agent.knowledge.finding.confidence import FILE, probability
from chalicelib.customer_agent.knowledge.finding.index import Index, index
from chalicelib.customer_agent.knowledge.finding.rank import Traits, rank

STEPS = 12
RIDGE = 0.5
MOST_WRONG = 0.02
"""Of the questions learnt from; the figures of `bench` hold what is held back to as much."""
FOLDS = 5

Weights = tuple[tuple[float, ...], float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """What a ranking was like, and whether its first article answered."""

    traits: Traits
    is_right: bool
    is_natural: bool
    """The shop had all its articles."""
    fold: int


def main() -> None:
    """Fit, choose the threshold by cross-validation, and write both."""
    found = examples()
    judged = [
        (probability(*_fit([e for e in found if e.fold != fold]), each.traits), each)
        for fold in range(FOLDS)
        for each in found
        if each.fold == fold
    ]
    threshold = _threshold(judged)
    weights, bias = _fit(found)
    known = {
        "weights": {
            name: round(weight, 4) for name, weight in zip(Traits._fields, weights, strict=True)
        },
        "bias": round(bias, 4),
        "threshold": round(threshold, 4),
    }
    FILE.write_text(f"{json.dumps(known, indent=2)}\n", encoding="utf-8")
    given = [each for sure, each in judged if sure >= threshold and each.is_natural]
    wrong = sum(not each.is_right for each in given)
    print(f"{len(found)} examples; cross-validation: {len(given)} answers, {wrong} wrong")
    print(FILE.read_text(encoding="utf-8"))


def examples() -> list[Example]:
    """Return what may be learnt from: neither articles nor questions that are held back."""
    found: list[Example] = []
    for place, asked in enumerate(corpus.questions()):
        if asked.is_held_back:
            continue
        for away in ("", asked.answer) if asked.answer else ("",):
            ranking = rank(_shop(away), asked.text)
            if ranking.ranked:
                first = ranking.ranked[0].article.id
                found.append(
                    Example(
                        traits=ranking.traits,
                        is_right=first == asked.answer,
                        is_natural=not away,
                        fold=place % FOLDS,
                    )
                )
    return found


@cache
def _shop(away: str) -> Index:
    return index(
        article
        for article in corpus.articles()
        if not corpus.is_held_back(article.id) and article.id != away
    )


def _fit(found: Sequence[Example]) -> Weights:
    """Return weights and bias of a logistic regression, by Newton's method."""
    rows = [((*each.traits, 1.0), float(each.is_right)) for each in found]
    size = len(Traits._fields) + 1
    at = [0.0] * size
    for _ in range(STEPS):
        slope = [RIDGE * weight for weight in at]
        bend = [[RIDGE * (row == column) for column in range(size)] for row in range(size)]
        for traits, truth in rows:
            sure = 1 / (1 + math.exp(-sum(map(mul, at, traits))))
            for row, trait in enumerate(traits):
                slope[row] += (sure - truth) * trait
                for column in range(size):
                    bend[row][column] += sure * (1 - sure) * trait * traits[column]
        at = [weight - step for weight, step in zip(at, _solved(bend, slope), strict=True)]
    return tuple(at[:-1]), at[-1]


def _solved(rows: list[list[float]], right: list[float]) -> list[float]:
    """Solve a few linear equations by elimination."""
    whole = [[*row, value] for row, value in zip(rows, right, strict=True)]
    size = len(whole)
    for at in range(size):
        pivot = max(range(at, size), key=lambda row: abs(whole[row][at]))
        whole[at], whole[pivot] = whole[pivot], whole[at]
        whole[at] = [value / whole[at][at] for value in whole[at]]
        for row in range(size):
            if row != at:
                factor = whole[row][at]
                whole[row] = [a - factor * b for a, b in zip(whole[row], whole[at], strict=True)]
    return [row[-1] for row in whole]


def _threshold(judged: Sequence[tuple[float, Example]]) -> float:
    """Return the lowest at which few enough of all questions get a wrong answer."""
    natural = sorted((pair for pair in judged if pair[1].is_natural), key=lambda pair: -pair[0])
    allowed = math.floor(MOST_WRONG * len(natural))
    wrong = 0
    above = 1.0
    for sure, each in natural:
        wrong += not each.is_right
        if wrong > allowed:
            return (above + sure) / 2
        above = sure
    return above


if __name__ == "__main__":
    main()

"""How likely the first article of a ranking answers the question: a logistic model of its traits.

`python -m bench.answers.train` makes the file; `bench/answers/README.md` has the figures.
"""

import json
import math
from functools import cache
from pathlib import Path

from chalicelib.customer_agent.knowledge.finding.rank import Ranking, Traits

FILE = Path(__file__).with_name("confidence.json")


@cache
def _shipped() -> tuple[tuple[float, ...], float, float]:
    known = json.loads(FILE.read_text(encoding="utf-8"))
    weights = tuple(float(known["weights"][name]) for name in Traits._fields)
    return weights, float(known["bias"]), float(known["threshold"])


def confidence(ranking: Ranking) -> float:
    """Return the probability, from 0 to 1."""
    if not ranking.ranked:
        return 0.0
    weights, bias, _ = _shipped()
    return probability(weights, bias, ranking.traits)


def is_sure(probability: float) -> bool:
    """Tell whether that is enough to answer; below it the question is for the team."""
    return probability >= _shipped()[2]


def probability(weights: tuple[float, ...], bias: float, traits: Traits) -> float:
    """Return what the model makes of some traits."""
    sum_ = bias + sum(w * trait for w, trait in zip(weights, traits, strict=True))
    return 1 / (1 + math.exp(-max(-30.0, min(sum_, 30.0))))

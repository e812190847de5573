"""Judges a message: is it spam, which automatic tags does it get, and why."""

import math
from operator import mul

from chalicelib.routing.text import learned as lessons
from chalicelib.routing.text.features import Features, read
from chalicelib.routing.text.learned import NOTHING, Learned
from chalicelib.routing.text.model import SPAM, TAGS, Inbound, TagScore, Verdict
from chalicelib.routing.text.reasons import explain, facts_weight
from chalicelib.routing.text.weights import COLUMNS, KNOWN, SPAM_COLUMNS, Weights, kind_of, shipped


def judge(inbound: Inbound, learned: Learned = NOTHING) -> Verdict:
    """Tell whether a message reads like spam."""
    score = scores(inbound, learned)[SPAM]
    return Verdict(
        is_spam=score >= 0.5,
        score=score,
        reasons=explain(inbound, learned) if score >= 0.5 else (),
    )


def tag(inbound: Inbound, learned: Learned = NOTHING) -> tuple[TagScore, ...]:
    """Return the automatic tags that a message gets, the surest first; often none or several."""
    found = scores(inbound, learned)
    scored = [TagScore(name=name, score=found[name]) for name in TAGS]
    return tuple(
        sorted((s for s in scored if s.score >= 0.5), key=lambda s: (-s.score, TAGS.index(s.name)))
    )


def scores(inbound: Inbound, learned: Learned = NOTHING) -> dict[str, float]:
    """Return how sure the model is of each label, from 0 to 1; without words there are no tags."""
    features = read(inbound)
    found = {
        label: _score(margin) for label, margin in _margins(features, inbound, learned).items()
    }
    return found if features.words else {**dict.fromkeys(TAGS, 0.0), SPAM: found[SPAM]}


def learn(learned: Learned, inbound: Inbound, label: str, *, holds: bool) -> Learned:
    """Learn from an agent: `label` is "spam" or a tag, and it holds for the message or does not."""
    features = read(inbound)
    margin = _margins(features, inbound, learned)[label]
    return lessons.correct(
        learned, label, _telling(features, shipped()), holds=holds, margin=margin
    )


def _margins(features: Features, inbound: Inbound, learned: Learned) -> dict[str, float]:
    weights = shipped()
    buckets = features.buckets
    telling = _telling(features, weights)
    sums = weights.sums(buckets)
    size = math.sqrt(len(buckets) or 1)
    columns = {
        column: sums[place] / size + weights.biases[place] - weights.thresholds[place]
        for place, column in enumerate(COLUMNS)
    }
    for column, signals in zip(SPAM_COLUMNS, weights.signals, strict=True):
        columns[column] += sum(map(mul, features.signals, signals))
    spam = max(columns[KNOWN], columns[kind_of(inbound)]) + facts_weight(inbound.facts)
    margins = {**{name: columns[name] for name in TAGS}, SPAM: spam}
    return {label: m + lessons.shift(learned, label, telling) for label, m in margins.items()}


def _telling(features: Features, weights: Weights) -> tuple[int, ...]:
    """Leave out the words that every second message has, or one correction would move them all."""
    return tuple(word for word in features.words if word not in weights.common)


def _score(margin: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(margin, 30.0))))

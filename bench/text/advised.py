"""Measures what a language model changes: the same messages, judged without and with it."""

from collections.abc import Sequence

from bench.text.corpora import Sample
from bench.text.figures import Counts, count
from chalicelib import wiring
from chalicelib.aws.bedrock import BedrockAdviser
from chalicelib.aws.clients import Clients
from chalicelib.core.desk import Adviser
from chalicelib.core.errors import Unavailable
from chalicelib.routing.text import opinion
from chalicelib.routing.text.classify import scores
from chalicelib.routing.text.model import LABELS, SPAM, Inbound
from chalicelib.routing.text.opinion import Opinion

Labels = frozenset[str]


def adviser(model: str, region: str) -> Adviser:
    """Return a model on Bedrock; whoever runs this pays for it."""
    return BedrockAdviser(Clients(region), model, wiring.clock)


def labelled(inbound: Inbound, asked: Adviser | None) -> tuple[Labels, Labels]:
    """Return the labels that a message gets, and those that were in doubt."""
    found = scores(inbound)
    doubts = opinion.doubtful(found)
    said = _said(asked, inbound) if asked is not None and doubts else None
    return opinion.settled(found, doubts, said), doubts


def print_advised(samples: Sequence[Sample], asked: Adviser | None) -> None:
    """Print a confusion table a label, with an adviser or with none."""
    answers = [labelled(sample.inbound, asked) for sample in samples]
    name = "with the language model" if asked is not None else "alone"
    doubted = sum(bool(doubts) for _, doubts in answers)
    print(f"\nOur own messages, {name}: {doubted} of {len(samples)} in doubt")
    tables = _tables(samples, [labels for labels, _ in answers])
    for label, c in tables.items():
        print(
            f"  {label:18}{c.hits:6}{c.alarms:8}{c.misses:8}"
            f"{c.precision:11.3f}{c.recall:8.3f}{c.f1:7.3f}"
        )


def _tables(samples: Sequence[Sample], answers: Sequence[Labels]) -> dict[str, Counts]:
    truth = [{*sample.tags, *([SPAM] if sample.is_spam else [])} for sample in samples]
    return {
        label: count((label in t, label in a) for t, a in zip(truth, answers, strict=True))
        for label in LABELS
    }


def _said(asked: Adviser, inbound: Inbound) -> Opinion | None:
    try:
        return opinion.read_answer(asked.ask(opinion.INSTRUCTIONS, opinion.question(inbound)))
    except Unavailable:
        return None

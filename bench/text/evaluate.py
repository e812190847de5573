"""Measures the shipped text model on what no training saw, and its time for a message.

    python -m bench.text.evaluate --mails DIR --sms FILE --intents FILE

Without arguments it measures on our own questions only; with `--bedrock MODEL` also what a
language model changes.
"""

import argparse
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from time import process_time
from typing import Any

from bench.text import advised, corpora
from bench.text.corpora import Sample
from bench.text.figures import Counts, count
from chalicelib.routing.text.classify import judge, scores, tag
from chalicelib.routing.text.features import read
from chalicelib.routing.text.model import TAGS, Inbound
from chalicelib.routing.text.weights import shipped

HERE = Path(__file__).parent
BUDGET = 0.001  # seconds of processor time for a message, both verdicts


def main() -> None:
    """Print everything."""
    given = _arguments()
    strangers, unwanted = questions(), unwanted_messages()
    held_back: list[Sample] = []
    if given.mails:
        held_back += [s for s in corpora.mails(given.mails) if s.is_held_back]
    if given.sms:
        held_back += [s for s in corpora.short_messages(given.sms) if s.is_held_back]
    intents = list(corpora.intents(given.intents)) if given.intents else []
    _print_spam(held_back, strangers, unwanted, intents)
    if intents:
        print_tags("Tags, intents' own test split (four of nine tags occur)", intents)
    print_tags("Tags, strangers' questions, all languages", strangers)
    for language in sorted({s.source for s in strangers}):
        print_tags(f"Tags, strangers, {language}", _of(strangers, language), details=False)
    _print_times([*held_back, *strangers])
    if given.bedrock:
        for asked in (None, advised.adviser(given.bedrock, given.region)):
            advised.print_advised([*strangers, *unwanted], asked)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("mails", "sms", "intents"):
        parser.add_argument(f"--{name}", type=Path)
    parser.add_argument("--bedrock", help="a model to ask, which costs money")
    parser.add_argument("--region", default="eu-west-1")
    return parser.parse_args()


def questions() -> list[Sample]:
    """Return the questions that were written before there was a model, by language."""
    return [
        Sample(inbound=Inbound(text=row["text"]), source=row["language"], tags=tuple(row["tags"]))
        for row in _rows("questions.jsonl")
    ]


def unwanted_messages() -> list[Sample]:
    """Return the spam that was written before there was a model, by language."""
    return [
        Sample(inbound=Inbound(text=row["text"]), source=row["language"], is_spam=True)
        for row in _rows("unwanted.jsonl")
    ]


def _rows(name: str) -> list[dict[str, Any]]:
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def _of(samples: Iterable[Sample], source: str) -> list[Sample]:
    return [sample for sample in samples if sample.source == source]


def _print_spam(held_back: list[Sample], *others: list[Sample]) -> None:
    strangers, unwanted, intents = others
    groups = {
        "held-back mails": _of(held_back, "mail"),
        "held-back SMS": _of(held_back, "sms"),
        "held-back mails and SMS": held_back,
        "strangers' questions and spam": [*strangers, *unwanted],
        "intents' test split (all ham)": intents,
    }
    for name, samples in groups.items():
        if samples:
            _print_table(name, count((s.is_spam, judge(s.inbound).is_spam) for s in samples))
    for language in sorted({s.source for s in unwanted}):
        found = [judge(s.inbound).is_spam for s in _of(unwanted, language)]
        print(f"  strangers' spam, {language}: {sum(found)} of {len(found)} found")


def _print_table(name: str, counts: Counts) -> None:
    print(f"\nSpam, {name}")
    print(f"  {'':10}{'said spam':>12}{'said wanted':>12}")
    print(f"  {'spam':10}{counts.hits:12}{counts.misses:12}")
    print(f"  {'wanted':10}{counts.alarms:12}{counts.passes:12}")
    print(
        f"  precision {counts.precision:.3f}  recall {counts.recall:.3f}  F1 {counts.f1:.3f}"
        f"  false positives {counts.alarm_rate:.2%}"
    )


def tag_counts(samples: Sequence[Sample]) -> dict[str, Counts]:
    """Return the confusion table of each tag that occurs in the samples."""
    given = [{t.name for t in tag(s.inbound)} for s in samples]
    tables = {
        name: count((name in s.tags, name in g) for s, g in zip(samples, given, strict=True))
        for name in TAGS
    }
    return {name: c for name, c in tables.items() if c.hits + c.misses}


def macro_f1(tables: dict[str, Counts]) -> float:
    """Return the mean F1: every tag counts alike, however rare."""
    return sum(c.f1 for c in tables.values()) / max(len(tables), 1)


def print_tags(title: str, samples: Sequence[Sample], *, details: bool = True) -> None:
    """Print one line a tag, and the mean."""
    tables = tag_counts(samples)
    print(f"\n{title}: macro-F1 {macro_f1(tables):.3f} ({len(samples)} messages)")
    if not details:
        return
    print(f"  {'':18}{'hits':>6}{'alarms':>8}{'misses':>8}{'precision':>11}{'recall':>8}{'F1':>7}")
    for name, c in tables.items():
        print(
            f"  {name:18}{c.hits:6}{c.alarms:8}{c.misses:8}"
            f"{c.precision:11.3f}{c.recall:8.3f}{c.f1:7.3f}"
        )
    extra = sum(bool(tag(s.inbound)) for s in samples if not s.tags)
    print(f"  without any tag: {sum(not s.tags for s in samples)}, of which tagged {extra}")


def _print_times(samples: Sequence[Sample]) -> None:
    shipped()
    longest = max(samples, key=lambda s: len(s.inbound.text)).inbound
    groups = {"all measured messages": [s.inbound for s in samples], "the longest": [longest] * 50}

    for name, inbounds in groups.items():
        spent = min(_seconds(inbounds) for _ in range(3)) / len(inbounds)
        verdict = "within" if spent <= BUDGET else "OVER"
        print(f"\nTime, {name}: {spent * 1000:.2f} ms, {verdict} the budget")


def _seconds(inbounds: Iterable[Inbound]) -> float:
    start = process_time()
    for inbound in inbounds:
        read.cache_clear()
        scores(inbound)
    return process_time() - start


if __name__ == "__main__":
    main()

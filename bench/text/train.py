"""Trains the weights that ship: the same data give the same file.

    python -m bench.text.train --mails DIR --sms FILE --intents FILE

Needs NumPy and SciPy. Held-back parts are left out before anything is counted.
"""

import argparse
import json
import zlib
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from bench.text import corpora, fit, phrasebook, spambook, spamfit
from bench.text.corpora import Sample
from bench.text.figures import best_f1
from chalicelib.routing.text.features import BUCKETS, Features, read
from chalicelib.routing.text.model import TAGS
from chalicelib.routing.text.weights import COLUMNS, FILE, SPAM_COLUMNS

np = fit.np

FOLDS = 3
TAG_STRENGTH = 12.0
COMMON = 0.01  # words in more than this share of customers' messages teach nothing by themselves


def main() -> None:
    """Train and write the file."""
    samples = _samples()
    features = [read(sample.inbound) for sample in samples]
    columns = {**_tag_models(samples, features), **spamfit.columns(samples, features)}
    _write(columns, _common(samples, features))


def _samples() -> list[Sample]:
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("mails", "sms", "intents"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    given = parser.parse_args()
    public = [*corpora.mails(given.mails), *corpora.short_messages(given.sms)]
    kept = [sample for sample in public if not sample.is_held_back]
    return [*kept, *corpora.intents(given.intents), *phrasebook.messages(), *spambook.messages()]


def _folds(sample: Sample) -> frozenset[int]:
    parts = sample.folds if isinstance(sample, phrasebook.Made) else {sample.part}
    return frozenset(part % FOLDS for part in parts)


def _tag_models(samples: Sequence[Sample], features: Sequence[Features]) -> dict[str, Any]:
    chosen = [i for i, s in enumerate(samples) if not s.is_spam and s.source in _TAGGED]
    rows = fit.matrix([features[i] for i in chosen], signals=False)
    seen = [samples[i] for i in chosen]
    weights = np.array([_TAGGED[s.source] for s in seen])
    models: dict[str, Any] = {}
    for tag in TAGS:
        truth = np.array([tag in s.tags for s in seen])
        margins = _held_out(rows, truth, weights, seen)
        judged = np.array([s.source == "phrases" for s in seen]) & ~np.isnan(margins)
        threshold = best_f1(margins[judged], truth[judged])
        column, bias = fit.fit(rows, truth, strength=TAG_STRENGTH, weights=weights)
        models[tag] = column, bias, threshold
        print(f"{tag}: threshold {threshold:.2f}")
    return models


_TAGGED = {"intents": 0.6, "phrases": 1.0}


def _held_out(rows: Any, truth: Any, weights: Any, samples: Sequence[Sample]) -> Any:
    """Return margins from models that saw none of a sample's phrases; NaN where none exists."""
    margins = np.full(len(samples), np.nan)
    folds = [_folds(sample) for sample in samples]
    for fold in range(FOLDS):
        # Intents come without parts; their wording is another's, so they are always learnt from.
        learnt = np.array(
            [fold not in f or s.source == "intents" for f, s in zip(folds, samples, strict=True)]
        )
        judged = np.array([f == {fold} for f in folds]) & ~learnt
        w, bias = fit.fit(
            rows[learnt], truth[learnt], strength=TAG_STRENGTH, weights=weights[learnt]
        )
        margins[judged] = rows[judged] @ w + bias
    return margins


def _common(samples: Sequence[Sample], features: Sequence[Features]) -> list[int]:
    """Return the words of more than a hundredth of all messages, or of one language's."""
    counts: Counter[int] = Counter()
    for sample, read_words in zip(samples, features, strict=True):
        if not sample.is_spam:
            counts.update(read_words.words)
    least = COMMON * len(samples) / len(phrasebook.LANGUAGES)
    return sorted(bucket for bucket, count in counts.items() if count >= least)


def _write(models: Mapping[str, Any], common: list[int]) -> None:
    ordered = [models[column] for column in COLUMNS]
    columns, scales = zip(*(_quantised(model[0][:BUCKETS]) for model in ordered), strict=True)
    about = {
        "columns": list(COLUMNS),
        "buckets": BUCKETS,
        "scales": [round(scale, 6) for scale in scales],
        "biases": [round(model[1], 4) for model in ordered],
        "thresholds": [round(float(model[2]), 4) for model in ordered],
        "signals": [[round(float(v), 4) for v in models[column][3]] for column in SPAM_COLUMNS],
        "common": common,
    }
    body = np.stack(columns, axis=1).astype(np.int8).tobytes()
    head = json.dumps(about, separators=(",", ":")).encode()
    FILE.write_bytes(head + b"\n" + zlib.compress(body, 9))
    print(f"{FILE.name}: {FILE.stat().st_size // 1024} kB, {len(common)} common words")


def _quantised(weights: Any) -> tuple[Any, float]:
    scale = float(np.quantile(np.abs(weights[weights != 0]), 0.9995)) / 127
    return np.clip(np.rint(weights / scale), -127, 127), scale


if __name__ == "__main__":
    main()

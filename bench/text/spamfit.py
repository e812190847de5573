"""Fits the three columns of spam: what shops know, and what either kind of message knows.

A kind's own messages say best what spam of that kind is, and the ones made by hand say what else
there is. Learnt together each spoils the other, so they are learnt apart and their weights added.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bench.text import fit, phrasebook
from bench.text.corpora import Sample, part_of
from bench.text.figures import fewest_alarms
from chalicelib.routing.text.features import BUCKETS, Features
from chalicelib.routing.text.weights import KNOWN, LETTER, SHORT

np = fit.np

FOLDS = 4
STRENGTH = 300.0
KINDS = {LETTER: "mail", SHORT: "sms"}
SHARES = {LETTER: 0.3, SHORT: 0.5}  # of the weights of what shops know, in each kind's
# Of ham, while choosing thresholds: so few that with 95 % certainty it is less than 0.5 % at large.
ALARMS = {LETTER: 0.002, SHORT: 0.002, KNOWN: 0.0005}
_PUBLIC = frozenset(KINDS.values())
_MADE = {"intents": 0.3, "phrases": 0.4, "spambook": 0.3}
_FOREIGN_HAM = 0.3  # what public ham counts for what shops know
_MADE_HAM = 0.1  # what ham made by hand counts for a kind

Column = tuple[Any, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lot:
    """All samples as numbers, and what they are."""

    rows: Any
    truth: Any
    sources: Any
    folds: Sequence[frozenset[int]]

    def weights(self, column: str) -> Any:
        """Return what each sample counts for a column; nothing, where it is not learnt from."""
        source = KINDS.get(column)
        counts = dict.fromkeys(_PUBLIC, _FOREIGN_HAM) | _MADE
        if source is not None:
            counts = dict.fromkeys(_PUBLIC, 0.0) | dict.fromkeys(_MADE, _MADE_HAM) | {source: 1.0}
        found = np.array([counts[each] for each in self.sources])
        is_own = np.isin(self.sources, [source] if source else list(_MADE))
        return np.where(self.truth & ~is_own, 0.0, found)


def columns(samples: Sequence[Sample], features: Sequence[Features]) -> dict[str, Any]:
    """Return (weights of buckets, bias, threshold, weights of signals) for each column."""
    lot = _lot(samples, features)
    held_out = {column: _held_out(lot, lot.weights(column)) for column in (KNOWN, *KINDS)}
    full = {column: _fit(lot, lot.weights(column)) for column in (KNOWN, *KINDS)}
    return {
        column: _finished(_added(full, column), _threshold(lot, held_out, column))
        for column in (KNOWN, *KINDS)
    }


def _lot(samples: Sequence[Sample], features: Sequence[Features]) -> Lot:
    # A quarter of what is no spam says enough of it.
    chosen = [
        place
        for place, sample in enumerate(samples)
        if sample.source in _PUBLIC
        or sample.source == "spambook"
        or sample.is_spam
        or not place % 4
    ]
    return Lot(
        rows=fit.matrix([features[place] for place in chosen], signals=True),
        truth=np.array([samples[place].is_spam for place in chosen]),
        sources=np.array([samples[place].source for place in chosen]),
        folds=[_folds(samples[place]) for place in chosen],
    )


def _folds(sample: Sample) -> frozenset[int]:
    parts = {sample.part}
    if isinstance(sample, phrasebook.Made):
        parts = set(sample.folds)
    elif sample.source not in _PUBLIC:
        parts = {part_of(sample.inbound.text)}
    return frozenset(part % FOLDS for part in parts)


def _fit(lot: Lot, weights: Any, learnt: Any = None) -> Column:
    used = weights > 0 if learnt is None else (weights > 0) & learnt
    return fit.fit(
        lot.rows[used], lot.truth[used], strength=STRENGTH, weights=weights[used], contrasted=True
    )


def _held_out(lot: Lot, weights: Any) -> Any:
    """Return margins from models that saw nothing of a sample's fold; NaN where there is none."""
    margins = np.full(len(lot.folds), np.nan)
    for fold in range(FOLDS):
        learnt = np.array([fold not in folds for folds in lot.folds])
        judged = np.array([folds == {fold} for folds in lot.folds])
        column, bias = _fit(lot, weights, learnt)
        margins[judged] = lot.rows[judged] @ column + bias
    return margins


def _threshold(lot: Lot, held_out: Mapping[str, Any], column: str) -> float:
    margins = held_out[column]
    judged = np.isin(lot.sources, [*_PUBLIC, "intents", "phrases"]) & ~lot.truth
    if column in KINDS:
        margins = margins + SHARES[column] * held_out[KNOWN]
        judged = lot.sources == KINDS[column]
    judged = judged & ~np.isnan(margins)
    threshold = fewest_alarms(margins[judged], lot.truth[judged], ALARMS[column])
    _report(lot, margins > threshold, column)
    return threshold


def _report(lot: Lot, said: Any, column: str) -> None:
    for source in sorted(set(lot.sources)):
        own = lot.sources == source
        spam, ham = said[own & lot.truth], said[own & ~lot.truth]
        told = f"{spam.sum()} of {len(spam)} found, {ham.sum()} of {len(ham)} false"
        print(f"{column}, {source}: {told} in cross-validation")


def _added(full: Mapping[str, Column], column: str) -> Column:
    weights, bias = full[column]
    if column not in KINDS:
        return weights, bias
    known, known_bias = full[KNOWN]
    return weights + SHARES[column] * known, bias + SHARES[column] * known_bias


def _finished(column: Column, threshold: float) -> tuple[Any, float, float, Any]:
    weights, bias = column
    return weights[:BUCKETS], bias, threshold, weights[BUCKETS:]

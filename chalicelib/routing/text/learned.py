"""What an account's agents have taught by their corrections, on top of the shipped weights."""

import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from chalicelib.routing.text.model import LABELS

ENTRY_LIMIT = 8000  # keeps it within 56 kB, a fraction of one row of the table
LARGEST_STEP = 20.0
SPARE = 2.5  # how far past the threshold a correction carries its own message
KEPT = 0.995  # of every older weight, at each correction of the same label
FAINT = 0.02
_ROUNDING = 1e-6
_ENTRY = struct.Struct("<HBf")
_VERSION = b"\x01"

_Key = tuple[int, int]


def _nothing() -> Mapping[_Key, float]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Learned:
    """Weights of words by (label, bucket); few, and older ones fade."""

    weights: Mapping[_Key, float] = field(default_factory=_nothing)


NOTHING = Learned()


def shift(learned: Learned, label: str, words: tuple[int, ...]) -> float:
    """Return how far the account's corrections move these words towards the label."""
    if not learned.weights or not words:
        return 0.0
    place, weights = LABELS.index(label), learned.weights
    return sum(weights.get((place, word), 0.0) for word in words) / len(words) ** 0.5


def correct(
    learned: Learned, label: str, words: tuple[int, ...], *, holds: bool, margin: float
) -> Learned:
    """Return what is known after an agent said that the label holds for these words, or not.

    `margin` is how far past its threshold the label was, learning included. A message that is
    judged rightly already teaches nothing, so clicking twice changes nothing.
    """
    missing = SPARE - margin if holds else SPARE + margin
    if missing <= _ROUNDING or not words:
        return learned
    place = LABELS.index(label)
    step = min(missing, LARGEST_STEP) / len(words) ** 0.5
    weights = {
        key: weight * KEPT if key[0] == place else weight for key, weight in learned.weights.items()
    }
    for word in words:
        key = (place, word)
        weights[key] = weights.get(key, 0.0) + (step if holds else -step)
    return Learned(weights=_bounded(weights))


def dump(learned: Learned) -> bytes:
    """Write as bytes, the same for equal values."""
    entries = sorted(learned.weights.items())
    return _VERSION + b"".join(_ENTRY.pack(b, place, w) for (place, b), w in entries)


def load(raw: bytes) -> Learned:
    """Read what `dump` wrote; anything else counts as nothing learned, for mail must go on."""
    body = raw[1:]
    if raw[:1] != _VERSION or len(body) % _ENTRY.size:
        return NOTHING
    read = _ENTRY.iter_unpack(body)
    return Learned(weights=_bounded({(place, b): w for b, place, w in read if place < len(LABELS)}))


def _bounded(weights: dict[_Key, float]) -> Mapping[_Key, float]:
    kept = [entry for entry in weights.items() if FAINT <= abs(entry[1]) < float("inf")]
    if len(kept) > ENTRY_LIMIT:
        kept.sort(key=lambda entry: (-abs(entry[1]), entry[0]))
    return MappingProxyType(dict(kept[:ENTRY_LIMIT]))

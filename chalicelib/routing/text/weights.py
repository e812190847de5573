"""The trained weights that ship with the product, read once from the file beside this module.

The file is one line of JSON (biases, thresholds, scales) and then, compressed, one signed byte
for each bucket and column. `bench/text/train.py` writes it.
"""

import json
import zlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from chalicelib.routing.text.features import BUCKETS
from chalicelib.routing.text.model import TAGS, Inbound

KNOWN, LETTER, SHORT = "known spam", "spam by mail", "spam as a short text"
SPAM_COLUMNS = (KNOWN, LETTER, SHORT)
"""What reads like the spam that shops know; and like that of either kind of message."""
COLUMNS = (*TAGS, *SPAM_COLUMNS)

FILE = Path(__file__).with_name("weights.bin")
_FIELD = 24  # bits; wide enough for 2000 buckets of one byte each
_MASK = (1 << _FIELD) - 1
_ZERO = 128


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """A linear model; `rows` holds all columns of a bucket in one number, so one sum adds all.

    `signals` has a row for each of `SPAM_COLUMNS`.
    """

    rows: tuple[int, ...]
    scales: tuple[float, ...]
    biases: tuple[float, ...]
    thresholds: tuple[float, ...]
    signals: tuple[tuple[float, ...], ...]
    common: frozenset[int]

    def sums(self, buckets: frozenset[int]) -> tuple[float, ...]:
        """Return what the buckets weigh for each column."""
        total = sum(map(self.rows.__getitem__, buckets))
        zero = _ZERO * len(buckets)
        return tuple(
            ((total >> _FIELD * place & _MASK) - zero) * scale
            for place, scale in enumerate(self.scales)
        )

    def weight(self, bucket: int, column: str) -> float:
        """Return what one bucket weighs for one column."""
        place = COLUMNS.index(column)
        return ((self.rows[bucket] >> _FIELD * place & _MASK) - _ZERO) * self.scales[place]


def kind_of(inbound: Inbound) -> str:
    """Return the column for a message's kind of spam."""
    return LETTER if inbound.is_letter else SHORT


@cache
def shipped() -> Weights:
    """Return the weights of the file; only the first call reads."""
    return parse(FILE.read_bytes())


def parse(raw: bytes) -> Weights:
    """Read a file of weights; one made for other columns or buckets is refused."""
    head, _, body = raw.partition(b"\n")
    about: dict[str, Any] = json.loads(head)
    if about.get("columns") != list(COLUMNS) or about["buckets"] != BUCKETS:
        raise ValueError("The weights were trained for another version; train them anew")
    return Weights(
        rows=tuple(_rows(zlib.decompress(body))),
        scales=tuple(about["scales"]),
        biases=tuple(about["biases"]),
        thresholds=tuple(about["thresholds"]),
        signals=tuple(map(tuple, about["signals"])),
        common=frozenset(about["common"]),
    )


def _rows(body: bytes) -> list[int]:
    width, spread = len(COLUMNS), _FIELD // 8
    empty = bytes(width)
    nothing = _row(empty, spread)
    chunks = (body[start : start + width] for start in range(0, BUCKETS * width, width))
    return [nothing if chunk == empty else _row(chunk, spread) for chunk in chunks]


def _row(chunk: bytes, spread: int) -> int:
    raised = bytearray(len(chunk) * spread)
    raised[::spread] = bytes((value + _ZERO) & 0xFF for value in chunk)
    return int.from_bytes(raised, "little")

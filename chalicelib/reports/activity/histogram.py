"""Durations in buckets of fixed bounds, so that those of many days and tickets add up.

Four buckets an octave: what is read from one is the middle of its bounds by ratio, at most 9.1 %
from any second in it. Less than a second is none.
"""

import math
from collections.abc import Mapping
from fractions import Fraction

STEPS = 4
"""Buckets from a duration to its double."""
ERROR = 2 ** (1 / (2 * STEPS)) - 1
"""The largest part by which a percentile is wrong."""
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def bucket(seconds: int) -> str:
    """Return the bucket's name, two characters long.

    >>> bucket(0), bucket(1), bucket(60), bucket(86_400)
    ('00', '01', '0o', '1u')
    """
    number = 0 if seconds < 1 else 1 + math.floor(STEPS * math.log2(seconds))
    return _DIGITS[number // 36] + _DIGITS[number % 36]


def seconds(name: str) -> int:
    """Return what stands for all that is in a bucket."""
    number = int(name, 36)
    return 0 if number == 0 else round(2 ** ((number - 0.5) / STEPS))


def percentile(counts: Mapping[str, int], rank: Fraction) -> int | None:
    """Return the least duration that so many of all do not exceed, None where there are none."""
    wanted = math.ceil(rank * sum(counts.values()))
    seen = 0
    for name in sorted(counts):
        seen += counts[name]
        if 0 < wanted <= seen:
            return seconds(name)
    return None

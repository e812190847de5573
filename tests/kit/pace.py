"""How long something may take, in seconds of a quiet machine of two cores.

A busy or slower machine is no fault: it shows in the same small piece of work, done just before
(and just after, where that was not enough), and the bound grows with it. What is built to cost
breaks any such bound.
"""

import gc
import re
from collections.abc import Iterator
from contextlib import contextmanager
from time import process_time

_USUAL = 0.025
"""Seconds that `_work` takes where the bounds were set."""


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Fail where the block takes the processor longer; what a whole run keeps is not counted."""
    gc.freeze()
    try:
        slowness, begun = max(1.0, _slowness()), process_time()
        yield
        taken = process_time() - begun
        if taken >= seconds * slowness:
            slowness = max(slowness, _slowness())
    finally:
        gc.unfreeze()
    assert taken < seconds * slowness, f"{taken:.2f} s, on a machine {slowness:.1f} x as slow"


def _slowness() -> float:
    begun = process_time()
    _work()
    return (process_time() - begun) / _USUAL


def _work() -> None:
    words = [f"{number}:{'ab' * (number % 7)}" for number in range(30_000)]
    found = {word: re.sub("ab", "b", word) for word in words}
    assert len(sorted(found.values())) == len(words)

"""Waits without waiting: botocore's back-off, skipped and counted."""

from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from unittest.mock import patch


@contextmanager
def skipped_waits() -> Iterator[list[float]]:
    """Yield the seconds that botocore would have slept between attempts, and sleep none."""
    waited: list[float] = []
    with patch("botocore.endpoint.time", SimpleNamespace(sleep=waited.append)):
        yield waited

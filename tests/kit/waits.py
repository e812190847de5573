"""Waits without waiting: botocore's back-off, skipped and counted."""

from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from unittest.mock import patch


@contextmanager
def skipped_waits() -> Iterator[list[float]]:
    """Yield the seconds that botocore would have slept between attempts, and sleep none.

    A client that many faults have met saves its attempts for later; here each call gets them all,
    whatever tests came before.
    """
    waited: list[float] = []
    quota = "botocore.retries.quota.RetryQuota.acquire"
    with (
        patch("botocore.endpoint.time", SimpleNamespace(sleep=waited.append)),
        patch(quota, lambda _quota, _amount: True),
    ):
        yield waited

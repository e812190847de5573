"""Batches of a queue: what failed, or was not begun, comes again."""

from dataclasses import dataclass

import pytest

import app
from chalicelib import jobs
from chalicelib.aws.http import CONNECT_SECONDS, TOTAL_SECONDS
from chalicelib.aws.resilient import BEGIN_WITHIN

BATCH = {"Records": [{"messageId": name, "body": name} for name in ("a", "b", "c")]}


@dataclass
class Context:
    """What Lambda says of the time that is left, less at every look."""

    left: int = 50_000

    def get_remaining_time_in_millis(self) -> int:
        """Return the milliseconds."""
        self.left -= 18_000
        return self.left


def failed(answer: dict[str, list[dict[str, str]]]) -> list[str]:
    return [each["itemIdentifier"] for each in answer["batchItemFailures"]]


def test_what_would_be_cut_off_is_not_begun() -> None:
    begun: list[str] = []

    answer = jobs.batch(BATCH, begun.append, Context(left=50_000))

    assert begun == ["a"]
    assert failed(answer) == ["b", "c"]


def test_a_send_is_not_begun_that_its_slowest_provider_could_outlast(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    begun: list[str] = []
    monkeypatch.setattr(jobs, "deliver_message", begun.append)
    slowest = BEGIN_WITHIN.total_seconds() + CONNECT_SECONDS + TOTAL_SECONDS

    answer = app.deliver(BATCH, Context(left=18_000 * 2 + int(slowest * 1000)))

    assert begun == ["a"]
    assert failed(answer) == ["b", "c"]


def test_only_what_failed_comes_again() -> None:
    def work(body: str) -> None:
        if body == "b":
            raise RuntimeError

    assert failed(jobs.batch(BATCH, work)) == ["b"]

"""What a process remembers for some seconds."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.table import recent
from chalicelib.table.recent import Recent

NOON = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
KEPT = timedelta(seconds=5)


def counting() -> Callable[[], int]:
    reads: list[int] = []

    def read() -> int:
        reads.append(1)
        return len(reads)

    return read


@pytest.mark.parametrize(("later", "reads"), [(0, 1), (4.9, 1), (5, 2), (-1, 2)])
def test_a_value_is_read_again_when_it_is_old(later: float, reads: int) -> None:
    values, read = Recent[int](KEPT), counting()
    values.get("a", "k", NOON, read)

    assert values.get("a", "k", NOON + timedelta(seconds=later), read) == reads


def test_forgetting_an_account_leaves_the_others() -> None:
    values, read = Recent[int](KEPT), counting()
    for account in ("a", "b"):
        values.get(account, "k", NOON, read)

    values.forget("a")

    assert [values.get(account, "k", NOON, read) for account in ("a", "b")] == [3, 2]


def test_what_is_forgotten_while_it_is_read_is_not_kept() -> None:
    values, read = Recent[int](KEPT), counting()

    def slow() -> int:
        values.forget("a")
        return read()

    assert values.get("a", "k", NOON, slow) == 1
    assert values.get("a", "k", NOON, read) == 2


def test_nothing_found_is_not_kept() -> None:
    values: Recent[int | None] = Recent(KEPT)
    values.get("a", "k", NOON, lambda: None)

    assert values.get("a", "k", NOON, lambda: 1) == 1


def test_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recent, "_MANY", 3)
    values: Recent[int] = Recent(KEPT)

    for number in range(20):
        values.get("a", str(number), NOON, lambda: 1)
        values.get(str(number), "k", NOON, lambda: 1)

    assert len(values._values) <= 3
    assert all(len(own) <= 3 for own in values._values.values())

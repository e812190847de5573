"""What races are proved on: an engine that loses no update and lets nobody win twice."""

import threading
from collections.abc import Callable
from typing import Any

import pytest

from dev.aws.faults import Faults
from dev.aws.gate import gate
from tests.kit import toy
from tests.kit.waits import skipped_waits

pytestmark = pytest.mark.engine

THREADS = 8


def in_threads(task: Callable[[], object]) -> None:
    threads = [threading.Thread(target=task) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_no_versioned_increment_of_many_is_lost(db: Any) -> None:
    keys = [str(n) for n in range(40)]

    in_threads(lambda: [toy.increment(db, key) for _ in range(10) for key in keys])

    assert sum(toy.read(db, key)[0] for key in keys) == 3_200


def test_each_unique_guard_is_won_once(db: Any) -> None:
    keys = [f"{n:02}" for n in range(60)]
    won: list[str] = []

    in_threads(lambda: won.extend(key for key in keys if toy.claim(db, key)))

    assert sorted(won) == keys


def test_a_transaction_sent_twice_with_one_token_is_applied_once(db: Any) -> None:
    faults = Faults()
    faults.inject("dynamodb.TransactWriteItems", "lost_reply")

    with gate.around(faults), skipped_waits():
        assert toy.claim_and_add(db, "guard", "sum") is True

    assert toy.read(db, "sum")[0] == 1

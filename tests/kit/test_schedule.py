"""Seeded schedules repeat, differ between seeds, and find planted races."""

import threading
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from tests.kit import toy
from tests.kit.history import History, Operation, assert_linearizable
from tests.kit.schedule import Run, Stuck, explore, explore_seeds

pytestmark = pytest.mark.any_engine


def counts(state: int, operation: Operation) -> int | None:
    """Be a counter whose `add` tells the new value."""
    return state + 1 if operation.result in (state + 1, "<unknown>") else None


def race(db: Any, add: Callable[[Any, str], int]) -> Any:
    """Let three callers add to a fresh counter."""
    names = iter(range(1000))

    def make() -> Any:
        key, history = str(next(names)), History()
        tasks = [partial(history.call, "add", lambda: add(db, key)) for _ in range(3)]
        return tasks, lambda _run: assert_linearizable(history, counts, 0)

    return make


def test_a_lost_update_is_found(db: Any) -> None:
    with pytest.raises(AssertionError, match="no order explains") as caught:
        explore_seeds(race(db, toy.careless_increment), range(50))

    assert "seed" in caught.value.__notes__[0]


def test_a_versioned_update_holds_in_every_schedule(db: Any) -> None:
    different = explore_seeds(race(db, toy.increment), range(50))

    assert different > 40


def test_a_seed_repeats_its_schedule(db: Any) -> None:
    def play(seed: int) -> list[tuple[int, str]]:
        key = f"{seed}-{next(fresh)}"
        return explore([lambda: toy.increment(db, key)] * 3, seed=seed).trace

    fresh = iter(range(100))

    assert play(7) == play(7)
    assert len({tuple(play(seed)) for seed in range(10)}) > 5


def test_results_and_errors_are_told_by_task(db: Any) -> None:
    def fail() -> None:
        toy.read(db)
        raise LookupError("planted")

    run = explore([lambda: toy.increment(db), fail], seed=1)

    assert run.results == {0: 1}
    assert isinstance(run.errors[1], LookupError)


def test_a_lock_held_over_a_call_is_reported_as_stuck(db: Any) -> None:
    lock = threading.Lock()

    def locked() -> None:
        with lock:
            toy.read(db)

    with pytest.raises(Stuck):
        explore_seeds(lambda: ([locked, locked], lambda _run: None), range(20), patience=0.2)


def test_a_run_reads_as_its_seed_and_calls() -> None:
    run = Run(3, trace=[(0, "start"), (0, "dynamodb.PutItem")])

    assert str(run) == "seed 3: 0:start 0:PutItem"

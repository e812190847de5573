"""Whatever is drawn and given back at once could have been done one after the other (I-5, F-51).

Histories are recorded under seeded schedules, judged against `turns` alone, and the judge is shown
to find what is planted.
"""

import random
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any
from unittest.mock import patch

import pytest

from chalicelib.core.desk import Desk
from chalicelib.routing import rotation
from chalicelib.routing.rotation import RotationRow
from chalicelib.table.row import Row
from chalicelib.table.write import ConditionFailed
from dev.aws.faults import Faults
from dev.aws.gate import gate
from tests.kit.history import History, assert_linearizable
from tests.kit.schedule import Run, explore_seeds
from tests.kit.seeds import seeds
from tests.kit.waits import skipped_waits
from tests.routing.turn_model import Told, step

SEEDS, PARTS = 1_000, 10
TASKS = 3
AGENTS = ("ana", "bob", "cem", "dia")
Work = Callable[[], object]


def draw(desk: Desk, pool: str, members: tuple[str, ...], name: str) -> str | None:
    return rotation.draw(desk, pool, members, name)


def a_work(history: History, desk: Desk, pool: str, chance: random.Random, own: str) -> Work:
    """Return some operations: draws of few names, among whoever is there, and returns."""
    planned: list[tuple[str, tuple[Any, ...]]] = []
    for _ in range(chance.choice((1, 1, 1, 2))):
        name = f"ticket {own}{chance.randrange(4)}"
        members = tuple(chance.sample(AGENTS, chance.choice((2, 3, 3, 4))))
        planned.append(
            ("give_back", (name,)) if chance.random() < 0.25 else ("draw", (members, name))
        )

    def work() -> None:
        for verb, args in planned:
            make = partial(draw if verb == "draw" else rotation.give_back, desk, pool)
            history.call(verb, make, *args)

    return work


def races(
    desk: Desk, seeds: Iterable[int], *, is_shared: bool = True
) -> Callable[[], tuple[list[Work], Callable[[Run], object]]]:
    """Return what makes the next race; each in a pool of its own, half of them drawn from already.

    The tickets are all workers' alike, as after a message that came twice, or each has its own.
    """
    numbers = iter(seeds)

    def make() -> tuple[list[Work], Callable[[Run], object]]:
        number, history = next(numbers), History()
        chance, pool = random.Random(number), f"pool {number}"
        if number % 2:
            history.call("draw", partial(draw, desk, pool), AGENTS[:3], "ticket 0")
        owners = [""] * TASKS if is_shared else "abc"
        works = [a_work(history, desk, pool, chance, own) for own in owners]

        def check(run: Run) -> None:
            assert run.errors == {}
            assert_linearizable(history, step, Told())

        return works, check

    return make


@contextmanager
def careless() -> Iterator[None]:
    """Plant what a rotation must not do: read, decide, and write whatever happened meanwhile."""

    def save(row: RotationRow, condition: object = None) -> None:
        Row.save(row)

    refused = patch.object(rotation, "_advanced", side_effect=ConditionFailed(0))
    with refused, patch.object(RotationRow, "save", save):
        yield


@pytest.mark.any_engine
@pytest.mark.acceptance(96)
@pytest.mark.parametrize("part", seeds(1, of=PARTS))
def test_every_schedule_of_draws_is_explained_by_some_order(desk: Desk, part: int) -> None:
    seeds = range(part, SEEDS, PARTS)

    assert explore_seeds(races(desk, seeds), seeds) > len(seeds) // 2


@pytest.mark.any_engine
@pytest.mark.thorough
def test_so_is_every_schedule_in_which_answers_are_lost(desk: Desk) -> None:
    seeds = range(SEEDS // 10)
    faults, make = Faults(), races(desk, seeds, is_shared=False)

    def spoiled() -> Any:
        race = make()
        for call in ("dynamodb.UpdateItem", "dynamodb.PutItem"):
            faults.inject(call, "lost_reply")
        return race

    with gate.around(faults), skipped_waits():
        explore_seeds(spoiled, seeds)


@pytest.mark.any_engine
def test_a_draw_that_reads_and_then_writes_is_found(desk: Desk) -> None:
    with careless(), pytest.raises(AssertionError, match="no order explains"):
        explore_seeds(races(desk, range(100)), range(100))

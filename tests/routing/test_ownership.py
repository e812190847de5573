"""One ticket, one assignee: by hand, by turns, from two sides at once (I-5, F-51).

What each was told must be what they would have been told one after the other; and the judge finds
whoever ignores the version.
"""

import random
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any, NamedTuple
from unittest.mock import patch

import pytest

from chalicelib.core.desk import Desk
from chalicelib.core.errors import Conflict
from chalicelib.table.row import Row
from chalicelib.tickets import apply, storage
from chalicelib.tickets.assignment import assign, given, is_waiting
from chalicelib.tickets.changes import change
from chalicelib.tickets.model import SYSTEM, Change, Ticket
from tests.builders import NOON, a_ticket, a_ticket_id, an_agent
from tests.kit.history import UNKNOWN, History, Operation, assert_linearizable
from tests.kit.schedule import Run, explore_seeds
from tests.tickets.conftest import account, stored

__all__ = ["account"]
pytestmark = pytest.mark.usefixtures("account")
AGENTS = ("agt_a", "agt_b", "agt_c")
SEEDS = 120
Work = Callable[[], object]


class Held(NamedTuple):
    """Who has the ticket, who gave it, and whether somebody left it on purpose."""

    by: str | None = None
    given_by: str = ""
    is_left: bool = False


def hand_out(ticket: Ticket, agent_id: str) -> Change:
    draft = change(ticket, NOON)
    if is_waiting(ticket):
        draft = given(draft, agent_id, SYSTEM, because="round_robin")
    return draft.done()


def decided(ticket: Ticket, verb: str, agent_id: str) -> Change:
    """Return what the product decides of a ticket."""
    if verb == "hand out":
        return hand_out(ticket, agent_id)
    wanted = agent_id if verb == "take" else None
    return assign(ticket, wanted, an_agent(agent_id), NOON)


def step(state: Held, operation: Operation) -> Held | None:
    """Decide alone, and answer whose the ticket is afterwards, or who has it already."""
    ticket = a_ticket(assignee_id=state.by, assigned_by=state.given_by, is_left=state.is_left)
    try:
        after = decided(ticket, operation.name, *operation.args).ticket
    except Conflict:
        after = ticket
    held = Held(after.assignee_id, after.assigned_by, after.is_left)
    return held if operation.result in (held.by, UNKNOWN) else None


def act(desk: Desk, ticket_id: str, verb: str, agent_id: str) -> str | None:
    """Do it in the table; return whose the ticket is."""
    own = desk.for_operation(f"{ticket_id} {desk.randomness(8).hex()}")
    try:
        done = apply.apply(own, ticket_id, lambda ticket: decided(ticket, verb, agent_id))
    except Conflict as taken:
        return str(taken.extra["assignee_id"])
    return done.ticket.assignee_id


def a_work(history: History, desk: Desk, ticket: Ticket, chance: random.Random) -> Work:
    verbs = [(chance.choice(("take", "take", "free", "hand out")), chance.choice(AGENTS))
             for _ in range(chance.choice((1, 2)))]  # fmt: skip

    def work() -> None:
        for verb, agent_id in verbs:
            history.call(verb, partial(act, desk, ticket.id, verb), agent_id)

    return work


def races(
    desk: Desk, seeds: Iterable[int]
) -> Callable[[], tuple[list[Work], Callable[[Run], object]]]:
    numbers = iter(seeds)

    def make() -> tuple[list[Work], Callable[[Run], object]]:
        number, history = next(numbers), History()
        ticket = stored(desk, a_ticket(id=a_ticket_id(number)))
        works = [a_work(history, desk, ticket, random.Random(3 * number + n)) for n in range(3)]

        def check(run: Run) -> None:
            assert run.errors == {}
            assert_linearizable(history, step, Held())

        return works, check

    return make


@contextmanager
def careless() -> Iterator[None]:
    """Plant what a commit must not do: write whatever has become of the ticket meanwhile."""
    anything = Row.pk.exists() | Row.pk.does_not_exist()

    def put(own: Desk, entry: Any, _before: object) -> storage.Put:
        return storage.Put(row=storage.to_entry_row(own.account_id, entry))

    with (
        patch.object(storage, "_expected", lambda _desk, _change: anything),
        patch.object(storage, "_entry_put", put),
    ):
        yield


@pytest.mark.any_engine
@pytest.mark.thorough
@pytest.mark.acceptance(107)
def test_every_schedule_of_hands_is_explained_by_some_order(desk: Desk) -> None:
    assert explore_seeds(races(desk, range(SEEDS)), range(SEEDS)) > SEEDS // 2


@pytest.mark.any_engine
def test_an_assignment_that_ignores_the_version_is_found(desk: Desk) -> None:
    with careless(), pytest.raises(AssertionError, match="no order explains"):
        explore_seeds(races(desk, range(60)), range(60))


@pytest.mark.engine
@pytest.mark.acceptance(107)
@pytest.mark.parametrize("seed", range(5))
def test_hands_at_once_are_explained_by_some_order(desk: Desk, seed: int) -> None:
    history, start = History(), threading.Barrier(5)
    ticket = stored(desk, a_ticket(id=a_ticket_id(seed)))

    def run(number: int) -> None:
        chance = random.Random(5 * seed + number)
        start.wait()
        for _ in range(3):
            a_work(history, desk, ticket, chance)()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert all(operation.ended is not None for operation in history.operations)
    assert_linearizable(history, step, Held())

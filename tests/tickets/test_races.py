"""Many at one ticket: nothing lost, nothing twice, one holder at a time (F-6, F-11, F-51)."""

import os
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from itertools import count
from typing import Any

import pytest

from chalicelib.accounts import roster
from chalicelib.core.desk import Desk
from chalicelib.core.errors import Conflict
from chalicelib.customers import storage as customers
from chalicelib.tickets import apply, assignment, counts, feed, markers, storage
from chalicelib.tickets.due import Policy
from chalicelib.tickets.feed import Touched
from chalicelib.tickets.marks import Conversation
from chalicelib.tickets.model import Change, Note, Ticket
from chalicelib.tickets.rules import speaking
from chalicelib.tickets.storage import LostRace
from tests.builders import ALICE, NOON, a_message, a_ticket, a_ticket_id, an_agent
from tests.kit.history import History, Operation, assert_linearizable
from tests.kit.schedule import explore_seeds
from tests.tickets.conftest import stored

AGENTS = ("agt_a", "agt_b", "agt_c")
pytestmark = pytest.mark.usefixtures("account")


def at_once(works: Sequence[Callable[[], Any]]) -> list[Any]:
    """Return the result of each, or what it raised; all start together."""
    results: list[Any] = [None] * len(works)
    start = threading.Barrier(len(works))

    def work(number: int) -> None:
        start.wait()
        try:
            results[number] = works[number]()
        except Exception as error:  # a refusal is a result
            results[number] = error

    threads = [threading.Thread(target=work, args=(number,)) for number in range(len(works))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def hurried(desk: Desk, name: object) -> Desk:
    """Return a desk of an operation of its own whose pauses are real ones."""
    return replace(
        desk, operation_id=f"op {name}", sleep=time.sleep, randomness=os.urandom, cache={}
    )


def note(desk: Desk, ticket_id: str, text: str) -> apply.Done:
    return apply.apply(desk, ticket_id, lambda t: speaking.note(t, an_agent(), text, NOON))


def take(desk: Desk, ticket_id: str, agent_id: str) -> str:
    by = an_agent(agent_id)
    try:
        apply.apply(desk, ticket_id, lambda t: assignment.assign(t, agent_id, by, NOON))
    except Conflict:
        return "refused"
    return "taken"


def release(desk: Desk, ticket_id: str, agent_id: str) -> str:
    by = an_agent(agent_id)
    apply.apply(desk, ticket_id, lambda t: assignment.assign(t, None, by, NOON))
    return "released"


def holder(state: str, operation: Operation) -> str | None:
    """Be a ticket that one agent has, or nobody."""
    (agent_id,) = operation.args
    if operation.name == "release":
        return ""
    may = state in ("", agent_id)
    return (agent_id if may else state) if (operation.result == "taken") == may else None


@pytest.mark.engine
def test_sixteen_writers_on_one_ticket_are_all_heard(desk: Desk, ticket: Ticket) -> None:
    texts = [f"{number}" for number in range(16)]
    works = [partial(note, hurried(desk, text), ticket.id, text) for text in texts]

    results = at_once(works)

    head, entries = storage.thread(desk, ticket.id)
    assert head is not None
    assert [r for r in results if isinstance(r, Exception)] == []
    assert sorted(e.text for e in entries if isinstance(e, Note)) == sorted(texts)
    assert [entry.sequence for entry in entries] == list(range(1, 18))
    assert (head.sequence, head.version) == (17, 17)


@pytest.mark.engine
def test_of_many_first_texts_one_makes_the_conversation(desk: Desk) -> None:
    pointer = Conversation(channel=a_message().channel, inbox="shop", person="+1")

    def open_one(number: int) -> str:
        ticket = a_ticket(id=a_ticket_id(number))
        first = a_message(sequence=1, ticket_id=ticket.id, version=1)
        change = Change(before=None, ticket=ticket, entries=(first,), markers=(pointer,))
        return storage.commit(hurried(desk, number), change, Policy()).id

    results = at_once([partial(open_one, number) for number in range(8)])

    winners = [result for result in results if isinstance(result, str)]
    assert len(winners) == 1
    assert {type(result) for result in results if result not in winners} == {LostRace}
    assert markers.ticket_of_conversation(desk, "email", "shop", "+1") == winners[0]
    assert customers.count_tickets(desk, a_ticket().customer.id) == 1


@pytest.mark.engine
def test_ten_at_once_with_one_key_are_one(desk: Desk, ticket: Ticket) -> None:
    own = [hurried(desk, number).for_key("k", "digest") for number in range(10)]

    results = at_once([partial(note, each, ticket.id, "once") for each in own])

    assert {result.entries[0].sequence for result in results} == {2}
    assert storage.load(desk, ticket.id).version == 2


@pytest.mark.engine
def test_numbers_never_come_twice(desk: Desk) -> None:
    def some() -> list[int]:
        return [roster.draw(hurried(desk, "n")).number for _ in range(20)]

    numbers = [number for many in at_once([some] * 8) for number in many]

    assert sorted(numbers) == list(range(1, 161))


@pytest.mark.engine
def test_parallel_folds_count_every_ticket_once(desk: Desk) -> None:
    tickets = [a_ticket(id=a_ticket_id(number)) for number in range(24)]
    batches = [tickets[start : start + 6] for start in range(0, 24, 4)]  # they overlap

    def fold(number: int) -> None:
        touched = [Touched(ticket_id=t.id, ticket=t) for t in batches[number]]
        feed.fold(hurried(desk, number), touched)

    results = at_once([partial(fold, number) for number in range(len(batches))])

    assert [r for r in results if isinstance(r, Exception)] == []
    assert feed.sums(desk) == counts.recount(tickets)
    assert counts.unread(feed.sums(desk), ALICE) == 24
    assert [c["sequence"] for c in feed.after(desk, 0)] == list(range(1, 25))


@pytest.mark.engine
@pytest.mark.acceptance(107)
def test_parallel_takers_can_be_told_in_one_order(desk: Desk, ticket: Ticket) -> None:
    history = History()

    def shift(agent_id: str) -> None:
        for turn in range(4):
            own = hurried(desk, f"{agent_id} {turn}")
            history.call("take", partial(take, own, ticket.id), agent_id)
            if turn % 2:
                after = hurried(desk, f"{agent_id} {turn} after")
                history.call("release", partial(release, after, ticket.id), agent_id)

    at_once([partial(shift, agent_id) for agent_id in AGENTS])

    assert_linearizable(history, holder, "")


@pytest.mark.any_engine
@pytest.mark.acceptance(107)
def test_in_every_schedule_takers_can_be_told_in_one_order(desk: Desk) -> None:
    numbers = count()

    def make() -> Any:
        number, history = next(numbers), History()
        ticket = stored(desk, a_ticket(id=a_ticket_id(number)))

        def shift(agent_id: str) -> None:
            own = desk.for_operation(f"{number} {agent_id}")
            history.call("take", partial(take, own, ticket.id), agent_id)
            if agent_id == AGENTS[0]:
                after = desk.for_operation(f"{number} after")
                history.call("release", partial(release, after, ticket.id), agent_id)

        tasks = [partial(shift, agent_id) for agent_id in AGENTS]
        return tasks, lambda _run: assert_linearizable(history, holder, "")

    assert explore_seeds(make, range(40)) > 25

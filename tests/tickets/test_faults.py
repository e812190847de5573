"""Changes when AWS answers late, not at all, or with a refusal (F-2, F-3, F-4)."""

from collections.abc import Callable
from typing import Any

import pytest

from chalicelib.core.desk import Desk
from chalicelib.core.errors import Unavailable
from chalicelib.customers import storage as customers
from chalicelib.tickets import apply, storage
from chalicelib.tickets.due import Policy
from chalicelib.tickets.model import Change, Ticket
from chalicelib.tickets.rules import marking, speaking
from chalicelib.tickets.storage import LostRace, commit
from dev.aws.faults import Faults
from dev.aws.gate import Call, gate
from tests.builders import ALICE, NOON, a_first, a_message, a_ticket, an_agent
from tests.kit.http_world import World

pytestmark = pytest.mark.any_engine
WRITE = "dynamodb.TransactWriteItems"


def noted(ticket: Ticket, text: str = "mine") -> Change:
    return speaking.note(ticket, an_agent(), text, NOON)


def texts(desk: Desk, ticket_id: str) -> list[str]:
    return [getattr(entry, "text", "") for entry in storage.thread(desk, ticket_id)[1]]


def meanwhile(act: Callable[[], object]) -> Any:
    """Return a hook that acts once, after the first write that AWS applied."""
    left = [act]

    def hook(call: Call, _response: object) -> None:
        if call.name == WRITE and left:
            left.pop()()

    return hook


def test_a_write_whose_answer_is_lost_is_won(desk: Desk, ticket: Ticket, faults: Faults) -> None:
    faults.inject(WRITE, "lost_reply")

    done = commit(desk, noted(ticket), Policy())

    assert faults.pending() == ()
    assert done == storage.load(desk, ticket.id)
    assert texts(desk, ticket.id) == ["Hello", "mine"]


def test_it_is_won_also_when_others_wrote_since(desk: Desk, ticket: Ticket, faults: Faults) -> None:
    def others() -> None:
        now = storage.load(desk, ticket.id)
        commit(desk.for_operation("theirs"), noted(now, "theirs"), Policy())

    # The hook lies inside the fault: the write is applied, others write, the answer is lost.
    with gate.hooked(after=meanwhile(others)), gate.around(faults):
        faults.inject(WRITE, "lost_reply")
        done = commit(desk, noted(ticket), Policy())

    assert done.version == 2
    assert texts(desk, ticket.id) == ["Hello", "mine", "theirs"]


def test_a_race_lost_by_a_lost_answer_of_somebody_else_is_lost(
    desk: Desk, ticket: Ticket, faults: Faults
) -> None:
    faults.inject(WRITE, "lost_reply")
    commit(desk.for_operation("theirs"), noted(ticket, "theirs"), Policy())

    with pytest.raises(LostRace):
        commit(desk, noted(ticket), Policy())


def test_a_new_ticket_whose_answer_is_lost_is_there_once(desk: Desk, faults: Faults) -> None:
    faults.inject(WRITE, "lost_reply")
    new = a_ticket()
    first = a_message(sequence=1, ticket_id=new.id, version=1)

    commit(desk, a_first(new, first), Policy())

    assert customers.count_tickets(desk, new.customer.id) == 1
    assert texts(desk, new.id) == ["Hello"]


@pytest.mark.parametrize("kind", ["throttle", "error", "conflict"])
@pytest.mark.parametrize("times", [1, 4])
def test_a_refusal_for_now_is_waited_out(
    desk: Desk, ticket: Ticket, faults: Faults, kind: str, times: int
) -> None:
    faults.inject(WRITE, kind, times=times)

    commit(desk, noted(ticket), Policy())

    assert faults.pending() == ()
    assert texts(desk, ticket.id) == ["Hello", "mine"]


@pytest.mark.parametrize("kind", ["throttle", "error", "conflict", "lost_reply"])
def test_a_refusal_that_lasts_says_when_to_come_again(
    desk: Desk, ticket: Ticket, faults: Faults, world: World, kind: str
) -> None:
    faults.inject(WRITE, kind, times=99)

    with pytest.raises(Unavailable) as busy:
        commit(desk, noted(ticket), Policy())
    faults.clear()

    assert busy.value.retry_after >= 1
    assert sum(world.slept) <= 3
    assert storage.load(desk, ticket.id).version == (2 if kind == "lost_reply" else 1)


@pytest.mark.parametrize("call", ["dynamodb.GetItem", "dynamodb.Query"])
@pytest.mark.parametrize("kind", ["throttle", "error", "lost_reply"])
def test_a_read_that_is_refused_for_long_says_so_too(
    desk: Desk, ticket: Ticket, faults: Faults, call: str, kind: str
) -> None:
    faults.inject(call, kind, times=99)

    read = storage.load if call.endswith("GetItem") else storage.thread
    with pytest.raises(Unavailable):
        read(desk, ticket.id)


@pytest.mark.usefixtures("account")
def test_who_lost_a_race_decides_again(desk: Desk, ticket: Ticket) -> None:
    rivals = ["rival 2", "rival 1"]

    def rival(call: Call) -> None:
        if call.name == WRITE and rivals and b"rival" not in (call.request.body or b""):
            own = desk.for_operation(rivals.pop())
            commit(own, noted(storage.load(own, ticket.id), own.operation_id), Policy())

    with gate.hooked(before=rival):
        done = apply.apply(desk, ticket.id, noted)

    assert done.ticket.version == 4
    assert texts(desk, ticket.id) == ["Hello", "rival 1", "rival 2", "mine"]


@pytest.mark.usefixtures("account")
def test_a_storm_of_other_changes_ends_in_a_refusal(
    desk: Desk, ticket: Ticket, world: World
) -> None:
    def rival(call: Call) -> None:
        if call.name == WRITE and b"rival" not in (call.request.body or b""):
            own = desk.for_operation("rival " + desk.new_id("x"))
            commit(own, noted(storage.load(own, ticket.id), "rival"), Policy())

    with gate.hooked(before=rival), pytest.raises(Unavailable):
        apply.apply(desk, ticket.id, noted)

    assert "mine" not in texts(desk, ticket.id)
    assert sum(world.slept) < 3  # with no luck at all: each pause in full


@pytest.mark.usefixtures("account")
def test_a_change_without_an_entry_survives_a_lost_answer_and_others(
    desk: Desk, ticket: Ticket, faults: Faults
) -> None:
    def read(now: Ticket) -> Change:
        return marking.read(now, ALICE, NOON, is_read=True)

    def others() -> None:
        commit(desk.for_operation("b"), noted(storage.load(desk, ticket.id)), Policy())

    with gate.hooked(after=meanwhile(others)), gate.around(faults):
        faults.inject(WRITE, "lost_reply")
        done = apply.apply(desk, ticket.id, read)

    assert not done.ticket.is_unread_for(ALICE)
    assert storage.load(desk, ticket.id).version == 3

"""F-12, F-13, F-23, F-24: orders twice or in any order; ticks twice, late or not at all."""

import itertools
import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from botocore.awsrequest import AWSResponse

from chalicelib.accounts import roster
from chalicelib.routing import lessons
from chalicelib.routing.text.classify import tag
from chalicelib.routing.text.words import of_message
from chalicelib.table import keys
from chalicelib.tickets.model import Ticket
from dev.aws.gate import Call, gate
from tests.faults.commands import settled
from tests.faults.invariants import check, scan
from tests.faults.shop import Shop
from tests.faults.turns import (
    NEVER,
    OFFER,
    RETURN,
    gone,
    has_owners,
    online,
    settings,
    spam,
    switched,
    turns,
    waiting,
)
from tests.kit.schedule import explore, explore_seeds

pytestmark = pytest.mark.thorough

SUNDAY = timedelta(days=3, hours=21)
"""From the tests' Wednesday noon until the hours of NEVER begin."""
in_turn = has_owners("alice", "bob", "alice")


def is_handed_out(shop: Shop) -> None:
    """Let the dust settle; each of the three has whose turn it was."""
    shop.cloud.calm()
    check(shop)
    assert in_turn(scan(shop))


def test_a_drain_that_comes_twice_takes_one_turn_a_ticket(shop: Shop) -> None:
    waiting(shop)
    (order,) = shop.cloud.queues["jobs"]

    assert shop.cloud.deliver_batch("jobs", [order, order]) == []
    shop.cloud.world.pass_time(minutes=15)
    assert shop.cloud.deliver_batch("jobs", [order]) == []

    is_handed_out(shop)


@pytest.mark.parametrize("seed", range(12))
def test_drains_at_the_same_time_take_one_turn_a_ticket(shop: Shop, seed: int) -> None:
    waiting(shop)
    (order,) = shop.cloud.queues["jobs"]
    shop.cloud.queues["jobs"].clear()

    run = explore([lambda: shop.cloud.deliver_batch("jobs", [order])] * 2, seed=seed)

    assert run.errors == {}
    is_handed_out(shop)


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_lessons_in_any_order_and_twice_teach_the_same(shop: Shop, order: tuple[int, ...]) -> None:
    ids = [shop.receive(text=shop.words(text)) for text in (OFFER, RETURN, "Hello")]
    for ticket_id in ids:
        shop.done("POST", f"/v1/tickets/{ticket_id}/tags", {"add": ["pricing"]})
    shop.cloud.fold()
    bodies = [b for b in shop.cloud.queues["jobs"] if json.loads(b)["job"] == lessons.LEARN_JOB]
    assert len(bodies) == 3
    shop.cloud.queues["jobs"].clear()

    for number in (*order, order[0]):
        assert shop.cloud.deliver_batch("jobs", [bodies[number]]) == []

    key = keys.learned(shop.account.id)
    rows = [row for row in shop.rows() if (row.pk, row.sk) == key]
    assert len(rows) == 1
    shop.cloud.queues["jobs"] += bodies
    shop.cloud.calm()
    learnt = lessons.learned(shop.desk())
    for ticket_id in ids:
        first = lessons.first_message(shop.desk(), ticket_id)
        assert first
        assert "pricing" in {found.name for found in tag(of_message(first), learnt)}
    check(shop)


def unheard(shop: Shop) -> None:
    """Let three tickets wait, agents come, and the stream's order be lost: the sweep is left."""
    waiting(shop)
    shop.cloud.queues["jobs"].clear()


def test_a_roster_that_falls_due_twice_is_looked_at_once(shop: Shop) -> None:
    unheard(shop)

    shop.cloud.sweep()
    shop.cloud.sweep()

    is_handed_out(shop)


@pytest.mark.acceptance(105)
def test_after_three_hours_without_a_tick_all_are_handed_out(shop: Shop) -> None:
    unheard(shop)
    shop.cloud.world.pass_time(hours=3)

    shop.cloud.sweep()

    is_handed_out(shop)


def test_a_clock_that_jumps_back_hands_out_in_its_own_time(shop: Shop) -> None:
    unheard(shop)
    shop.cloud.world.pass_time(minutes=-10)

    shop.cloud.sweep()
    shop.cloud.calm(minutes=11)

    is_handed_out(shop)


def test_sweeps_that_overlap_look_again_while_there_are_news(shop: Shop) -> None:
    unheard(shop)
    again = shop.kept()

    def make() -> tuple[list[Callable[[], object]], Callable[[object], None]]:
        fresh = again()

        def look(_run: object) -> None:
            row = roster.look(fresh.desk())
            assert row.due_at == fresh.cloud.world.now + timedelta(minutes=1)
            is_handed_out(fresh)

        return [fresh.cloud.sweep, fresh.cloud.sweep], look

    explore_seeds(make, range(8))


@pytest.mark.acceptance(102, 103, 105)
def test_what_comes_while_the_roster_is_looked_at_is_handed_out(shop: Shop) -> None:
    turns(shop)
    settings(office_hours={"days": NEVER})(shop)
    settled(shop)
    for is_on in (True, False):
        switched("owner", on=is_on)(shop)  # now it is due, with nothing to hand out
    shop.cloud.calm(minutes=0)
    shop.cloud.sweep()
    shop.cloud.world.pass_time(minutes=2)
    arriving = [shop.mail()]

    def arrive(call: Call) -> None:
        if arriving and call.name == "dynamodb.UpdateItem" and b"looked" in call.request.body:
            assert shop.cloud.deliver_batch("mail", [arriving.pop()]) == []

    with gate.hooked(before=arrive):
        shop.cloud.sweep()

    shop.cloud.calm()
    assert (arriving, has_owners("alice", "")(scan(shop))) == ([], True)
    shop.cloud.world.now += SUNDAY
    shop.cloud.calm()
    assert has_owners("alice", "bob")(scan(shop))


@pytest.mark.acceptance(102, 105)
@pytest.mark.parametrize("late", [timedelta(), timedelta(hours=3)], ids=["on time", "late"])
def test_what_came_out_of_hours_is_handed_out_when_they_begin(shop: Shop, late: timedelta) -> None:
    settings(round_robin={"enabled": True}, office_hours={"days": NEVER})(shop)
    online(shop)
    for _ in range(3):
        shop.receive()
    shop.cloud.calm()
    assert has_owners("", "", "")(scan(shop))

    shop.cloud.world.now += SUNDAY + late

    is_handed_out(shop)


@pytest.mark.acceptance(102, 105)
def test_so_is_what_was_no_spam(shop: Shop) -> None:
    turns(shop)
    spam(shop)
    settled(shop)
    shop.newest()
    settings(office_hours={"days": NEVER})(shop)

    shop.done("POST", f"{shop.at}/not_spam", {})
    shop.cloud.calm()
    assert has_owners("alice", "")(scan(shop))
    shop.cloud.world.now += SUNDAY
    shop.cloud.calm()

    assert has_owners("alice", "bob")(scan(shop))


@pytest.mark.acceptance(102, 105)
def test_so_is_what_comes_back_to_nobody(shop: Shop) -> None:
    gone(shop)
    settings(office_hours={"days": NEVER})(shop)

    shop.cloud.calm()
    assert has_owners("")(scan(shop))
    shop.cloud.world.now += SUNDAY
    shop.cloud.calm()

    assert has_owners("alice")(scan(shop))
    check(shop)


@pytest.mark.acceptance(98)
def test_who_leaves_in_the_middle_of_a_drain_gets_nothing_more(shop: Shop) -> None:
    waiting(shop)
    left: list[str] = []

    def leave(call: Call, _answer: AWSResponse) -> None:
        if call.name == "dynamodb.TransactWriteItems" and not left:
            left.append("alice")
            switched("alice", on=False)(shop)

    with gate.hooked(after=leave):
        shop.cloud.step("jobs")

    shop.cloud.calm()
    assert [t.assignee_id for t in _by_number(shop)] == [shop.alice.id, shop.bob.id, shop.bob.id]


def _by_number(shop: Shop) -> list[Ticket]:
    return sorted(scan(shop).tickets.values(), key=lambda ticket: ticket.number)


@pytest.mark.acceptance(104)
def test_who_takes_a_ticket_just_when_it_is_handed_out_leaves_the_turn(shop: Shop) -> None:
    waiting(shop)
    first = min(scan(shop).tickets.values(), key=lambda ticket: ticket.number)
    taken: list[str] = []

    def take(call: Call, _answer: AWSResponse) -> None:
        if not taken and call.name == "dynamodb.PutItem" and b"ROTATION" in call.request.body:
            taken.append(first.id)
            shop.done("POST", f"/v1/tickets/{first.id}/assign", {"agent_id": shop.bob.id}, by="bob")

    with gate.hooked(after=take):
        shop.cloud.step("jobs")

    shop.cloud.calm()
    check(shop)
    assert has_owners("bob", "alice", "bob")(scan(shop))

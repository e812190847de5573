"""F-23, F-24: ticks that come twice, late or overlap, and a clock that jumps."""

from datetime import timedelta

import pytest

from chalicelib.tickets.model import Event, Status
from tests.faults.catalogue import DAY
from tests.faults.commands import answered_chat, auto_closing, replied, settled
from tests.faults.invariants import check, scan
from tests.faults.shop import Shop
from tests.kit.schedule import explore

pytestmark = pytest.mark.thorough


def snoozed(shop: Shop) -> None:
    """Let a ticket sleep until tomorrow noon."""
    shop.receive()
    shop.done("POST", f"{shop.at}/snooze", DAY)
    settled(shop)


def test_a_tick_that_comes_twice_does_everything_once(shop: Shop) -> None:
    snoozed(shop)
    shop.cloud.world.pass_time(hours=24)

    shop.cloud.sweep()
    shop.cloud.sweep()

    shop.cloud.calm()
    check(shop)
    assert scan(shop).tickets[shop.ticket_id].status is Status.open


def test_after_three_hours_without_a_tick_all_is_made_up_for(shop: Shop) -> None:
    snoozed(shop)
    answered_chat(shop)
    shop.cloud.world.pass_time(hours=24 + 3)

    shop.cloud.sweep()

    shop.cloud.calm()
    check(shop)
    assert {ticket.status for ticket in scan(shop).tickets.values()} == {Status.open}
    assert len(shop.cloud.posted) == 1


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("prepare", [answered_chat, auto_closing("Bye.")], ids=["chat", "closing"])
def test_sweeps_that_overlap_do_everything_once(shop: Shop, prepare, seed: int) -> None:
    prepare(shop)

    run = explore([shop.cloud.sweep, shop.cloud.sweep], seed=seed)

    assert run.errors == {}
    shop.cloud.calm()
    check(shop)
    assert len([m for m in scan(shop).messages if m.is_automatic]) == 1


def test_order_is_that_of_the_thread_whatever_the_clock_says(shop: Shop) -> None:
    shop.receive()
    for minutes in (-10, 20, -10):
        shop.cloud.world.pass_time(minutes=minutes)
        shop.reply()
        shop.cloud.settle()

    shop.cloud.calm(minutes=15)
    check(shop)
    shown = shop.done("GET", f"{shop.at}/messages")["data"]
    assert [entry["text"] for entry in shown] == shop.said


def test_a_clock_that_jumps_ahead_wakes_at_its_own_time(shop: Shop) -> None:
    snoozed(shop)

    shop.cloud.world.pass_time(hours=23, minutes=49)
    shop.cloud.sweep()
    assert scan(shop).tickets[shop.ticket_id].status is Status.snoozed
    shop.cloud.world.pass_time(minutes=10)
    shop.cloud.sweep()
    shop.cloud.world.pass_time(minutes=1)
    shop.cloud.sweep()
    shop.cloud.world.pass_time(minutes=-10)
    shop.cloud.sweep()

    shop.cloud.calm(minutes=15)
    check(shop)
    events = [e for e in scan(shop).entries[shop.ticket_id] if isinstance(e, Event)]
    assert [event.name for event in events] == ["snoozed", "woke"]


def test_no_moment_of_a_delivery_runs_backwards(shop: Shop) -> None:
    replied(shop)
    shop.cloud.world.pass_time(minutes=-10)
    settled(shop)
    reply = scan(shop).messages[-1]

    assert reply.due_at is None
    assert shop.cloud.world.now - reply.created_at == timedelta(minutes=-10)
    check(shop)

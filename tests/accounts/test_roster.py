"""Ticket numbers that only grow, and who is online when one is drawn."""

from datetime import timedelta

import pytest

from chalicelib.accounts import roster
from chalicelib.core.desk import Desk
from chalicelib.core.errors import Unavailable
from dev.aws.faults import Faults
from dev.aws.gate import gate
from tests.kit.waits import skipped_waits

pytestmark = pytest.mark.any_engine


def test_numbers_start_at_one_and_rise(desk: Desk) -> None:
    assert [roster.draw(desk).number for _ in range(4)] == [1, 2, 3, 4]


def test_accounts_count_apart(desk: Desk) -> None:
    roster.draw(desk)

    assert roster.draw(desk.for_account("acc_other " + desk.account_id)).number == 1


def test_a_number_and_who_is_online_are_one_write(desk: Desk) -> None:
    with gate.recorded() as calls:
        roster.draw(desk)

    assert [call.name for call in calls] == ["dynamodb.UpdateItem"]


@pytest.mark.parametrize("kind", ["throttle", "error", "lost_reply"])
def test_a_number_never_comes_twice(desk: Desk, kind: str) -> None:
    faults = Faults()
    faults.inject("dynamodb.UpdateItem", kind, times=2, skip=1)

    with gate.around(faults), skipped_waits():
        numbers = [roster.draw(desk).number for _ in range(3)]

    assert numbers == sorted(set(numbers))


def test_a_roster_that_does_not_answer_says_so(desk: Desk) -> None:
    faults = Faults()
    faults.inject("dynamodb.UpdateItem", "throttle", times=99)

    with gate.around(faults), skipped_waits(), pytest.raises(Unavailable):
        roster.draw(desk)


LATER = timedelta(hours=1)


def test_a_draw_can_make_the_roster_due_but_never_later(desk: Desk) -> None:
    for hours in (2, 1, 3):
        roster.draw(desk, wakes_at=desk.now() + hours * LATER)

    assert roster.look(desk).due_at == desk.now() + 2 * LATER


def test_it_can_be_woken_before_but_never_later(desk: Desk) -> None:
    roster.draw(desk)
    for hours in (2, 1, 3):
        roster.wake(desk, by=desk.now() + hours * LATER)

    assert roster.look(desk).due_at == desk.now() + LATER


@pytest.mark.parametrize("until", [None, LATER])
def test_it_sleeps_once_it_was_looked_at(desk: Desk, until: timedelta | None) -> None:
    roster.draw(desk, wakes_at=desk.now())
    look = roster.look(desk)
    assert look.has_news

    roster.sleep(desk, look, desk.now() + until if until else None)

    assert roster.look(desk).due_at == (desk.now() + until if until else None)
    assert not roster.look(desk).has_news


def test_it_stays_awake_when_a_ticket_comes_meanwhile(desk: Desk) -> None:
    roster.draw(desk, wakes_at=desk.now())
    look = roster.look(desk)
    roster.draw(desk, wakes_at=desk.now() + LATER)

    roster.sleep(desk, look, None)

    assert roster.look(desk).due_at == desk.now()
    assert roster.look(desk).has_news


def test_it_stays_awake_when_it_was_woken_meanwhile(desk: Desk) -> None:
    roster.draw(desk, wakes_at=desk.now() + LATER)
    look = roster.look(desk)
    roster.wake(desk, by=desk.now())

    roster.sleep(desk, look, None)

    assert roster.look(desk).due_at == desk.now()

"""Rotations in the table: one write a draw, and the same draw again is no other turn."""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from chalicelib.core.desk import Desk
from chalicelib.core.errors import Unavailable
from chalicelib.routing import rotation, turns
from dev.aws.faults import Faults
from dev.aws.gate import gate
from tests.kit.http_world import World
from tests.kit.waits import skipped_waits

pytestmark = pytest.mark.any_engine


@pytest.fixture
def faults() -> Iterator[Faults]:
    """Return the faults of the test; nobody waits."""
    faults = Faults()
    with gate.around(faults), skipped_waits():
        yield faults


def drawn(desk: Desk, members: str, count: int, prefix: str = "d") -> str:
    holders = [rotation.draw(desk, "account", [*members], f"{prefix}{n}") for n in range(count)]
    return "".join(holder or "-" for holder in holders)


def test_members_take_turns(desk: Desk) -> None:
    assert drawn(desk, "abc", 7) == "abcabca"


def test_nobody_is_drawn_where_there_is_nobody(desk: Desk) -> None:
    assert drawn(desk, "", 1) == "-"


def test_pools_and_accounts_rotate_apart(desk: Desk) -> None:
    drawn(desk, "ab", 1)

    assert rotation.draw(desk, "team_1", ["a", "b"], "x") == "a"
    assert drawn(desk.for_account("acc_other " + desk.account_id), "ab", 1) == "a"


def test_a_draw_is_one_write_while_the_members_stand(desk: Desk) -> None:
    drawn(desk, "ab", 1, "first")

    with gate.recorded() as calls:
        drawn(desk, "ba", 2)

    assert [call.name for call in calls] == ["dynamodb.UpdateItem"] * 2


def test_the_same_draw_again_gets_the_same_and_takes_no_turn(desk: Desk) -> None:
    assert drawn(desk, "abc", 2) == "ab"
    assert drawn(desk, "abc", 2) == "ab"
    assert drawn(desk, "abcd", 2) == "ab"

    assert drawn(desk, "abcd", 4, "later") == "cabd"


def test_the_same_draw_goes_to_another_when_who_got_it_has_left(desk: Desk) -> None:
    drawn(desk, "abc", 1)

    assert drawn(desk, "bc", 1) == "b"


@pytest.mark.parametrize("kind", ["lost_reply", "throttle", "error"])
@pytest.mark.parametrize("call", ["dynamodb.UpdateItem", "dynamodb.PutItem"])
def test_a_lost_answer_loses_no_turn(desk: Desk, faults: Faults, call: str, kind: str) -> None:
    faults.inject(call, kind, times=2)

    assert drawn(desk, "abc", 4) == "abca"


def test_a_table_that_does_not_answer_is_said(desk: Desk, faults: Faults) -> None:
    faults.inject("dynamodb.UpdateItem", "throttle", times=999)
    faults.inject("dynamodb.PutItem", "throttle", times=999)

    with pytest.raises(Unavailable):
        drawn(desk, "abc", 1)


def test_a_turn_can_be_given_back(desk: Desk) -> None:
    drawn(desk, "abc", 2)

    rotation.give_back(desk, "account", "d1")

    assert drawn(desk, "abc", 3, "later") == "bca"


def test_old_draws_are_forgotten_in_time(desk: Desk, world: World) -> None:
    for n in range(6):
        drawn(desk, "ab", 10, f"{n}-")
        world.now += turns.REMEMBERED + timedelta(seconds=1)

    known = rotation.read(desk, "account")
    assert known is not None
    assert len(known.drawn) <= 21


@pytest.mark.acceptance(85, 96)
def test_a_hundred_at_once_are_shared_evenly(desk: Desk) -> None:
    members = [f"agent {n}" for n in range(7)]
    rotation.draw(desk, "account", members, "first")

    with gate.recorded() as calls, ThreadPoolExecutor(16) as pool:
        holders = list(
            pool.map(lambda n: rotation.draw(desk, "account", members, f"t{n}"), range(99))
        )

    shares = Counter(holders)
    assert max(shares.values()) - min(shares.values()) <= 1
    assert len(calls) == 99

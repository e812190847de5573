"""What SQS keeps back, on the product's clock."""

from datetime import datetime, timedelta

from dev.pumps.haste import Haste
from dev.pumps.later import LaterPump
from tests.kit.http_world import NOON


class Clock:
    """A clock that is set by hand."""

    now: datetime = NOON

    def __call__(self) -> datetime:
        return self.now


def test_what_is_kept_back_comes_at_its_moment_and_once() -> None:
    clock, handed = Clock(), list[str]()
    later = LaterPump(clock)
    later.keep(timedelta(seconds=8), lambda: handed.append("b"))
    later.keep(timedelta(seconds=3), lambda: handed.append("a"))

    assert later.run_once(Haste.everything) is False
    assert later.next_at() == NOON + timedelta(seconds=3)
    clock.now += timedelta(seconds=7)
    assert (later.run_once(), handed) == (True, ["a"])
    clock.now += timedelta(seconds=1)
    assert (later.run_once(), handed) == (True, ["a", "b"])
    assert (later.run_once(), later.next_at()) == (False, None)


def test_a_pause_is_over_in_any_haste() -> None:
    clock, handed = Clock(), list[str]()
    later = LaterPump(clock)
    later.keep(timedelta(seconds=2), lambda: handed.append("pause"), is_pause=True)
    later.keep(timedelta(seconds=2), lambda: handed.append("wait"))

    assert (later.run_once(), handed) == (False, [])
    assert (later.run_once(Haste.pauses), handed) == (True, ["pause"])
    clock.now += timedelta(seconds=2)
    assert (later.run_once(), handed) == (True, ["pause", "wait"])

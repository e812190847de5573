"""Draining waits for everything, also for what a thread has in its hands."""

import threading
from datetime import UTC, datetime, timedelta

import pytest

from dev.pumps.haste import Haste
from dev.pumps.loop import Loop
from dev.pumps.schedule import PERIOD, SchedulePump
from dev.transcript import Transcript

NOON = datetime(2026, 5, 6, 12, tzinfo=UTC)


class Steps:
    """A pump with some batches to carry, each of which may make work for another."""

    def __init__(self, name: str, count: int = 0, *, feeds: "Steps | None" = None) -> None:
        self.name = name
        self.count = count
        self.carried = 0
        self.feeds = feeds

    def run_once(self, haste: Haste = Haste.none) -> bool:
        if not self.count:
            return False
        self.count -= 1
        self.carried += 1
        if self.feeds:
            self.feeds.count += 1
        return True

    def next_at(self) -> None:
        return None


class Broken(Steps):
    """A pump with a bug."""

    def run_once(self, haste: Haste = Haste.none) -> bool:
        raise RuntimeError("bug")


def quiet() -> Transcript:
    return Transcript(lambda: NOON, is_quiet=True)


def test_work_that_makes_work_for_an_earlier_pump_is_carried_too() -> None:
    last = Steps("last")
    first = Steps("first", 3, feeds=last)
    chain = Steps("chain", 2, feeds=first)

    assert Loop([last, first, chain], quiet()).drain() is True
    assert (first.carried, last.carried) == (5, 5)


def test_draining_waits_for_a_batch_in_a_threads_hands() -> None:
    is_in, may_go = threading.Event(), threading.Event()
    lock = threading.Lock()

    class Slow(Steps):
        def run_once(self, haste: Haste = Haste.none) -> bool:
            with lock:
                if not self.count:
                    return False
                is_in.set()
                may_go.wait(5)
                self.count -= 1
                return True

    slow = Slow("slow", 1)
    loop = Loop([slow], quiet())
    loop.start()
    assert is_in.wait(5)
    threading.Timer(0.05, may_go.set).start()

    assert loop.drain() is True
    assert slow.count == 0
    loop.stop()


def test_a_pump_with_a_bug_stops_nothing_else() -> None:
    transcript, good = quiet(), Steps("good", 2)

    assert Loop([Broken("broken"), good], transcript).drain() is True
    assert good.carried == 2
    assert "pump broken: RuntimeError" in transcript.lines[0]


def test_draining_gives_up_in_the_end() -> None:
    endless = Steps("endless", 1)
    endless.feeds = endless

    assert Loop([endless], quiet()).drain(seconds=0.05) is False


@pytest.mark.parametrize(("passed", "fired"), [(59, 0), (60, 1), (600, 1)])
def test_a_schedule_fires_when_due_and_makes_up_for_nothing(passed: int, fired: int) -> None:
    now = [NOON]
    events: list[dict[str, object]] = []
    pump = SchedulePump("sweep", events.append, clock=lambda: now[0])
    now[0] += timedelta(seconds=passed)

    while pump.run_once():
        pass

    assert len(events) == fired
    assert now[0] < pump.next_at() <= now[0] + PERIOD


def test_a_schedule_outlives_its_handler() -> None:
    now = [NOON]

    def fail(_event: object) -> None:
        raise RuntimeError("bug")

    pump = SchedulePump("sweep", fail, clock=lambda: now[0])
    now[0] += PERIOD

    assert pump.run_once() is True
    assert pump.next_at() == now[0] + PERIOD

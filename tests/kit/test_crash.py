"""Crashes strike at every call, and planted bugs are found by them."""

from typing import Any

import pytest

from dev.aws.gate import gate
from tests.kit import toy
from tests.kit.crash import Crash, crash_everywhere, dying, fault_everywhere
from tests.kit.waits import skipped_waits

pytestmark = pytest.mark.any_engine


class Till:
    """A toy with two items: a payment is marked as seen and the sum raised."""

    def __init__(self, db: Any, name: str) -> None:
        self.db = db
        self.mark = f"seen {name}"
        self.sum = f"sum {name}"

    def pay_carelessly(self) -> None:
        """Raise, then mark: a crash between the two pays twice."""
        if toy.read(self.db, self.mark) == (0, 0):
            toy.increment(self.db, self.sum)
            toy.claim(self.db, self.mark)

    def pay_forgetfully(self) -> None:
        """Mark, then raise: a crash between the two pays never."""
        if toy.claim(self.db, self.mark):
            toy.increment(self.db, self.sum)

    def pay_at_once(self) -> None:
        """Mark and raise in one transaction."""
        if toy.read(self.db, self.mark) == (0, 0):
            toy.claim_and_add(self.db, self.mark, self.sum)

    def check(self) -> None:
        assert toy.read(self.db, self.sum)[0] == 1


def tills(db: Any) -> Any:
    names = iter(range(1000))
    return lambda: Till(db, str(next(names)))


def test_a_double_effect_is_found(db: Any) -> None:
    with pytest.raises(AssertionError, match=r"after call 3 dynamodb\.PutItem: .*assert 2 == 1"):
        crash_everywhere(tills(db), Till.pay_carelessly, Till.pay_carelessly, Till.check)


def test_a_lost_effect_is_found(db: Any) -> None:
    with pytest.raises(AssertionError, match=r"after call 1 dynamodb\.PutItem: .*assert 0 == 1"):
        crash_everywhere(tills(db), Till.pay_forgetfully, Till.pay_forgetfully, Till.check)


def test_what_is_done_at_once_survives_every_crash(db: Any) -> None:
    crashes = crash_everywhere(tills(db), Till.pay_at_once, Till.pay_at_once, Till.check)

    assert [str(point) for point in crashes.points] == [
        "before call 1 dynamodb.GetItem",
        "before call 2 dynamodb.TransactWriteItems",
        "after call 1 dynamodb.GetItem",
        "after call 2 dynamodb.TransactWriteItems",
    ]


def test_a_run_that_is_wrong_without_any_crash_is_found(db: Any) -> None:
    with pytest.raises(AssertionError, match="without a crash"):
        crash_everywhere(tills(db), lambda _: None, Till.pay_at_once, Till.check)


def test_an_effect_doubled_by_a_lost_reply_is_found(db: Any) -> None:
    with skipped_waits(), pytest.raises(AssertionError, match="1 x lost_reply from call 1"):
        fault_everywhere(
            lambda: toy.write(db, 0),
            lambda _: toy.add(db),
            lambda _: assert_one(db),
            kind="lost_reply",
        )


@pytest.mark.parametrize(("kind", "times"), [("throttle", 1), ("throttle", 2), ("lost_reply", 1)])
def test_what_is_safe_to_repeat_survives_every_fault(db: Any, kind: str, times: int) -> None:
    def set_to_one(_: None) -> None:
        toy.read(db)
        toy.write(db, 1)

    with skipped_waits():
        faults = fault_everywhere(
            lambda: None, set_to_one, lambda _: assert_one(db), kind=kind, times=times
        )

    assert len(faults) >= 2


def assert_one(db: Any) -> None:
    assert toy.read(db)[0] == 1


def test_calls_of_others_do_not_die(db: Any) -> None:
    crashes = crash_everywhere(
        lambda: None,
        lambda _: toy.write(db, toy.read(db)[0]),
        lambda _: None,
        lambda _: None,
        counts=lambda call: call.name == "dynamodb.PutItem",
    )

    assert [str(point) for point in crashes.points] == [
        "before call 1 dynamodb.PutItem",
        "after call 1 dynamodb.PutItem",
    ]


def test_a_dead_process_makes_no_more_calls(db: Any) -> None:
    def cleans_up() -> None:
        try:
            toy.write(db, 1)
        finally:
            toy.write(db, 2)

    with gate.recorded() as calls, dying("after", 1):
        cleans_up()

    assert toy.read(db) == (1, 0)
    assert len(calls) == 1


def test_no_handler_of_exceptions_stops_a_crash(db: Any) -> None:
    survived: list[Exception] = []

    with dying("before", 1) as death:
        try:
            toy.read(db)
        except Exception as error:
            survived.append(error)

    assert survived == []
    assert death.point
    assert issubclass(Crash, BaseException)
    assert not issubclass(Crash, Exception)

"""What is built to cost is found on any machine, and a slow machine is no fault."""

from time import process_time

import pytest

from tests.kit import pace


def spin(seconds: float) -> None:
    until = process_time() + seconds
    while process_time() < until:
        pass


def test_what_takes_too_long_is_found() -> None:
    with pytest.raises(AssertionError, match=r"on a machine \d+.\d x as slow"), pace.within(0.001):
        spin(0.2)


def test_a_machine_that_is_slower_may_take_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pace, "_work", lambda: spin(0.4))

    with pace.within(0.05):
        spin(0.1)


def test_a_failure_within_stays_what_it_was() -> None:
    with pytest.raises(KeyError), pace.within(1):
        raise KeyError

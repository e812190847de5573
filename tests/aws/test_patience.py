"""Nobody waits longer than they said."""

import threading

import pytest

from chalicelib.aws.patience import within
from chalicelib.core.errors import NotFound, Unavailable


def test_what_comes_in_time_is_returned() -> None:
    assert within(5, lambda: "here") == "here"


def test_what_fails_fails_as_it_did() -> None:
    def ask() -> None:
        raise NotFound("Nothing.")

    with pytest.raises(NotFound):
        within(5, ask)


def test_what_takes_too_long_is_not_waited_for() -> None:
    released = threading.Event()

    with pytest.raises(Unavailable):
        within(0.01, lambda: released.wait(5))

    released.set()

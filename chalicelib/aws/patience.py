"""Waiting no longer than somebody has time for."""

import threading
from collections.abc import Callable
from functools import partial
from queue import Empty, SimpleQueue
from typing import NoReturn, TypeVar

from chalicelib.core.errors import Unavailable

T = TypeVar("T")


def within(seconds: float, ask: Callable[[], T]) -> T:
    """Return what `ask` returns, or raise what it raises, or Unavailable when the time is over.

    Time limits of sockets begin anew with each address and each byte; this one does not. What is
    asked goes on in its own thread, which nobody hears of any more.
    """
    outcomes: SimpleQueue[Callable[[], T]] = SimpleQueue()

    def work() -> None:
        try:
            answer = ask()
        except Exception as error:
            outcomes.put(partial(_throw, error))
        else:
            outcomes.put(lambda: answer)

    threading.Thread(target=work, daemon=True).start()
    try:
        outcome = outcomes.get(timeout=seconds)
    except Empty as error:
        raise Unavailable("The other side took too long.") from error
    return outcome()


def _throw(error: Exception) -> NoReturn:
    raise error

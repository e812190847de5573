"""Asking the platform while somebody waits: within a time, and not again at once if it fails."""

import threading
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from queue import Empty, SimpleQueue
from typing import NoReturn, TypeVar

from aws_lambda_powertools import Logger

from chalicelib.core.desk import Desk
from chalicelib.core.errors import Forbidden, Unavailable
from chalicelib.marketing.platform import connect
from chalicelib.marketing.platform.model import Platform
from chalicelib.table.recent import Recent

logger = Logger("deskhand")
RESTS = timedelta(seconds=30)
"""A platform that failed is left alone for so long, or everybody would wait for it in turn."""

_resting: Recent[bool | None] = Recent(RESTS)
T = TypeVar("T")


def asked(desk: Desk, platform: Platform, seconds: float, ask: Callable[[], T]) -> tuple[T] | None:
    """Return the answer; None where the platform gave none in time, or rests."""
    if _is_resting(desk):
        return None
    try:
        answer = _within(seconds, ask)
    except Exception as failure:
        _resting.get(desk.account_id, "", desk.now(), lambda: True)
        if isinstance(failure, Forbidden):
            connect.note_fault(desk, platform, failure.detail)
        logger.warning("the platform did not answer", extra={"account": desk.account_id})
        return None
    connect.note_fault(desk, platform, "")
    return (answer,)


def _is_resting(desk: Desk) -> bool:
    return bool(_resting.get(desk.account_id, "", desk.now(), lambda: None))


def _within(seconds: float, ask: Callable[[], T]) -> T:
    # Time limits of sockets begin anew with each address and each byte; this one does not.
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
        raise Unavailable("The platform took too long.") from error
    return outcome()


def _throw(error: Exception) -> NoReturn:
    raise error

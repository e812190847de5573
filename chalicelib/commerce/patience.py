"""Asking an outside service while somebody waits: within a time, and not again at once if it fails.

What such a service said is shown with how true it is; it never fails because the service does.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TypeVar

from chalicelib.aws.patience import within
from chalicelib.core.desk import Desk
from chalicelib.core.errors import Forbidden, Unavailable
from chalicelib.table.recent import Recent

SECONDS = 1.5
"""For the service: opening the token, asking, reading. What is around it takes its time, too."""
RESTS = timedelta(seconds=30)
"""A service that failed is left alone for so long, or every ticket would wait for it in turn."""

T = TypeVar("T")
_resting: Recent[bool | None] = Recent(RESTS)


class State(StrEnum):
    """How true it is what is shown."""

    live = "live"
    cached = "cached"
    unavailable = "unavailable"
    not_connected = "not_connected"
    unproved = "unproved"
    """Nobody has proved that an address of this customer is theirs (decision 45)."""


def asked(
    desk: Desk, service: str, ask: Callable[[], T], *, now: datetime, seconds: float = SECONDS,
    note: Callable[[Forbidden | None], None],
) -> T:  # fmt: skip
    """Return what a service answers, or raise whatever goes wrong; Unavailable while it rests.

    `note` hears why it refuses us, and None each time that it answers.
    """
    if _resting.get(desk.account_id, service, now, lambda: None):
        raise Unavailable("It failed a moment ago and is left alone for a while.")
    try:
        answer = within(seconds, ask)
    except Exception as failure:
        _resting.get(desk.account_id, service, now, lambda: True)
        if isinstance(failure, Forbidden):
            note(failure)
        raise
    note(None)
    return answer

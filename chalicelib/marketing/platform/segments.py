"""The segments of whoever opens a ticket, asked of the platform while somebody waits for it."""

import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from queue import Empty, SimpleQueue
from typing import NoReturn, TypeVar

from aws_lambda_powertools import Logger

from chalicelib.core.desk import Desk
from chalicelib.core.errors import Forbidden, Unavailable
from chalicelib.customers import rules
from chalicelib.customers.model import Who
from chalicelib.marketing.platform import connect, storage
from chalicelib.marketing.platform.model import Platform
from chalicelib.table.recent import Recent
from chalicelib.teams import storage as teams

logger = Logger("deskhand")
SECONDS = 2.0
"""For everything: opening the key, finding the profile, reading its segments."""
FRESH = timedelta(minutes=15)
RESTS = timedelta(seconds=30)
"""A platform that failed is left alone for so long, or every ticket would wait for it in turn."""

_resting: Recent[bool | None] = Recent(RESTS)
T = TypeVar("T")


def lazily(desk: Desk, who: Who, known: frozenset[str]) -> Iterator[str]:
    """Yield a customer's segments; nothing is asked before somebody wants to know."""
    yield from segments_of(desk, who, known)


def segments_of(desk: Desk, who: Who, known: frozenset[str]) -> frozenset[str]:
    """Return the segments that are known and those that the platform names.

    It is asked only where a team is chosen by segments. Whatever fails, the ticket gets its team
    by what is known: a message never waits for somebody else's trouble.
    """
    if not any(team.segments for team in teams.teams(desk)):
        return known
    try:
        platform = storage.recent(desk)
        return known | _named(desk, platform, who) if platform else known
    except Exception:
        logger.exception("segments are not known", extra={"account": desk.account_id})
        return known


def _named(desk: Desk, platform: Platform, who: Who) -> frozenset[str]:
    now = desk.now()
    before = storage.segments(desk, who.id)
    if before and now - before[1] < FRESH:
        return before[0]
    if not (who.email or who.phone) or _is_resting(desk):
        return before[0] if before else frozenset()
    try:
        found = _within(SECONDS, lambda: _asked(desk, platform, who))
    except Exception as failure:
        _resting.get(desk.account_id, "", now, lambda: True)
        if isinstance(failure, Forbidden):
            connect.note_fault(desk, platform, failure.detail)
        logger.warning("the platform did not answer", extra={"account": desk.account_id})
        return before[0] if before else frozenset()
    connect.note_fault(desk, platform, "")
    storage.keep_segments(desk, who.id, found, now)
    return found


def _asked(desk: Desk, platform: Platform, who: Who) -> frozenset[str]:
    own = storage.opened(desk, platform)
    from chalicelib.marketing.platform import klaviyo_api

    found = klaviyo_api.segments(desk, own.api_key, who)
    kept = sorted(name for name in found if 0 < len(name) <= rules.MAX_SEGMENT)
    return frozenset(kept[: rules.MAX_SEGMENTS])


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

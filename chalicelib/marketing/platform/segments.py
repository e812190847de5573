"""The segments of whoever opens a ticket, asked of the platform while somebody waits for it."""

from collections.abc import Iterator
from datetime import timedelta

from chalicelib.core.desk import Desk
from chalicelib.customers import rules
from chalicelib.customers.model import Who
from chalicelib.marketing.platform import patience, storage
from chalicelib.marketing.platform.model import Platform
from chalicelib.teams import storage as teams
from chalicelib.telemetry.log import logger

SECONDS = 2.0
"""For everything: opening the key, finding the profile, reading its segments."""
FRESH = timedelta(minutes=15)


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
    if not (who.email or who.phone):
        return before[0] if before else frozenset()
    answer = patience.asked(desk, platform, SECONDS, lambda: _asked(desk, platform, who))
    if answer is None:
        return before[0] if before else frozenset()
    (found,) = answer
    storage.keep_segments(desk, who.id, found, now)
    return found


def _asked(desk: Desk, platform: Platform, who: Who) -> frozenset[str]:
    own = storage.opened(desk, platform)
    from chalicelib.marketing.platform import klaviyo_api

    found = klaviyo_api.segments(desk, own.api_key, who)
    kept = sorted(name for name in found if 0 < len(name) <= rules.MAX_SEGMENT)
    return frozenset(kept[: rules.MAX_SEGMENTS])

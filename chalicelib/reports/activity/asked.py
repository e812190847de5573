"""What every report of activity asks for, and tells of itself."""

from datetime import date
from typing import Annotated, Any

from msgspec import Meta

from chalicelib.accounts import rules as plans
from chalicelib.accounts import storage as accounts
from chalicelib.core.desk import Desk
from chalicelib.core.moments import rfc3339
from chalicelib.reports.activity.definitions import DEFINITIONS
from chalicelib.reports.activity.model import Head
from chalicelib.reports.periods import Period, period

Subject = Annotated[str, Meta(max_length=100)]
"""An agent's or a team's id, or a tag."""


def asked(desk: Desk, first: date, last: date) -> Period:
    """Return the days that are asked for, or raise PlanRequired or Invalid."""
    plans.require(accounts.account(desk).plan, "reports")
    return period(desk, first, last)


def about(head: Head, days: Period) -> dict[str, Any]:
    """Return which days these are, how far they are counted, and what the figures mean."""
    return {**short(head, days), "definitions": dict(DEFINITIONS)}


def short(head: Head, days: Period) -> dict[str, Any]:
    """Return the same without the words."""
    return {
        "from": days.first.isoformat(),
        "to": days.last.isoformat(),
        "time_zone": days.zone,
        "counted_until": rfc3339(head.counted_until) if head.counted_until else None,
        "is_rebuilding": head.shown != head.made or head.walk is not None,
    }

"""When the week's mail is due, and which days it is about; values only."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

AT = time(8)
WEEK = timedelta(days=7)
_DAY = timedelta(days=1)


def last_monday(now: datetime, zone: ZoneInfo) -> date:
    """Return the day of the last Monday, at eight by the wall's clock, that has come.

    >>> last_monday(datetime(2026, 11, 23, 6, 59, tzinfo=UTC), ZoneInfo("Europe/Berlin"))
    datetime.date(2026, 11, 16)
    >>> last_monday(datetime(2026, 11, 23, 7, 0, tzinfo=UTC), ZoneInfo("Europe/Berlin"))
    datetime.date(2026, 11, 23)
    """
    local = now.astimezone(zone)
    monday = local.date() - local.weekday() * _DAY
    return monday if now >= moment(monday, zone) else monday - WEEK


def moment(monday: date, zone: ZoneInfo) -> datetime:
    """Return when a Monday's mail is due, in UTC: the wall's clock may have moved that weekend."""
    return datetime.combine(monday, AT, tzinfo=zone).astimezone(UTC)


def days_before(monday: date) -> tuple[date, date]:
    """Return the first and the last day of the week that a Monday's mail is about."""
    return monday - WEEK, monday - _DAY

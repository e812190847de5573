"""Office hours: half-open ranges of wall-clock time in one zone, with dated holidays (decision 27).

A range that ends at or before its start ends on the next day; `24:00` is the end of the day.
Wall-clock times are turned into UTC one by one, so that ranges are right across DST changes.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_LOOK_AHEAD_DAYS = 400
_MIDNIGHT = "24:00"

Ranges = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """When the team is there; `days` of None is always (no calendar set)."""

    zone: ZoneInfo
    days: Mapping[str, Ranges] | None = None
    holidays: frozenset[date] = field(default_factory=frozenset[date])


def is_open(calendar: Calendar, now: datetime) -> bool:
    """Tell whether this moment is inside office hours."""
    if calendar.days is None:
        return True
    today = now.astimezone(calendar.zone).date()
    return any(start <= now < end for start, end in _around(calendar, today))


def opens_at(calendar: Calendar, now: datetime) -> datetime | None:
    """Return the next opening; None while open, or when there is none in over a year."""
    if is_open(calendar, now):
        return None
    today = now.astimezone(calendar.zone).date()
    for offset in range(_LOOK_AHEAD_DAYS):
        starts = [s for s, _ in _on(calendar, today + timedelta(days=offset)) if s > now]
        if starts:
            return min(starts)
    return None


def _around(calendar: Calendar, day: date) -> Iterator[tuple[datetime, datetime]]:
    yield from _on(calendar, day - timedelta(days=1))
    yield from _on(calendar, day)


def _on(calendar: Calendar, day: date) -> Iterator[tuple[datetime, datetime]]:
    if day in calendar.holidays or calendar.days is None:
        return
    for start, end in calendar.days.get(WEEKDAYS[day.weekday()], ()):
        last = day + timedelta(days=1) if end <= start and end != _MIDNIGHT else day
        yield _moment(calendar, day, start), _moment(calendar, last, end)


def _moment(calendar: Calendar, day: date, text: str) -> datetime:
    if text == _MIDNIGHT:
        day, text = day + timedelta(days=1), "00:00"
    wall = datetime.combine(day, time.fromisoformat(text), tzinfo=calendar.zone)
    return wall.astimezone(UTC)

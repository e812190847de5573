"""Office hours: half-open ranges of wall-clock time in one zone, with dated holidays (decision 27).

A range that ends at or before its start ends on the next day; `24:00` is the end of the day.
A range belongs to the day that it starts on, also where that day is a holiday. What counts is what
the clock on the wall shows: an hour that comes twice counts twice, one that is skipped never.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_LOOK_AHEAD_DAYS = 400
_DAY = timedelta(days=1)
_MINUTE = timedelta(minutes=1)

Ranges = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """When the team is there; `days` of None is always (no calendar set). Times are `HH:MM`."""

    zone: ZoneInfo
    days: Mapping[str, Ranges] | None = None
    holidays: frozenset[date] = field(default_factory=frozenset[date])


def is_open(calendar: Calendar, now: datetime) -> bool:
    """Tell whether this moment is inside office hours."""
    if calendar.days is None:
        return True
    local = now.astimezone(calendar.zone)
    shown, today = local.strftime("%H:%M"), local.date()
    return any(
        start <= shown and (shown < end or end <= start) for start, end in _on(calendar, today)
    ) or any(
        end <= start and shown < end for start, end in _on(calendar, today - _DAY)
    )  # fmt: skip


def opens_at(calendar: Calendar, now: datetime) -> datetime | None:
    """Return the next opening; None while open, or when there is none in over a year."""
    if is_open(calendar, now):
        return None
    today = now.astimezone(calendar.zone).date()
    for offset in range(_LOOK_AHEAD_DAYS):
        for moment in _openings(calendar, today + offset * _DAY):
            if moment > now and is_open(calendar, moment):
                return moment
    return None


def _on(calendar: Calendar, day: date) -> Ranges:
    if calendar.days is None or day in calendar.holidays:
        return ()
    return calendar.days.get(WEEKDAYS[day.weekday()], ())


def _openings(calendar: Calendar, day: date) -> Iterator[datetime]:
    """Yield the moments of a day at which it may open, in order."""
    first, last = _midnight(calendar, day), _midnight(calendar, day + _DAY)
    if last - first == _DAY:
        for start in sorted(start for start, _ in _on(calendar, day)):
            yield first + timedelta(hours=int(start[:2]), minutes=int(start[3:]))
    else:  # the clock jumps: the hours may start in the gap, or again
        yield from (first + n * _MINUTE for n in range((last - first) // _MINUTE))


def _midnight(calendar: Calendar, day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=calendar.zone).astimezone(UTC)

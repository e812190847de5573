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


def open_seconds(calendar: Calendar, start: datetime, end: datetime) -> int:
    """Return how many whole seconds between two moments lie inside office hours."""
    if calendar.days is None:
        return max(0, int((end - start).total_seconds()))
    day, last = start.astimezone(calendar.zone).date(), end.astimezone(calendar.zone).date()
    seconds = 0.0
    while day <= last:
        for opening, closing in _spans(calendar, day):
            within = min(closing, end) - max(opening, start)
            seconds += max(0.0, within.total_seconds())
        day += _DAY
    return int(seconds)


def _spans(calendar: Calendar, day: date) -> Iterator[tuple[datetime, datetime]]:
    """Yield when it is open between a day's midnights; none of them touches another."""
    first, last = _midnight(calendar, day), _midnight(calendar, day + _DAY)
    if last - first == _DAY:
        yield from ((first + a * _MINUTE, first + b * _MINUTE) for a, b in _shown(calendar, day))
        return
    since: datetime | None = None  # the clock jumps: what it shows is looked at each minute
    for moment in (first + n * _MINUTE for n in range((last - first) // _MINUTE)):
        if is_open(calendar, moment):
            since = since or moment
        elif since:
            yield since, moment
            since = None
    if since:
        yield since, last


def _shown(calendar: Calendar, day: date) -> list[tuple[int, int]]:
    """Return the minutes of the day between which it is open, what overlaps as one."""
    before = [("00:00", end) for start, end in _on(calendar, day - _DAY) if end <= start]
    own = [(start, end if start < end else "24:00") for start, end in _on(calendar, day)]
    joined: list[tuple[int, int]] = []
    for start, end in sorted((_minute(start), _minute(end)) for start, end in [*before, *own]):
        if joined and start <= joined[-1][1]:
            start, end = joined[-1][0], max(end, joined.pop()[1])
        joined.append((start, end))
    return joined


def _minute(shown: str) -> int:
    return int(shown[:2]) * 60 + int(shown[3:])


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

"""Office hours: what the clock on the team's wall says decides (decision 27)."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from chalicelib.accounts.settings.model import Day, OfficeHours, Range

_DAYS: tuple[Day, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_FAR = 370
_MINUTE = timedelta(minutes=1)


def is_open(hours: OfficeHours, moment: datetime) -> bool:
    """Tell whether the team is there; without a calendar it always is."""
    if hours.days is None:
        return True
    local = moment.astimezone(ZoneInfo(hours.time_zone))
    now, today, yesterday = f"{local:%H:%M}", local.date(), local.date() - timedelta(days=1)
    return any(
        start <= now and (now < end or _is_over_midnight((start, end)))
        for start, end in _ranges(hours, today)
    ) or any(now < span[1] for span in _ranges(hours, yesterday) if _is_over_midnight(span))


def opens_at(hours: OfficeHours, moment: datetime) -> datetime | None:
    """Return when the team is there next; None when it is there, or will not be for a year."""
    if hours.days is None or not any(hours.days.values()) or is_open(hours, moment):
        return None
    zone = ZoneInfo(hours.time_zone)
    today = moment.astimezone(zone).date()
    for days in range(_FAR):
        day = today + timedelta(days=days)
        starts = [at for span in _ranges(hours, day) for at in _starts(hours, day, span, zone)]
        if later := sorted(at for at in starts if at > moment):
            return later[0]
    return None


def _ranges(hours: OfficeHours, day: date) -> tuple[Range, ...]:
    # A range belongs to the day it starts on; a holiday cuts off none that started before.
    if hours.days is None or day.isoformat() in hours.holidays:
        return ()
    return hours.days.get(_DAYS[day.weekday()], ())


def _is_over_midnight(span: Range) -> bool:
    return span[1] < span[0]


def _starts(hours: OfficeHours, day: date, span: Range, zone: ZoneInfo) -> Iterator[datetime]:
    # The hour that clocks skip has no such time: then it is the first minute after; the hour
    # that they repeat has it twice, and both count.
    wall = datetime.combine(day, time.fromisoformat(span[0]), zone)
    first, second = sorted(wall.replace(fold=fold).astimezone(UTC) for fold in (0, 1))
    if first.astimezone(zone).time() == wall.time():
        yield from (first, second)
        return
    while first < second and not is_open(hours, first):
        first += _MINUTE
    yield first

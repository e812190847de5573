"""Office hours of thousands of random calendars, minute by minute where clocks jump (F-25)."""

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

import pytest

from chalicelib.core.hours import WEEKDAYS, Calendar, is_open, opens_at

CALENDARS, PARTS = 5_000, 10
ZONES = (
    "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata",
    "Africa/Casablanca", "America/Santiago", "Europe/Dublin", "Pacific/Apia",
)  # fmt: skip
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
WINDOW = 3 * 24 * 60
START, END = datetime(2025, 1, 1, tzinfo=UTC), datetime(2028, 1, 1, tzinfo=UTC)


class Shown(NamedTuple):
    """What the clock on the wall shows: the day, and the minutes since its midnight."""

    day: date
    minute: int


@cache
def jumps(zone: str) -> list[datetime]:
    """Return the hours in which the clock jumps; any hour where it never does."""
    own, found = ZoneInfo(zone), list[datetime]()
    for number in range((END - START) // HOUR):
        moment = START + number * HOUR
        if (moment + HOUR).astimezone(own).utcoffset() != moment.astimezone(own).utcoffset():
            found.append(moment)
    return found or [datetime(2026, 3, 29, 1, tzinfo=UTC)]


@cache
def stretch(zone: str, jump: datetime) -> tuple[datetime, list[Shown]]:
    """Return three days of minutes around a jump, as the wall shows them."""
    first = jump - DAY
    walls = ((first + n * MINUTE).astimezone(ZoneInfo(zone)) for n in range(WINDOW))
    return first, [Shown(wall.date(), wall.hour * 60 + wall.minute) for wall in walls]


def a_calendar(zone: str, jump: datetime, chance: random.Random) -> Calendar:
    """Return some ranges for some days: over midnight, to 24:00, around the jump, holidays."""
    near = jump.astimezone(ZoneInfo(zone))

    def a_time() -> str:
        minute = chance.choice((
            chance.randrange(1440), chance.randrange(48) * 30,
            (near.hour * 60 + near.minute + chance.randrange(-75, 135)) % 1440,
        ))  # fmt: skip
        return f"{minute // 60:02}:{minute % 60:02}"

    days = {
        day: tuple((a_time(), chance.choice((a_time(), a_time(), "24:00")))
                   for _ in range(chance.choice((1, 1, 2))))
        for day in WEEKDAYS if chance.random() < 0.6
    }  # fmt: skip
    free = [near.date() + DAY * chance.randrange(-1, 3) for _ in range(chance.choice((0, 0, 1, 2)))]
    return Calendar(zone=ZoneInfo(zone), days=days, holidays=frozenset(free))


def door(own: Calendar, day: date) -> set[int]:
    """Return the minutes of a day in which the list on the door says open."""
    today, yesterday = list(_ranges(own, day)), list(_ranges(own, day - DAY))
    here = [range(start, end if end > start else 1440) for start, end in today]
    over = [range(end) for start, end in yesterday if end <= start]
    return {minute for each in (*here, *over) for minute in each}


def _ranges(own: Calendar, day: date) -> Iterator[tuple[int, int]]:
    if day not in own.holidays and own.days is not None:
        for start, end in own.days.get(WEEKDAYS[day.weekday()], ()):
            yield _minutes(start), _minutes(end)


def _minutes(time: str) -> int:
    return int(time[:2]) * 60 + int(time[3:])


@pytest.mark.acceptance(102)
@pytest.mark.parametrize(
    "part", [0, *(pytest.param(part, marks=pytest.mark.thorough) for part in range(1, PARTS))]
)
def test_thousands_of_calendars_are_what_the_wall_shows(part: int) -> None:
    for number in range(part, CALENDARS, PARTS):
        chance = random.Random(number)
        zone = chance.choice(ZONES)
        jump = chance.choice(jumps(zone))
        own, (first, minutes) = a_calendar(zone, jump, chance), stretch(zone, jump)
        place = chance.randrange(WINDOW - 24 * 60)
        now = first + place * MINUTE + timedelta(seconds=chance.randrange(60))

        doors = {
            day: door(own, day) for day in {shown.day for shown in (*minutes[::60], minutes[-1])}
        }
        later = (n for n in range(place, WINDOW) if minutes[n].minute in doors[minutes[n].day])
        following = next(later, None)
        assert is_open(own, now) is (following == place), (number, own, now)
        opening = opens_at(own, now)
        if following is None:
            assert opening is None or opening >= first + WINDOW * MINUTE, (number, own, now)
        else:
            expected = None if following == place else first + following * MINUTE
            assert opening == expected, (number, own, now)

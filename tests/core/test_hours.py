"""Office hours, against a counter that looks at the clock on the wall, again and again (F-25)."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.core.hours import WEEKDAYS, Calendar, is_open, open_seconds, opens_at

DAYS = dict.fromkeys(WEEKDAYS[:5], (("09:00", "17:00"),))
NIGHTS = dict.fromkeys(WEEKDAYS, (("22:00", "06:00"),))
MINUTE = timedelta(minutes=1)

# The nights in which the clock jumps: forward, back; Lord Howe by half an hour; Kolkata never.
JUMPS = [
    ("Europe/Berlin", date(2026, 3, 29)),
    ("Europe/Berlin", date(2026, 10, 25)),
    ("America/New_York", date(2026, 3, 8)),
    ("America/New_York", date(2026, 11, 1)),
    ("Australia/Lord_Howe", date(2026, 4, 5)),
    ("Australia/Lord_Howe", date(2026, 10, 4)),
    ("Asia/Kolkata", date(2026, 3, 29)),
    ("America/Santiago", date(2026, 9, 6)),  # jumps over midnight
]
SHAPES = [
    (("09:00", "17:00"),),
    (("00:00", "24:00"),),
    (("00:00", "00:30"), ("23:30", "24:00")),
    (("01:00", "02:30"),),
    (("02:00", "02:30"), ("02:45", "03:15")),
    (("02:15", "02:45"),),
    (("22:00", "06:00"),),
    (("22:00", "02:30"),),
    (("08:00", "08:00"),),
    (),
]


def calendar(zone: str = "UTC", days: object = None, *holidays: date) -> Calendar:
    return Calendar(zone=ZoneInfo(zone), days=days, holidays=frozenset(holidays))  # type: ignore[arg-type]


def looks_at(day: date) -> list[datetime]:
    """Return every fifth minute of a day and of what is before and after it anywhere, in UTC."""
    start = datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(hours=14)
    return [start + n * timedelta(minutes=5) for n in range(52 * 12)]


def shows_open(own: Calendar, moment: datetime) -> bool:
    """Look at the clock on the wall: the date, the hour, the list of ranges."""
    local = moment.astimezone(own.zone)
    time, today = local.strftime("%H:%M"), local.date()
    return any(
        start <= time < end if start < end else time >= start for start, end in on(own, today)
    ) or any(time < end for start, end in on(own, today - timedelta(days=1)) if start >= end)


def on(own: Calendar, day: date) -> tuple[tuple[str, str], ...]:
    assert own.days is not None
    is_free = day in own.holidays
    return () if is_free else tuple((a, b) for a, b in own.days.get(WEEKDAYS[day.weekday()], ()))


@pytest.mark.parametrize("shape", SHAPES, ids=str)
@pytest.mark.parametrize(("zone", "day"), JUMPS, ids=str)
def test_around_a_jump_it_is_what_the_clock_on_the_wall_shows(
    zone: str, day: date, shape: tuple[tuple[str, str], ...]
) -> None:
    own = calendar(zone, dict.fromkeys(WEEKDAYS, shape))
    shown = [(look, shows_open(own, look)) for look in looks_at(day)]

    assert [look for look, is_shown in shown if is_open(own, look) != is_shown] == []
    opened = [after for (_, was), (after, is_now) in pairwise(shown) if is_now and not was]
    for look, is_shown in shown[::23]:
        following = [moment for moment in opened if moment > look]
        if following and not is_shown:
            assert opens_at(own, look) == following[0]


RANGES = st.tuples(
    *(st.sampled_from([f"{h:02}:{m:02}" for h in range(24) for m in (0, 15, 59)]) for _ in "ab")
)


@given(st.dictionaries(st.sampled_from(WEEKDAYS), st.lists(RANGES, max_size=3).map(tuple)),
       st.sampled_from(JUMPS), st.integers(0, 3 * 24 * 60))  # fmt: skip
def test_any_week_is_what_the_wall_clock_shows(
    days: object,
    jump: tuple[str, date],
    minute: int,
) -> None:
    zone, day = jump
    own = calendar(zone, days, *([day] if minute % 2 else []))
    moment = datetime(day.year, day.month, day.day, tzinfo=UTC) + (minute - 24 * 60) * MINUTE

    assert is_open(own, moment) == shows_open(own, moment)
    opened = opens_at(own, moment)
    assert opened is None or (is_open(own, opened) and not is_open(own, opened - MINUTE))


@pytest.mark.parametrize(
    ("at", "is_inside"),
    [("08:59:59.999", False), ("09:00", True), ("16:59:59.999", True), ("17:00", False)],
)
def test_a_range_includes_its_start_and_not_its_end(at: str, is_inside: object) -> None:
    moment = datetime.fromisoformat(f"2026-03-04T{at}+01:00")

    assert is_open(calendar("Europe/Berlin", DAYS), moment) is is_inside


@pytest.mark.parametrize(
    ("days", "now", "expected"),
    [
        (DAYS, "2026-03-04T08:00Z", "2026-03-04T09:00Z"),
        (DAYS, "2026-03-04T12:00Z", None),
        (DAYS, "2026-03-04T17:00Z", "2026-03-05T09:00Z"),
        (DAYS, "2026-03-06T17:00Z", "2026-03-09T09:00Z"),
        (NIGHTS, "2026-03-04T05:59Z", None),
        (NIGHTS, "2026-03-04T06:00Z", "2026-03-04T22:00Z"),
        ({"mon": (("00:00", "24:00"),)}, "2026-03-10T00:00Z", "2026-03-16T00:00Z"),
        ({"sun": (("22:00", "02:00"),)}, "2026-03-09T01:59Z", None),
        ({}, "2026-03-04T12:00Z", None),
        (None, "2026-03-04T12:00Z", None),
    ],
)
def test_when_the_team_is_back(days: object, now: str, expected: str | None) -> None:
    found = opens_at(calendar("UTC", days), datetime.fromisoformat(now))

    assert found == (datetime.fromisoformat(expected) if expected else None)


def test_without_a_calendar_it_is_always_open_and_with_an_empty_one_never() -> None:
    now = datetime(2026, 3, 4, 12, tzinfo=UTC)

    assert is_open(calendar(), now)
    assert not is_open(calendar("UTC", {}), now)


def test_a_holiday_has_no_hours_but_ends_no_night_before() -> None:
    own = calendar("UTC", NIGHTS, date(2026, 12, 25))

    assert is_open(own, datetime(2026, 12, 25, 3, tzinfo=UTC))
    assert not is_open(own, datetime(2026, 12, 25, 23, tzinfo=UTC))
    assert opens_at(own, datetime(2026, 12, 25, 12, tzinfo=UTC)) == datetime(
        2026, 12, 26, 22, tzinfo=UTC
    )


def test_a_year_of_holidays_has_no_next_opening() -> None:
    free = [date(2026, 1, 1) + timedelta(days=n) for n in range(800)]

    assert opens_at(calendar("UTC", DAYS, *free), datetime(2026, 3, 4, 12, tzinfo=UTC)) is None


HOUR = 3_600


@pytest.mark.parametrize(
    ("zone", "days", "start", "end", "hours"),
    [
        pytest.param("UTC", None, "2026-03-06T16:00", "2026-03-09T10:00", 66, id="no calendar"),
        pytest.param("UTC", DAYS, "2026-03-06T16:00", "2026-03-09T10:00", 2, id="a weekend"),
        pytest.param("UTC", DAYS, "2026-03-10T16:00", "2026-03-12T10:00", 2, id="a holiday"),
        pytest.param("UTC", DAYS, "2026-03-07T01:00", "2026-03-08T23:00", 0, id="closed"),
        pytest.param("Asia/Tokyo", DAYS, "2026-03-05T23:00", "2026-03-06T03:00", 3, id="east"),
        pytest.param(
            "UTC", {"fri": (("20:00", "04:00"),)}, "2026-03-06T22:00", "2026-03-07T12:00", 6,
            id="over midnight",
        ),
        pytest.param(
            "UTC", {"fri": (("08:00", "12:00"), ("10:00", "24:00"))},
            "2026-03-06T00:00", "2026-03-07T12:00", 16, id="what overlaps counts once",
        ),
        pytest.param(
            "Europe/Berlin", {"sun": (("00:00", "24:00"),)},
            "2026-03-28T12:00", "2026-03-30T12:00", 23, id="a day that lacks an hour",
        ),
        pytest.param(
            "Europe/Berlin", {"sat": (("22:00", "04:00"),)},
            "2026-10-24T12:00", "2026-10-25T12:00", 7, id="an hour that comes twice",
        ),
        pytest.param("UTC", DAYS, "2026-03-06T11:00", "2026-03-06T10:00", 0, id="backwards"),
    ],
)  # fmt: skip
def test_open_hours_between_two_moments(
    zone: str, days: Any, start: str, end: str, hours: int
) -> None:
    calendar = Calendar(zone=ZoneInfo(zone), days=days, holidays=frozenset({date(2026, 3, 11)}))
    first, last = (datetime.fromisoformat(text).replace(tzinfo=UTC) for text in (start, end))

    assert open_seconds(calendar, first, last) == hours * HOUR


@given(
    start=st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    minutes=st.integers(0, 4_000),
    zone=st.sampled_from(["UTC", "America/New_York", "Australia/Lord_Howe"]),
)
def test_they_are_the_minutes_at_which_it_is_open(start: datetime, minutes: int, zone: str) -> None:
    days = {**DAYS, "sat": (("22:00", "03:30"),), "sun": (("01:30", "02:30"),)}
    calendar = Calendar(zone=ZoneInfo(zone), days=days)
    first = start.replace(second=0, microsecond=0)
    every = (first + n * timedelta(minutes=1) for n in range(minutes))

    expected = 60 * sum(is_open(calendar, moment) for moment in every)

    assert open_seconds(calendar, first, first + minutes * timedelta(minutes=1)) == expected

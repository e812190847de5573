"""Moments: aware, UTC, and sorting as texts."""

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.core.errors import Invalid
from chalicelib.core.moments import at_local_time, from_rfc3339, rfc3339, rfc5322

OFFSETS = st.integers(-23 * 60, 23 * 60).map(lambda m: timezone(timedelta(minutes=m)))
# hypothesis adds the zone itself
MOMENTS = st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30), timezones=OFFSETS)  # noqa: DTZ001


@given(MOMENTS)
def test_a_moment_survives_to_the_millisecond(moment: datetime) -> None:
    again = from_rfc3339(rfc3339(moment))

    assert timedelta(0) <= moment - again < timedelta(milliseconds=1)
    assert again.tzinfo is UTC


@given(MOMENTS, MOMENTS)
def test_texts_sort_as_moments_do(one: datetime, other: datetime) -> None:
    if rfc3339(one) != rfc3339(other):
        assert (rfc3339(one) < rfc3339(other)) == (one < other)


@pytest.mark.parametrize(
    "text",
    ["", "now", "2026-03-04", "2026-03-04T12:00:00", "2026-13-04T12:00:00Z", "1772625600",
     "2026-03-04T12:00:00+25:00", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00",
     "2026-03-04T12:00:00Z ", "2026-03-04T12:00:60Z", "٢026-03-04T12:00:00Z", "x" * 100_000],
)  # fmt: skip
def test_what_is_no_moment_is_refused_by_name(text: str) -> None:
    with pytest.raises(Invalid, match=r"^updated_after must"):
        from_rfc3339(text, pointer="updated_after")


def test_offsets_are_understood() -> None:
    noon = datetime(2026, 3, 4, 12, tzinfo=UTC)

    assert from_rfc3339("2026-03-04T13:00:00+01:00") == noon
    assert from_rfc3339("2026-03-04T12:00:00.000Z") == noon


@pytest.mark.parametrize(
    ("zone", "now", "expected"),
    [
        ("Europe/Berlin", "2026-03-04T22:59Z", "2026-03-05T08:00Z"),
        ("Europe/Berlin", "2026-03-04T23:01Z", "2026-03-06T08:00Z"),  # tomorrow has begun
        ("Europe/Berlin", "2026-03-28T12:00Z", "2026-03-29T07:00Z"),  # the clock jumps at night
        ("America/New_York", "2026-11-01T05:30Z", "2026-11-02T14:00Z"),  # the hour that comes twice
        ("Asia/Kolkata", "2026-03-04T12:00Z", "2026-03-05T03:30Z"),
    ],
)
def test_nine_tomorrow_is_nine_on_the_accounts_clock(zone: str, now: str, expected: str) -> None:
    found = at_local_time(datetime.fromisoformat(now), ZoneInfo(zone), hour=9, days=1)

    assert found == datetime.fromisoformat(expected)


def test_mail_has_its_own_way_to_write_moments() -> None:
    moment = datetime(2026, 1, 2, 3, 4, 5, tzinfo=timezone(timedelta(hours=2)))

    assert rfc5322(moment) == "Fri, 02 Jan 2026 01:04:05 +0000"

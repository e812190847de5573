"""Until when a snooze lasts (decision 9)."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from chalicelib.tickets.snoozing import Preset, until


@pytest.mark.acceptance(50)
@pytest.mark.parametrize(
    ("preset", "now", "zone", "expected"),
    [
        ("later_today", "2026-03-04T12:00Z", "UTC", "2026-03-04T15:00Z"),
        ("later_today", "2026-03-28T23:30Z", "Europe/Berlin", "2026-03-29T02:30Z"),
        ("tomorrow", "2026-03-04T12:00Z", "UTC", "2026-03-05T09:00Z"),
        ("tomorrow", "2026-03-04T23:30Z", "Europe/Berlin", "2026-03-06T08:00Z"),
        ("tomorrow", "2026-03-28T12:00Z", "Europe/Berlin", "2026-03-29T07:00Z"),
        ("tomorrow", "2026-03-04T03:00Z", "America/New_York", "2026-03-04T14:00Z"),
        ("one_week", "2026-03-04T12:00Z", "Asia/Kolkata", "2026-03-11T12:00Z"),
    ],
)
def test_a_choice_ends(preset: str, now: str, zone: str, expected: str) -> None:
    end = until(Preset(preset), datetime.fromisoformat(now), ZoneInfo(zone))

    assert end == datetime.fromisoformat(expected)


def test_every_choice_is_in_the_table_of_the_interface() -> None:
    assert set(Preset) == {"later_today", "tomorrow", "one_week"}

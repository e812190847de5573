"""When the week's mail is due."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from chalicelib.reports.weekly.rules import days_before, last_monday, moment

BERLIN, NEW_YORK = ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")


# Clocks go back on Sunday, 25 October 2026, in Berlin, and a week later in New York; forward on
# 29 March and 8 March.
@pytest.mark.parametrize(
    ("zone", "monday", "due"),
    [
        (BERLIN, "2026-10-19", "2026-10-19T06:00Z"),
        (BERLIN, "2026-10-26", "2026-10-26T07:00Z"),
        (BERLIN, "2026-03-23", "2026-03-23T07:00Z"),
        (BERLIN, "2026-03-30", "2026-03-30T06:00Z"),
        (NEW_YORK, "2026-10-26", "2026-10-26T12:00Z"),
        (NEW_YORK, "2026-11-02", "2026-11-02T13:00Z"),
        (NEW_YORK, "2026-03-09", "2026-03-09T12:00Z"),
    ],
)
def test_it_is_eight_by_the_wall_whatever_the_clock_did(
    zone: ZoneInfo, monday: str, due: str
) -> None:
    day, at = date.fromisoformat(monday), datetime.fromisoformat(due)

    assert moment(day, zone) == at
    assert last_monday(at, zone) == day
    assert last_monday(datetime.fromtimestamp(at.timestamp() - 1, UTC), zone) < day


def test_a_mail_is_about_the_seven_days_before_it() -> None:
    assert days_before(date(2026, 11, 2)) == (date(2026, 10, 26), date(2026, 11, 1))

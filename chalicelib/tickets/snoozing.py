"""Until when a snooze lasts (acceptance 50, decision 9)."""

from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from chalicelib.core.moments import at_local_time

LATER_TODAY = timedelta(hours=3)
ONE_WEEK = timedelta(days=7)
MORNING = 9


class Preset(StrEnum):
    """The choices that the snooze dialogue offers."""

    later_today = "later_today"
    tomorrow = "tomorrow"
    one_week = "one_week"


def until(preset: Preset, now: datetime, zone: ZoneInfo) -> datetime:
    """Return the moment: three hours on, 09:00 tomorrow in the account's zone, or a week on."""
    match preset:
        case Preset.later_today:
            return now + LATER_TODAY
        case Preset.tomorrow:
            return at_local_time(now, zone, hour=MORNING, days=1)
        case Preset.one_week:
            return now + ONE_WEEK

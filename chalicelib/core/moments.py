"""Moments: always aware, always UTC inside, RFC 3339 outside."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from zoneinfo import ZoneInfo

from chalicelib.core.errors import Fault, Invalid


def rfc3339(moment: datetime) -> str:
    """Return UTC with milliseconds, so that text sorts as time does.

    >>> rfc3339(datetime(2026, 1, 2, 3, 4, 5, 678901, tzinfo=UTC))
    '2026-01-02T03:04:05.678Z'
    """
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"


def from_rfc3339(text: str, *, pointer: str = "") -> datetime:
    """Return the moment, or raise Invalid: a moment without an offset is refused."""
    try:
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is not None:
            return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    detail = f"{pointer or 'The value'} must be an RFC 3339 date-time with an offset."
    raise Invalid(detail, faults=[Fault(f"/{pointer}", "invalid", detail)] if pointer else ())


def at_local_time(day_after: datetime, zone: ZoneInfo, *, hour: int, days: int) -> datetime:
    """Return `hour` o'clock, `days` days after the given moment's date in `zone`, as UTC."""
    local = day_after.astimezone(zone) + timedelta(days=days)
    return local.replace(hour=hour, minute=0, second=0, microsecond=0).astimezone(UTC)


def rfc5322(moment: datetime) -> str:
    """Return the moment as mail headers write it.

    >>> rfc5322(datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC))
    'Fri, 02 Jan 2026 03:04:05 +0000'
    """
    return format_datetime(moment.astimezone(UTC))

"""The days that a report is asked for."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated

import msgspec
from msgspec import Meta

from chalicelib.accounts import storage as accounts
from chalicelib.core.desk import Desk
from chalicelib.core.errors import Fault, Invalid
from chalicelib.web import queries
from chalicelib.web.queries import Query

MAX_DAYS = 366
EARLIEST, LATEST = date(2000, 1, 1), date(2999, 12, 31)
"""Beyond, a day's end in some time zone, or the days before to compare with, may be no date."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """Days, both included, in the account's time zone."""

    first: date
    last: date
    zone: str


class PeriodQuery(Query, frozen=True):
    """Which days, both included, in the account's time zone."""

    first: Annotated[date, Meta(description="The first day.")] = msgspec.field(name="from")
    to: Annotated[date, Meta(description="The last day.")]


def period(desk: Desk, first: date, last: date, *, pointer: str = "/to") -> Period:
    """Return the days of a query, or raise Invalid when they are none, or too many."""
    with queries.refusing():
        return checked(desk, first, last, pointer=pointer)


def checked(desk: Desk, first: date, last: date, *, pointer: str = "/to") -> Period:
    """Return the same of a body."""
    if not timedelta(0) <= last - first < timedelta(days=MAX_DAYS):
        raise _refused(pointer, f"1 to {MAX_DAYS} days, from the first to the last.")
    if first < EARLIEST or last > LATEST:
        raise _refused(pointer, f"Days from {EARLIEST} to {LATEST}.")
    return Period(first=first, last=last, zone=accounts.calendar(desk).zone.key)


def refused(fault: Fault) -> Invalid:
    """Return what to raise for a query whose days are not as they should be."""
    try:
        with queries.refusing():
            raise Invalid("The period is not as it should be.", faults=[fault])
    except Invalid as error:
        return error


def _refused(pointer: str, text: str) -> Invalid:
    fault = Fault(pointer, "invalid_period", text)
    return Invalid("The period is not as it should be.", faults=[fault])

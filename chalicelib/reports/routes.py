"""`/v1/reports`: figures of some days (guard `guards.agent`)."""

from datetime import date, timedelta
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from chalicelib.accounts import rules as plans
from chalicelib.accounts import storage as accounts
from chalicelib.core.desk import Desk
from chalicelib.core.errors import Fault, Invalid
from chalicelib.reports import attribution, storage
from chalicelib.reports.attribution import MAX_DAYS, Period
from chalicelib.web import queries
from chalicelib.web.queries import Query
from chalicelib.web.routes import Routes

routes = Routes()


class PeriodQuery(Query, frozen=True):
    """Which days, both included, in the account's time zone."""

    first: Annotated[date, Meta(description="The first day.")] = msgspec.field(name="from")
    to: Annotated[date, Meta(description="The last day.")]


@routes.get("/v1/reports/attribution", needs="reports:read", query=PeriodQuery)
def show_attribution(desk: Desk, query: PeriodQuery) -> dict[str, Any]:
    """Return what campaigns, flows and short links led to on the days `from` to `to`, included."""
    plans.require(accounts.account(desk).plan, "reports")
    period = _period(desk, query)
    return attribution.shown(period, storage.sums(desk, period.first, period.last))


def _period(desk: Desk, query: PeriodQuery) -> Period:
    first, last = query.first, query.to
    if not timedelta(0) <= last - first < timedelta(days=MAX_DAYS):
        fault = Fault("/to", "invalid_period", f"1 to {MAX_DAYS} days, from the first to the last.")
        with queries.refusing():
            raise Invalid("The period is not as it should be.", faults=[fault])
    return Period(first=first, last=last, zone=accounts.calendar(desk).zone.key)

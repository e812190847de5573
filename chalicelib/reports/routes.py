"""`/v1/reports`: figures of some days (guard `guards.agent`)."""

from typing import Any

from chalicelib.core.desk import Desk
from chalicelib.reports import attribution, storage
from chalicelib.reports.periods import PeriodQuery, period
from chalicelib.web.routes import Routes

routes = Routes()


@routes.get("/v1/reports/attribution", feature="reports", needs="reports:read", query=PeriodQuery)
def show_attribution(desk: Desk, query: PeriodQuery) -> dict[str, Any]:
    """Return what campaigns, flows and short links led to on the days `from` to `to`, included."""
    days = period(desk, query.first, query.to)
    return attribution.shown(days, storage.sums(desk, days.first, days.last))

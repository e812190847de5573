"""From sums to figures; values only."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from fractions import Fraction
from typing import Any, cast

from chalicelib.reports.activity import rules
from chalicelib.reports.activity.histogram import percentile
from chalicelib.reports.activity.model import Amounts, Count, Time

COUNTS = (Count.created, Count.reopened, Count.resolved, Count.auto_closed, Count.ai_resolved)
BACKLOG = "backlog"
_HALF, _MOST = Fraction(1, 2), Fraction(9, 10)
_DAY = timedelta(days=1)

Months = Mapping[date, Amounts]
"""By their first day: by how much the backlog grew on each day."""


def merged(sums: Iterable[Amounts]) -> dict[str, int]:
    """Return all of them together."""
    total: dict[str, int] = {}
    for amounts in sums:
        for name, amount in amounts.items():
            total[name] = total.get(name, 0) + amount
    return total


def figures(amounts: Amounts, backlog: int | None) -> dict[str, Any]:
    """Return all figures of a period."""
    return {
        **{count.name: amounts.get(count, 0) for count in COUNTS},
        BACKLOG: backlog,
        **{time.name: timed(amounts, time) for time in Time},
    }


def timed(amounts: Amounts, time: Time) -> dict[str, Any]:
    """Return a time by both clocks."""
    n = amounts.get(f"{time}n", 0)
    by_clock = {"wall": time.value, "office_hours": time.upper()}
    return {"n": n, **{name: _by_clock(amounts, clock, n) for name, clock in by_clock.items()}}


def means(amounts: Amounts) -> dict[str, Any]:
    """Return the figures of whom no histograms are kept for."""
    found: dict[str, Any] = {"resolved": amounts.get(Count.resolved, 0)}
    for time in Time:
        shown = timed(amounts, time)
        clocks = {name: {"mean": shown[name]["mean"]} for name in ("wall", "office_hours")}
        found[time.name] = {"n": shown["n"], **clocks}
    return found


def changed(now: Mapping[str, Any], before: Mapping[str, Any]) -> dict[str, Any]:
    """Return by how many percent each figure changed, None where there was nothing."""
    return {name: _change(figure, before[name]) for name, figure in now.items()}


def series(
    metric: str, days: Iterable[date], sums: Mapping[date, Amounts], months: Months | None
) -> list[dict[str, Any]]:
    """Return a figure of each day."""
    return [
        {"date": day.isoformat(), **_of_day(metric, day, sums.get(day, {}), months)} for day in days
    ]


def backlog(months: Months | None, day: date) -> int | None:
    """Return how many tickets were not closed when a day ended; None of whom that is not known."""
    if months is None:
        return None
    return sum(
        change
        for month, changes in months.items()
        for number, change in changes.items()
        if month.replace(day=int(number)) <= day
    )


def each_day(first: date, last: date) -> list[date]:
    """Return the days from one to another, both included."""
    return [first + number * _DAY for number in range((last - first).days + 1)]


def _change(now: Any, before: Any) -> Any:
    if isinstance(before, dict):
        return changed(now, cast("dict[str, Any]", before))
    return round(100 * (now - before) / before, 1) if before and now is not None else None


def _of_day(metric: str, day: date, amounts: Amounts, months: Months | None) -> dict[str, Any]:
    if metric == BACKLOG:
        return {"value": backlog(months, day)}
    if metric in Time.__members__:
        return timed(amounts, Time[metric])
    return {"value": amounts.get(Count[metric], 0)}


def _by_clock(amounts: Amounts, clock: str, n: int) -> dict[str, int | None]:
    counts = rules.buckets(amounts, clock)
    return {
        "mean": round(amounts.get(f"{clock}s", 0) / n) if n else None,
        "median": percentile(counts, _HALF),
        "p90": percentile(counts, _MOST),
    }

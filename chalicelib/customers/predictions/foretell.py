"""What an account's own model says of one customer: from its parameters and their orders alone."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from chalicelib.customers.predictions import bgnbd, rules, spend
from chalicelib.customers.predictions.model import (
    Buying,
    ChurnLevel,
    Fitted,
    Foretold,
    History,
    Order,
    Source,
)

_WEEKS = rules.HORIZON / timedelta(weeks=1)
_SILENT_WEEKS = rules.SILENCE / timedelta(weeks=1)


def foretell(fitted: Fitted, orders: Sequence[Order], now: datetime) -> Foretold | None:
    """Return what to expect of somebody within a year; None of whoever never ordered."""
    days = rules.days(order for order in orders if order.placed_at <= now)
    if not days:
        return None
    history = rules.history(days, rules.number_of(now), fitted.currency)
    expected = bgnbd.expected_purchases(fitted.buying, history, _WEEKS)
    return Foretold(
        source=Source.own_model,
        orders_placed=sum(day.orders for day in days),
        orders_expected=expected,
        spent_minor=sum(day.totals.get(fitted.currency, 0) for day in days),
        spending_expected_minor=round(expected * spend.expected_average(fitted.spending, history)),
        currency=fitted.currency,
        churn_probability=bgnbd.p_silent(fitted.buying, history, _SILENT_WEEKS),
        next_order_at=_next_order(fitted.buying, history, now),
    )


def _next_order(buying: Buying, history: History, now: datetime) -> datetime | None:
    # When half of those like them who stay have ordered; of who will hardly stay there is none.
    wait = bgnbd.median_wait(buying, history)
    leaves = rules.churn_level(bgnbd.p_silent(buying, history, _WEEKS)) is ChurnLevel.high
    if wait is None or wait > _WEEKS or leaves:
        return None
    return now + timedelta(weeks=wait)

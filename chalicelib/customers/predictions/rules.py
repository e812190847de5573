"""Which accounts have data enough (decision 37), and what orders come to; values only."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta

from chalicelib.customers.predictions.model import (
    BackTest,
    ChurnLevel,
    Day,
    Days,
    History,
    Lack,
    Missing,
    Order,
)

CUSTOMERS = 500
HISTORY_DAYS = 180
RECENT_DAYS = 30
THRICE = 3
LOYAL = 10
"""The decision says "some": from fewer, four parameters cannot be told apart."""
HORIZON = timedelta(days=365)
"""How far is looked ahead."""
SILENCE = timedelta(days=90)
"""What churn means: no order for so long."""
WEEK = 7
_LOW, _HIGH = 0.33, 0.66


def days(orders: Iterable[Order]) -> Days:
    """Return the days on which somebody ordered: the models know of one purchase a day."""
    count: Counter[int] = Counter()
    totals: dict[int, Counter[str]] = {}
    for order in orders:
        if not order.is_cancelled:
            number = number_of(order.placed_at)
            count[number] += 1
            totals.setdefault(number, Counter())[order.currency] += order.total_minor
    return tuple(
        Day(number=number, orders=count[number], totals=dict(totals[number]))
        for number in sorted(count)
    )


def number_of(moment: datetime) -> int:
    """Return a moment's day."""
    return moment.astimezone(UTC).date().toordinal()


def history(days: Days, today: int, currency: str) -> History:
    """Return a customer's buying until today; there was a first day."""
    first, *later = [day for day in days if day.number <= today]
    last = later[-1] if later else first
    spent = [amount for day in later if (amount := day.totals.get(currency, 0)) > 0]
    return History(
        frequency=len(later),
        recency=(last.number - first.number) / WEEK,
        age=max(today - first.number, last.number - first.number) / WEEK,
        spent_times=len(spent),
        spent_average=sum(spent) / len(spent) if spent else 0.0,
    )


def missing(books: Sequence[Days], today: int) -> tuple[Missing, ...]:
    """Return what an account's customers, each with their days, have too little of."""
    begun = min((days[0].number for days in books), default=today)
    recent = sum(d.orders for days in books for d in days if today - d.number < RECENT_DAYS)
    loyal = sum(sum(day.orders for day in days) >= THRICE for days in books)
    wanted = (
        (Lack.customers_with_order, len(books), CUSTOMERS),
        (Lack.days_of_history, today - begun, HISTORY_DAYS),
        (Lack.recent_orders, recent, 1),
        (Lack.customers_with_three_orders, loyal, LOYAL),
    )
    return tuple(Missing(lack=w, have=have, need=need) for w, have, need in wanted if have < need)


def currency(books: Iterable[Days]) -> str:
    """Return the currency of most days; of several that are equal, the first by name."""
    counts = Counter(name for days in books for day in days for name in day.totals)
    return min(counts, key=lambda name: (-counts[name], name), default="")


def cut(books: Sequence[Days], today: int) -> int:
    """Return the last day before the quarter of the history that a back-test keeps back."""
    begun = min(days[0].number for days in books)
    return today - (today - begun) // 4


def churn_level(probability: float) -> ChurnLevel:
    """Return the word for a risk.

    >>> [churn_level(risk).value for risk in (0.329, 0.33, 0.66, 0.661)]
    ['low', 'medium', 'medium', 'high']
    """
    if probability < _LOW:
        return ChurnLevel.low
    return ChurnLevel.high if probability > _HIGH else ChurnLevel.medium


def off(expected: float, seen: float) -> float | None:
    """Return by what share of what was seen an expectation was off; None where nothing was.

    >>> off(90, 100), off(1, 0)
    (-0.1, None)
    """
    return round((expected - seen) / seen, 4) if seen else None


def errors(test: BackTest) -> Mapping[str, float | None]:
    """Return by how much orders and spending were off, taken together."""
    return {
        "orders": off(test.orders_expected, test.orders_placed),
        "lifetime_value": off(test.spending_expected, test.spending_seen),
    }

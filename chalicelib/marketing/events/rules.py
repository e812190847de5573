"""Which events are orders, and which link led to one; values only."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from decimal import Decimal

from chalicelib.core.money import minor
from chalicelib.customers.events.model import Event
from chalicelib.customers.predictions.model import Order
from chalicelib.marketing.links.model import Link

PLACED_ORDER = "Placed Order"
CANCELLED_ORDER = "Cancelled Order"
NO_CURRENCY = "XXX"
"""What ISO 4217 calls an amount without one."""
MAX_METRIC = 200
MAX_PROPERTIES = 8_000
"""Characters of all properties together, as JSON."""
LARGEST = Decimal("1e12")


def is_sale(event: Event) -> bool:
    """Tell whether something was bought, and for how much."""
    return event.metric == PLACED_ORDER and event.value is not None and event.value > 0


def order_id(event: Event) -> str:
    """Return what tells this order from others; several events may be about one."""
    return _told_id(event) or event.id


def order_of(event: Event) -> Order | None:
    """Return the order that an event tells of, as predictions need it; None for all others.

    Without an id of its own an order that two systems tell of would be two.
    """
    is_cancelled = event.metric == CANCELLED_ORDER
    value = Decimal() if is_cancelled else event.value
    is_order = is_cancelled or event.metric == PLACED_ORDER
    if not (is_order and _told_id(event)) or value is None or not 0 <= value < LARGEST:
        return None
    return Order(
        id=_told_id(event),
        customer_id=event.customer_id,
        placed_at=event.at,
        total_minor=minor(value, event.currency),
        currency=event.currency,
        is_cancelled=is_cancelled,
        as_of=event.at,
    )


def leading_to(links: Iterable[Link], at: datetime, window: timedelta) -> Link | None:
    """Return the link that was followed last before an order, within the window."""
    touched = [(moment, link) for link in links if (moment := _followed(link, at, window))]
    return max(touched, key=lambda each: each[0])[1] if touched else None


def earned(revenue: Mapping[str, Decimal], event: Event) -> dict[str, Decimal]:
    """Return a link's revenue with an order's."""
    currency = event.currency or NO_CURRENCY
    return {**revenue, currency: revenue.get(currency, Decimal()) + (event.value or Decimal())}


def _told_id(event: Event) -> str:
    told = event.properties.get("order_id")
    return str(told)[:200] if isinstance(told, str | int) else ""


def _followed(link: Link, at: datetime, window: timedelta) -> datetime | None:
    # Only the first and the last time are kept: of those between nothing is known.
    for moment in (link.last_at, link.first_at):
        if moment is not None and timedelta(0) <= at - moment <= window:
            return moment
    return None

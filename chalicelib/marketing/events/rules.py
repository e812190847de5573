"""Which events are orders, and which link led to one; values only."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from decimal import Decimal

from chalicelib.customers.events.model import Event
from chalicelib.marketing.links.model import Link

PLACED_ORDER = "Placed Order"
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
    told = event.properties.get("order_id")
    return str(told)[:200] if isinstance(told, str | int) and str(told) else event.id


def leading_to(links: Iterable[Link], at: datetime, window: timedelta) -> Link | None:
    """Return the link that was followed last before an order, within the window."""
    touched = [(moment, link) for link in links if (moment := _followed(link, at, window))]
    return max(touched, key=lambda each: each[0])[1] if touched else None


def earned(revenue: Mapping[str, Decimal], event: Event) -> dict[str, Decimal]:
    """Return a link's revenue with an order's."""
    currency = event.currency or NO_CURRENCY
    return {**revenue, currency: revenue.get(currency, Decimal()) + (event.value or Decimal())}


def _followed(link: Link, at: datetime, window: timedelta) -> datetime | None:
    # Only the first and the last time are kept: of those between nothing is known.
    for moment in (link.last_at, link.first_at):
        if moment is not None and timedelta(0) <= at - moment <= window:
            return moment
    return None

"""What a message's short links led to, as agents see it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from chalicelib.core.desk import Desk
from chalicelib.marketing.links import storage
from chalicelib.marketing.links.model import Link
from chalicelib.tickets.model import Entry, Message


def of_messages(desk: Desk, entries: Sequence[Entry]) -> dict[int, dict[str, Any]]:
    """Return links, clicks and revenue of each message that has links, by its sequence.

    One request for all of them, and none where no message has any.
    """
    linked = {e.sequence: e.links for e in entries if isinstance(e, Message) and e.links}
    known = storage.known(desk, [name for names in linked.values() for name in names])
    return {
        sequence: shown([known[name] for name in names if name in known])
        for sequence, names in linked.items()
    }


def shown(links: Sequence[Link]) -> dict[str, Any]:
    """Return a message's links, with the sums of what they led to."""
    return {
        "links": [
            {
                "url": link.url,
                "clicks": link.clicks,
                "orders": link.orders,
                "revenue": _amounts(link.revenue),
            }
            for link in links
        ],
        "clicks": sum(link.clicks for link in links),
        "revenue": _amounts(_summed(link.revenue for link in links)),
    }


def _summed(several: Iterable[Mapping[str, Decimal]]) -> dict[str, Decimal]:
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for revenue in several:
        for currency, value in revenue.items():
            sums[currency] += value
    return sums


def _amounts(revenue: Mapping[str, Decimal]) -> list[dict[str, str]]:
    return [{"currency": name, "value": str(value)} for name, value in sorted(revenue.items())]

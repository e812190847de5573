"""Which events an agent wants to see: their own, for every customer, until they change it (40)."""

from collections.abc import Sequence

from pynamodb.attributes import JSONAttribute

from chalicelib.core.desk import Desk
from chalicelib.table import customer_keys
from chalicelib.table.read import find
from chalicelib.table.row import Row
from chalicelib.table.write import Put, transact

MAX_METRIC = 200
MAX_METRICS = 10
"""So many metrics are asked for at once; each is a list of its own."""


class EventFilterRow(Row, discriminator="event_filter"):
    """The metrics that an agent chose."""

    metrics = JSONAttribute()


def load(desk: Desk) -> tuple[str, ...] | None:
    """Return the metrics that the caller chose; None for all."""
    key = customer_keys.event_filter(desk.account_id, desk.caller.id)
    row = find(EventFilterRow, key, consistent=True)
    return tuple(row.metrics) if row else None


def save(desk: Desk, metrics: Sequence[str] | None) -> tuple[str, ...] | None:
    """Keep the caller's choice, in its order, in the place of the one before; None forgets it."""
    key = customer_keys.event_filter(desk.account_id, desk.caller.id)
    if metrics is None:
        transact(desk, [], deletes=[EventFilterRow(*key)])
        return None
    chosen = tuple(dict.fromkeys(metrics))
    transact(desk, [Put(row=EventFilterRow(*key, metrics=list(chosen)))])
    return chosen

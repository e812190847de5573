"""Events in the customer's partition, in the order in which they happened.

Their metrics are read from the index `by_customer`, which takes half of what a second row of each
event would, and a page of which costs what it shows. Which metrics there are is a row each: it is
written with a metric's first event of a day, so that what comes all day costs one small read.
"""

from collections.abc import Sequence
from datetime import UTC
from decimal import Decimal

from pynamodb.attributes import JSONAttribute, UnicodeAttribute

from chalicelib.core.desk import Desk
from chalicelib.core.errors import NotFound
from chalicelib.core.moments import rfc3339
from chalicelib.customers.events.model import Event, Metric
from chalicelib.table import customer_keys, recorded, together
from chalicelib.table.keys import Key
from chalicelib.table.read import Position, find, rows
from chalicelib.table.row import MomentAttribute, Row
from chalicelib.table.write import Put, translated

MAX_METRICS = 200
"""So many metrics of one customer are listed."""


class EventRow(Row, discriminator="customer_event"):
    """What happened; the value is text, since money is no fraction."""

    event_id = UnicodeAttribute()
    metric = UnicodeAttribute()
    at = MomentAttribute()
    properties = JSONAttribute(null=True)
    value = UnicodeAttribute(null=True)
    currency = UnicodeAttribute(null=True)
    message_id = UnicodeAttribute(null=True)


class MetricRow(Row, discriminator="customer_metric"):
    """That a customer did something of a metric, and on which day last."""

    name = UnicodeAttribute()
    last_on = UnicodeAttribute()


def put(desk: Desk, event: Event) -> Put:
    """Return the write of an event; it goes with the mark of its id."""
    row = EventRow(
        *_key(desk, event),
        customer_key=customer_keys.events_by_customer(
            desk.account_id, event.customer_id, event.metric
        ),
        customer_at=event.at,
        event_id=event.id,
        metric=event.metric,
        at=event.at,
        properties=dict(event.properties) or None,
        value=None if event.value is None else str(event.value),
        currency=event.currency or None,
        message_id=event.message_id or None,
    )
    return Put(row=row)


def place(desk: Desk, event: Event) -> str:
    """Return what the mark of an event's id tells of where it is."""
    return f"{event.customer_id} {_key(desk, event)[1]}"


def metric_puts(desk: Desk, event: Event) -> list[Put]:
    """Return the write that names the event's metric, where it is not named for its day yet."""
    key = customer_keys.customer_metric(desk.account_id, event.customer_id, event.metric)
    known, day = find(MetricRow, key), event.at.astimezone(UTC).date().isoformat()
    if known and known.last_on >= day:
        return []
    return [Put(row=MetricRow(*key, name=event.metric, last_on=day))]


def history(
    desk: Desk, customer_ids: Sequence[str], *, limit: int, position: Position,
    metrics: Sequence[str] = (),
) -> tuple[list[Event], Position | None]:  # fmt: skip
    """Return what one person did, newest first, and where to go on; of all metrics, or some."""
    if metrics:
        return _of_metrics(desk, customer_ids, metrics, limit=limit, position=position)
    lists = {
        customer_id: together.stored(
            desk, EventRow, customer_keys.customer_events(desk.account_id, customer_id)
        )
        for customer_id in customer_ids
    }
    page, following = together.newest(lists, limit=limit, position=position)
    return [_event(row) for row in page], following


def load(desk: Desk, customer_ids: Sequence[str], event_id: str) -> Event:
    """Return one event of one person, or raise NotFound."""
    customer_id, _, sk = (recorded.place_of(desk, "event", event_id) or "").partition(" ")
    row = None
    if customer_id in customer_ids:
        pk, _ = customer_keys.customer(desk.account_id, customer_id)
        row = find(EventRow, (pk, sk))
    if row is None:
        raise NotFound("There is no such event.")
    return _event(row)


def metrics(desk: Desk, customer_ids: Sequence[str]) -> list[Metric]:
    """Return of which metrics one person has events, the latest first."""
    last: dict[str, str] = {}
    for customer_id in customer_ids:
        pk, start = customer_keys.customer_metrics(desk.account_id, customer_id)
        for row in rows(pk, Row.sk.startswith(start), limit=MAX_METRICS):
            if isinstance(row, MetricRow):
                last[row.name] = max(row.last_on, last.get(row.name, ""))
    named = sorted(last.items())
    latest_first = sorted(named, key=lambda pair: pair[1], reverse=True)
    return [Metric(name=name, last_on=day) for name, day in latest_first]


def _of_metrics(
    desk: Desk, customer_ids: Sequence[str], metrics: Sequence[str], *, limit: int,
    position: Position,
) -> tuple[list[Event], Position | None]:  # fmt: skip
    partitions = [
        customer_keys.events_by_customer(desk.account_id, customer_id, metric)
        for customer_id in customer_ids
        for metric in metrics
    ]
    lists = {
        partition.partition("#C#")[2]: together.indexed(desk, partition) for partition in partitions
    }
    found, following = together.newest(lists, limit=limit, position=position)
    return _at(desk, found), following


def _at(desk: Desk, places: Sequence[Key]) -> list[Event]:
    # In the order asked for; what is gone meanwhile is left out.
    with translated():
        found = list(Row.batch_get(list(places))) if places else []
    known = {(row.pk, row.sk): row for row in found if isinstance(row, EventRow)}
    return [_event(known[at]) for at in places if at in known]


def _key(desk: Desk, event: Event) -> Key:
    return customer_keys.customer_event(
        desk.account_id, event.customer_id, rfc3339(event.at), event.id
    )


def _event(row: EventRow) -> Event:
    return Event(
        id=row.event_id,
        metric=row.metric,
        customer_id=row.pk.rsplit("#", 1)[1],
        at=row.at,
        properties=row.properties or {},
        value=Decimal(row.value) if row.value else None,
        currency=row.currency or "",
        message_id=row.message_id or "",
    )

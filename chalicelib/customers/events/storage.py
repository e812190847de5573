"""Events in the customer's partition, in the order in which they happened."""

from decimal import Decimal

from pynamodb.attributes import JSONAttribute, UnicodeAttribute

from chalicelib.core.desk import Desk
from chalicelib.core.moments import rfc3339
from chalicelib.customers.events.model import Event
from chalicelib.table import customer_keys
from chalicelib.table.read import Position, page_back
from chalicelib.table.row import MomentAttribute, Row
from chalicelib.table.write import Put


class EventRow(Row, discriminator="customer_event"):
    """What happened; the value is text, since money is no fraction."""

    event_id = UnicodeAttribute()
    metric = UnicodeAttribute()
    at = MomentAttribute()
    properties = JSONAttribute(null=True)
    value = UnicodeAttribute(null=True)
    currency = UnicodeAttribute(null=True)
    message_id = UnicodeAttribute(null=True)


def put(desk: Desk, event: Event) -> Put:
    """Return the write of an event; it goes with the mark of its id."""
    key = customer_keys.customer_event(
        desk.account_id, event.customer_id, rfc3339(event.at), event.id
    )
    row = EventRow(
        *key,
        event_id=event.id,
        metric=event.metric,
        at=event.at,
        properties=dict(event.properties) or None,
        value=None if event.value is None else str(event.value),
        currency=event.currency or None,
        message_id=event.message_id or None,
    )
    return Put(row=row)


def history(
    desk: Desk, customer_id: str, *, limit: int, position: Position
) -> tuple[list[Event], Position | None]:
    """Return what a customer did, newest first, and where to go on."""
    start = customer_keys.customer_events(desk.account_id, customer_id)
    page, following = page_back(EventRow, start, limit=limit, position=position)
    return [_event(row) for row in page], following


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

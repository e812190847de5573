"""What a customer did, over HTTP (guard `guards.agent`)."""

from typing import Annotated, Any

from msgspec import Meta

from chalicelib.core.desk import Desk
from chalicelib.customers import storage as customers
from chalicelib.customers.events import storage
from chalicelib.customers.events.model import Event
from chalicelib.customers.events.saved_filter import MAX_METRIC, MAX_METRICS
from chalicelib.web import cursors
from chalicelib.web.queries import ListQuery
from chalicelib.web.routes import Routes

routes = Routes()
MetricName = Annotated[str, Meta(max_length=MAX_METRIC)]


class EventQuery(ListQuery, frozen=True):
    """Which part of the list, and of which metrics."""

    metric: Annotated[
        tuple[MetricName, ...],
        Meta(max_length=MAX_METRICS, description="Any of several; repeat it. None given: all."),
    ] = ()


@routes.get("/v1/customers/{customer_id}/events", needs="customers:read", query=EventQuery)
def show(desk: Desk, customer_id: str, query: EventQuery) -> dict[str, Any]:
    """Return a page of what other systems told of a customer, newest first (acceptance 3, 65)."""
    customer = customers.load(desk, customer_id)
    metrics = tuple(sorted(set(query.metric)))
    part = cursors.part(desk, query, of=f"events {customer_id} {metrics!r}")
    page, older = storage.history(
        desk, customer.ids, limit=part.limit, position=part.position, metrics=metrics
    )
    return {"data": [shown(event) for event in page], **part.onward(desk, older)}


@routes.get("/v1/customers/{customer_id}/events/metrics", needs="customers:read")
def show_metrics(desk: Desk, customer_id: str) -> dict[str, Any]:
    """Return what there is to filter a customer's events by, the latest first (acceptance 65)."""
    found = storage.metrics(desk, customers.load(desk, customer_id).ids)
    data = [{"metric": metric.name, "last_on": metric.last_on} for metric in found]
    return {"data": data, "has_more": False, "next_cursor": None}


@routes.get("/v1/customers/{customer_id}/events/{event_id}", needs="customers:read")
def show_event(desk: Desk, customer_id: str, event_id: str) -> dict[str, Any]:
    """Return one event, by the id that the other system gave it (acceptance 64)."""
    customer = customers.load(desk, customer_id)
    return shown(storage.load(desk, customer.ids, event_id))


def shown(event: Event) -> dict[str, Any]:
    """Return an event as the API shows it; the value is text, since money is no fraction."""
    return {
        "id": event.id,
        "metric": event.metric,
        "time": event.at,
        "properties": event.properties,
        "value": None if event.value is None else str(event.value),
        "currency": event.currency or None,
        "message_id": event.message_id or None,
    }

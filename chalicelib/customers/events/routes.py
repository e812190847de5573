"""What a customer did, over HTTP (guard `guards.agent`)."""

from typing import Any

from chalicelib.core.desk import Desk
from chalicelib.customers import storage as customers
from chalicelib.customers.events import storage
from chalicelib.customers.events.model import Event
from chalicelib.web import cursors
from chalicelib.web.queries import ListQuery
from chalicelib.web.routes import Routes

routes = Routes()


@routes.get("/v1/customers/{customer_id}/events", needs="customers:read", query=ListQuery)
def show(desk: Desk, customer_id: str, query: ListQuery) -> dict[str, Any]:
    """Return a page of what other systems told of a customer, newest first (acceptance 3)."""
    customers.load(desk, customer_id)
    part = cursors.part(desk, query, of=f"events {customer_id}")
    page, older = storage.history(desk, customer_id, limit=part.limit, position=part.position)
    return {"data": [shown(event) for event in page], **part.onward(desk, older)}


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

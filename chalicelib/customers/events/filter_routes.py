"""`/v1/me/event_filter`: which events the caller wants to see (guard `guards.agent`)."""

from typing import Annotated, Any

from msgspec import Meta

from chalicelib.core.desk import Desk
from chalicelib.customers.events import saved_filter
from chalicelib.customers.events.saved_filter import MAX_METRIC, MAX_METRICS
from chalicelib.web.bodies import Body
from chalicelib.web.routes import Routes

routes = Routes()

Name = Annotated[str, Meta(min_length=1, max_length=MAX_METRIC)]


class FilterBody(Body, frozen=True):
    """The metrics to show, as `metric` of a customer's events takes them; null shows all."""

    metrics: Annotated[tuple[Name, ...], Meta(min_length=1, max_length=MAX_METRICS)] | None


@routes.get("/v1/me/event_filter", needs="customers:read")
def show_filter(desk: Desk) -> dict[str, Any]:
    """Show the caller's filter, which is the same beside every ticket (acceptance 66)."""
    return {"metrics": saved_filter.load(desk)}


@routes.on("PUT", "/v1/me/event_filter", needs="customers:read", body=FilterBody)
def save_filter(desk: Desk, body: FilterBody) -> dict[str, Any]:
    """Keep a filter for the caller until they change it; null removes it."""
    return {"metrics": saved_filter.save(desk, body.metrics)}

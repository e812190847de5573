"""What answers about customers' events look like."""

from datetime import date, datetime
from typing import Any

from chalicelib.web.description.shapes import Answers, Listed, Shape


class CustomerEvent(Shape, frozen=True):
    """What another system told of a customer; the value is text, since numbers lose digits."""

    id: str
    metric: str
    time: datetime
    properties: dict[str, Any]
    value: str | None
    currency: str | None
    message_id: str | None


class MetricSeen(Shape, frozen=True):
    """A kind of event, and the last day on which there was one."""

    metric: str
    last_on: date


class EventFilter(Shape, frozen=True):
    """The kinds of events that an agent wants to see; null is all of them."""

    metrics: tuple[str, ...] | None


ANSWERS: Answers = {
    "GET /v1/customers/{customer_id}/events": Listed[CustomerEvent],
    "GET /v1/customers/{customer_id}/events/metrics": Listed[MetricSeen],
    "GET /v1/customers/{customer_id}/events/{event_id}": CustomerEvent,
    "GET /v1/me/event_filter": EventFilter,
    "PUT /v1/me/event_filter": EventFilter,
}

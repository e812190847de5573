"""`/v1/events`: what customers did, as other systems tell it (guard `guards.agent`)."""

import json
from decimal import Decimal
from typing import Annotated, Any

from msgspec import Meta, field

from chalicelib.core.desk import Desk
from chalicelib.core.errors import Fault, Invalid
from chalicelib.customers.events.model import Event
from chalicelib.customers.whom import whom
from chalicelib.marketing import batches
from chalicelib.marketing.events import rules
from chalicelib.marketing.events.record import record
from chalicelib.web.answers import Answer
from chalicelib.web.bodies import Body
from chalicelib.web.routes import Routes

routes = Routes()


class EventBody(Body, frozen=True):
    """One thing that a customer did; without a moment it was just now."""

    id: batches.Id
    metric: Annotated[str, Meta(min_length=1, max_length=rules.MAX_METRIC)]
    customer: batches.CustomerBody
    time: batches.Moment | None = None
    properties: dict[str, Any] = field(default_factory=dict[str, Any])
    value: Decimal | None = None
    currency: Annotated[str, Meta(pattern=r"\A[A-Z]{3}\Z")] | None = None


@routes.post("/v1/events", needs="events:write", body=dict)
def record_events(desk: Desk, body: dict[str, Any]) -> Answer:
    """Record one event, or up to a hundred as `events`; each id counts once."""
    return batches.answer(desk, body, "events", EventBody, _record)


def _record(desk: Desk, wanted: EventBody) -> tuple[str, bool]:
    at = wanted.time or desk.now()
    batches.refuse_future(desk, at, "/time")
    _refuse_excess(wanted)
    event = Event(
        id=wanted.id,
        metric=wanted.metric,
        customer_id=whom(desk, wanted.customer.who()),
        at=at,
        properties=wanted.properties,
        value=wanted.value,
        currency=wanted.currency or "",
    )
    return event.customer_id, record(desk, event)


def _refuse_excess(wanted: EventBody) -> None:
    faults: list[Fault] = []
    if len(json.dumps(wanted.properties)) > rules.MAX_PROPERTIES:
        detail = f"At most {rules.MAX_PROPERTIES} characters of JSON."
        faults.append(Fault("/properties", "too_large", detail))
    value = wanted.value
    if value is not None and not (value.is_finite() and abs(value) < rules.LARGEST):
        faults.append(Fault("/value", "invalid", "This is no amount."))
    if faults:
        raise Invalid("The event is not as it should be.", faults=faults)

"""A ticket's orders, and what agents do to them (guard `guards.agent`; acceptance 62, 63, 88)."""

from datetime import datetime
from typing import Annotated, Any

from msgspec import Meta

from chalicelib.commerce.actions.model import Action, Outcome
from chalicelib.commerce.actions.routes import shown
from chalicelib.commerce.model import Address
from chalicelib.commerce.orders import change, present, tickets
from chalicelib.commerce.orders.change import Reason
from chalicelib.core.desk import Desk
from chalicelib.core.errors import Fault, Invalid
from chalicelib.web.answers import Answer
from chalicelib.web.bodies import Body
from chalicelib.web.routes import Routes

routes = Routes()

Text = Annotated[str, Meta(max_length=200)]
Needed = Annotated[str, Meta(min_length=1, max_length=200)]


class LineBody(Body, frozen=True):
    """A line and how many of it there shall be."""

    id: Annotated[str, Meta(min_length=1, max_length=20)]
    quantity: Annotated[int, Meta(ge=0, le=100_000)]


class LinesBody(Body, frozen=True):
    """The lines that change, and when the order had changed last, as the agent saw it."""

    lines: Annotated[tuple[LineBody, ...], Meta(min_length=1, max_length=50)]
    updated_at: datetime


class AddressBody(Body, frozen=True, kw_only=True):
    """Where the order shall go: all of it, in the place of what was there."""

    name: Needed
    address1: Needed
    address2: Text = ""
    city: Needed
    region: Text = ""
    postcode: Text = ""
    country: Annotated[str, Meta(pattern=r"\A[A-Z]{2}\Z")]
    phone: Text = ""
    updated_at: datetime


class CancelBody(Body, frozen=True):
    """Why, and whether what was ordered is for sale again."""

    reason: Reason
    is_restocked: bool = True


@routes.get("/v1/tickets/{ticket_id}/orders", needs="customers:read")
def show_orders(desk: Desk, ticket_id: str) -> dict[str, Any]:
    """Show the newest orders of a ticket's customer, and what may be done to each.

    `edit`, `cancel` and `address` are null where that may be done, and otherwise say why not.
    `state` is as that of a customer's orders; `unproved`, too, where the sender of any of the
    ticket's messages is not sure.
    """
    seen = tickets.seen(desk, ticket_id)
    around = tickets.around(desk, seen.orders, now=desk.now())
    return {
        "data": [present.with_leave(order, around) for order in seen.orders],
        "count": seen.count,
        "state": seen.state,
        "as_of": seen.as_of,
    }


@routes.on(
    "PUT",
    "/v1/tickets/{ticket_id}/orders/{order_id}/lines",
    feature="order_actions",
    needs="orders:write",
    body=LinesBody,
)
def set_lines(desk: Desk, ticket_id: str, order_id: str, body: LinesBody) -> Answer:
    """Give lines of an order other quantities; 0 takes one out. The shop writes to the customer.

    409 `order_changed` where the shop knows a newer one, and with a code for each reason why not.
    202 with the state `unknown` where the shop's answer was lost: it is being looked after.
    """
    wanted = [(line.id, line.quantity) for line in body.lines]
    seen_at = _moment(body.updated_at)
    return _told(
        desk, order_id, change.set_quantities(desk, ticket_id, order_id, wanted, seen_at=seen_at)
    )


@routes.on(
    "PUT",
    "/v1/tickets/{ticket_id}/orders/{order_id}/shipping_address",
    feature="order_actions",
    needs="orders:write",
    body=AddressBody,
)
def set_address(desk: Desk, ticket_id: str, order_id: str, body: AddressBody) -> Answer:
    """Give an order of which nothing has left another shipping address."""
    to = Address(
        name=body.name,
        address1=body.address1,
        address2=body.address2,
        city=body.city,
        region=body.region,
        postcode=body.postcode,
        country=body.country,
        phone=body.phone,
    )
    seen_at = _moment(body.updated_at)
    return _told(
        desk, order_id, change.send_elsewhere(desk, ticket_id, order_id, to, seen_at=seen_at)
    )


@routes.post(
    "/v1/tickets/{ticket_id}/orders/{order_id}/cancel",
    feature="order_actions",
    needs="orders:write",
    body=CancelBody,
)
def cancel(desk: Desk, ticket_id: str, order_id: str, body: CancelBody) -> Answer:
    """Cancel a whole order, of which the shop tells the customer; it pays back nothing by that."""
    return _told(
        desk,
        order_id,
        change.cancel(desk, ticket_id, order_id, body.reason, is_restocked=body.is_restocked),
    )


def _told(desk: Desk, order_id: str, action: Action) -> Answer:
    order = tickets.kept(desk, action.customer_id, order_id)
    around = tickets.around(desk, (order,) if order else (), now=desk.now())
    told = {
        **shown(action),
        "order": present.with_leave(order, around) if order else None,
        "undo_until": None,
    }
    return Answer(told, 200 if action.state is Outcome.done else 202)


def _moment(given: datetime) -> datetime:
    if given.tzinfo is None:
        fault = Fault("/updated_at", "no_offset", "Add Z.")
        raise Invalid("updated_at needs an offset.", faults=[fault])
    return given

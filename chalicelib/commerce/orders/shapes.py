"""What answers about a ticket's orders look like."""

from datetime import datetime

from chalicelib.commerce.actions.shapes import ActionSeen, Refused
from chalicelib.commerce.look import State
from chalicelib.commerce.shapes import OrderSeen
from chalicelib.web.description.shapes import Answers, Shape, Success


class TicketOrder(OrderSeen, frozen=True):
    """An order, and what may be done to it: null, or why not."""

    edit: Refused | None
    cancel: Refused | None
    address: Refused | None


class TicketOrders(Shape, frozen=True):
    """The newest orders of a ticket's customer, how true that is, and as of when."""

    data: tuple[TicketOrder, ...]
    count: int
    state: State
    as_of: datetime | None


class OrderActed(ActionSeen, frozen=True):
    """What was done to an order, and the order as it is now."""

    order: TicketOrder | None
    undo_until: datetime | None


_ACTED = Success(body=OrderActed, also=(202,))
ANSWERS: Answers = {
    "GET /v1/tickets/{ticket_id}/orders": TicketOrders,
    "PUT /v1/tickets/{ticket_id}/orders/{order_id}/lines": _ACTED,
    "PUT /v1/tickets/{ticket_id}/orders/{order_id}/shipping_address": _ACTED,
    "POST /v1/tickets/{ticket_id}/orders/{order_id}/cancel": _ACTED,
}

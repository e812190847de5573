"""Where a customer's order is, in sentences; only for who has proved to be that customer."""

from collections.abc import Iterator

from chalicelib.commerce import look
from chalicelib.commerce.look import Seen
from chalicelib.commerce.model import Order
from chalicelib.commerce.patience import State
from chalicelib.core.desk import Desk
from chalicelib.core.errors import NotFound
from chalicelib.customer_agent.brain import tracking
from chalicelib.customer_agent.brain.model import Asked, Escalated, Said
from chalicelib.customer_agent.brain.sentences import sentence


def seen(desk: Desk, asked: Asked) -> Seen:
    """Return the asking customer's orders: nobody's else, and none of who may only claim to be."""
    if not (asked.is_proved and asked.customer_id):
        return Seen(state=State.unproved)
    try:
        return look.look(desk, asked.customer_id)
    except NotFound:
        return Seen(state=State.unproved)


def where(desk: Desk, asked: Asked, language: str) -> Said | Escalated | None:
    """Answer where an order is; None where nothing may be said of orders."""
    found = seen(desk, asked)
    if found.state in (State.unproved, State.not_connected):
        return None
    if found.state is State.unavailable:
        return Escalated(reason="unavailable")
    order = tracking.chosen(found.orders, asked.text)
    phase = tracking.phase(order) if order else None
    if order is None or phase is None:
        return Escalated(reason="unknown")
    told = " ".join(_told(found, order, phase, language))
    return Said(text=told, sources=(source(order),))


def source(order: Order) -> str:
    """Return what an answer calls an order that it is taken from."""
    return f"order:{order.id}"


def _told(found: Seen, order: Order, phase: str, language: str) -> Iterator[str]:
    parcels = order.fulfillments
    day = order.placed_at.date().isoformat()
    yield sentence(language, phase, order=order.name, date=day, count=str(len(parcels)))
    due = parcels[0].estimated_delivery_at if len(parcels) == 1 else None
    if due and phase in ("on_its_way", "out_for_delivery") and found.as_of and due > found.as_of:
        yield sentence(language, "due", date=due.date().isoformat())
    if phase not in ("cancelled", "delivered"):
        for each in dict.fromkeys(parcel.tracking_url for parcel in parcels):
            if each:
                yield sentence(language, "link", url=each)
    waiting = tracking.still_open(found.orders)
    if len(waiting) > 1 and order == waiting[0]:
        yield sentence(language, "more", count=str(len(waiting)))
    if found.state is State.cached and found.as_of:
        moment = found.as_of.strftime("%Y-%m-%d %H:%M")
        yield sentence(language, "as_of", moment=moment)

"""What answers about subscriptions look like."""

from datetime import date, datetime

from chalicelib.commerce.actions.model import Outcome
from chalicelib.commerce.actions.shapes import Refused
from chalicelib.commerce.shapes import Connected
from chalicelib.web.description.shapes import Answers, Shape, Success, plain, refusing


class SubscriptionPlatform(Connected, frozen=True):
    """The platform that is connected; its token never comes out."""

    provider: str


class Interval(Shape, frozen=True):
    """How often something is sent."""

    unit: str
    count: int


class Undo(Shape, frozen=True):
    """What was done last, and until when it can be taken back."""

    id: str
    until: datetime


class SubscriptionSeen(Shape, frozen=True):
    """A subscription, and what may be done to it: null, or why not.

    The price is of one piece, in the currency's smallest unit.
    """

    id: str
    title: str
    variant: str
    quantity: int
    price: int | None
    currency: str | None
    minor_digits: int
    status: str
    interval: Interval
    next_charge_on: date | None
    undo: Undo | None
    skip: Refused | None
    cancel: Refused | None
    edit: Refused | None


class Subscriptions(Shape, frozen=True):
    """What a ticket's customer subscribed to, how true that is, and as of when."""

    data: tuple[SubscriptionSeen, ...]
    state: str
    as_of: datetime | None


class SubscriptionActed(Shape, frozen=True):
    """What was done, and the subscription as it is now where that is known."""

    id: str
    kind: str
    state: Outcome
    subscription: SubscriptionSeen | None
    undo_until: datetime | None


_ACTED = Success(body=SubscriptionActed, also=(202,))
ANSWERS: Answers = {
    "GET /v1/subscription_platform": plain(SubscriptionPlatform, 404),
    "PUT /v1/subscription_platform": SubscriptionPlatform,
    "GET /v1/tickets/{ticket_id}/subscriptions": Subscriptions,
    "POST /v1/tickets/{ticket_id}/subscriptions/{subscription_id}/skip": _ACTED,
    "POST /v1/tickets/{ticket_id}/subscriptions/{subscription_id}/cancel": _ACTED,
    "PATCH /v1/tickets/{ticket_id}/subscriptions/{subscription_id}": _ACTED,
    "POST /v1/tickets/{ticket_id}/actions/{action_id}/undo": _ACTED,
    "DELETE /v1/subscription_platform": refusing(404),
}

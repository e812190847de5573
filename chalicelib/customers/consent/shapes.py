"""What answers about consents look like."""

from datetime import datetime

from chalicelib.customers.consent.model import ConsentChannel, ConsentKind, ConsentState
from chalicelib.web.description.shapes import Answers, Listed, Shape


class ConsentSeen(Shape, frozen=True):
    """A word of the customer, who told it, and when it was said."""

    channel: ConsentChannel
    kind: ConsentKind
    state: ConsentState
    source: str
    at: datetime
    detail: str | None


class CurrentConsents(Shape, frozen=True):
    """What counts now."""

    current: tuple[ConsentSeen, ...]


class Consents(Listed[ConsentSeen], frozen=True):
    """What counts now, and a part of the history."""

    current: tuple[ConsentSeen, ...]


ANSWERS: Answers = {
    "GET /v1/customers/{customer_id}/consents": Consents,
    "POST /v1/customers/{customer_id}/consents": CurrentConsents,
}

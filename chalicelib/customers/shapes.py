"""What answers about customers look like."""

from datetime import datetime
from typing import Any

from chalicelib.customers.consent.shapes import ConsentSeen
from chalicelib.web.description.shapes import Answers, Shape, changed, tagged


class Pinned(Shape, frozen=True):
    """A property that the account wants to see at once; null where nothing is known."""

    name: str
    value: Any
    type: str | None


class MergeSeen(Shape, frozen=True):
    """Another profile that this one stands for, and who said so."""

    customer_id: str
    at: datetime
    by: str


class CustomerProfile(Shape, frozen=True):
    """A customer; what is not known is empty."""

    id: str
    name: str
    email: str
    phone: str
    is_verified: bool
    segments: tuple[str, ...]
    consents: tuple[ConsentSeen, ...]
    properties: dict[str, Any]
    pinned_properties: tuple[Pinned, ...]
    tickets_count: int
    merges: tuple[MergeSeen, ...]
    version: int
    created_at: datetime


ANSWERS: Answers = {
    "GET /v1/customers/{customer_id}": tagged(CustomerProfile),
    "PATCH /v1/customers/{customer_id}": changed(CustomerProfile),
    "POST /v1/customers/identify": tagged(CustomerProfile),
}

"""Customers over HTTP."""

from typing import Annotated, Any

import msgspec
from msgspec import UNSET, Meta, UnsetType

from chalicelib.core.desk import Desk
from chalicelib.customers import rules, storage
from chalicelib.customers.edit import edit
from chalicelib.customers.model import Customer, Edit
from chalicelib.web.answers import Answer
from chalicelib.web.bodies import Body
from chalicelib.web.etags import etag, expected_version
from chalicelib.web.request import Request
from chalicelib.web.routes import Routes

routes = Routes(__name__)


class Changes(Body, frozen=True):
    """What is left out stays; null or an empty text removes."""

    name: Annotated[str, Meta(max_length=rules.MAX_NAME)] | UnsetType | None = UNSET
    email: Annotated[str, Meta(max_length=254)] | UnsetType | None = UNSET
    phone: Annotated[str, Meta(max_length=40)] | UnsetType | None = UNSET


@routes.get("/v1/customers/{customer_id}", needs="customers:read")
def show(desk: Desk, customer_id: str) -> Answer:
    """Return a profile, with the number of its tickets (acceptance 60)."""
    return _answer(desk, storage.load(desk, customer_id))


@routes.on("PATCH", "/v1/customers/{customer_id}", needs="customers:write", body=Changes)
def change(desk: Desk, customer_id: str, body: Changes, request: Request) -> Answer:
    """Change name or addresses."""
    given = msgspec.to_builtins(body)
    changes = Edit(**{name: value or "" for name, value in given.items()})
    return _answer(desk, edit(desk, customer_id, changes, expected=expected_version(request)))


def _answer(desk: Desk, customer: Customer) -> Answer:
    body: dict[str, Any] = {
        "id": customer.id,
        "name": customer.name,
        "email": customer.email,
        "phone": customer.phone,
        "is_verified": customer.is_verified,
        "tickets_count": storage.count_tickets(desk, customer.id),
        "version": customer.version,
        "created_at": customer.created_at,
    }
    return Answer(body, headers={"ETag": etag(customer.version)})

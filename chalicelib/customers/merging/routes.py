"""Merging customers over HTTP (guard `guards.agent`)."""

from typing import Annotated, Any

from msgspec import Meta

from chalicelib.core.desk import Desk
from chalicelib.customers import storage
from chalicelib.customers.merging.merge import merge, unmerge
from chalicelib.customers.merging.possible import possible
from chalicelib.customers.model import Customer
from chalicelib.customers.routes import answered
from chalicelib.web.answers import Answer
from chalicelib.web.bodies import Body
from chalicelib.web.routes import Routes

routes = Routes()


class Other(Body, frozen=True):
    """The other profile."""

    other_id: Annotated[str, Meta(max_length=60)]


@routes.get("/v1/customers/{customer_id}/merges", needs="customers:read")
def show_merges(desk: Desk, customer_id: str) -> dict[str, Any]:
    """Show which other profiles could be merged into this one, and which are, the latest last.

    `id` is the profile that stands for all of them. `shared` are the addresses that are proved for
    both: what makes them one person. Only the latest merge can be taken back.
    """
    customer = storage.load(desk, customer_id)
    return {
        "id": customer.id,
        "possible": [
            {**_known(other), "shared": _shared(customer, other)}
            for other in possible(desk, customer)
        ],
        "merged": [
            {**_known(storage.load_own(desk, each.customer_id)), "at": each.at, "by": each.by}
            for each in customer.merges
        ],
    }


@routes.post("/v1/customers/{customer_id}/merge", needs="customers:write", body=Other)
def merge_customer(desk: Desk, customer_id: str, body: Other) -> Answer:
    """Let this profile stand for another one of the same person, until it is taken back.

    Only where an address is verified for both. Tickets, events, consents and what is known of both
    are shown as one; a refusal of either counts. New messages of both are found here.
    """
    return answered(desk, merge(desk, customer_id, body.other_id))


@routes.post("/v1/customers/{customer_id}/unmerge", needs="customers:write", body=Other)
def unmerge_customer(desk: Desk, customer_id: str, body: Other) -> Answer:
    """Take the latest merge back: each profile has what came by its addresses."""
    return answered(desk, unmerge(desk, customer_id, body.other_id))


def _known(other: Customer) -> dict[str, Any]:
    return {
        "id": other.id,
        "name": other.name,
        "email": other.email,
        "phone": other.phone,
        "created_at": other.created_at,
    }


def _shared(customer: Customer, other: Customer) -> list[dict[str, str]]:
    proofs = (proof.partition(":") for proof in sorted(customer.proofs & other.proofs))
    return [{"kind": kind, "address": address} for kind, _, address in proofs]

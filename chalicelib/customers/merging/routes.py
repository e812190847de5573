"""Merging customers over HTTP (guard `guards.agent`)."""

from typing import Annotated

from msgspec import Meta

from chalicelib.core.desk import Desk
from chalicelib.customers.merging.merge import merge, unmerge
from chalicelib.customers.routes import answered
from chalicelib.web.answers import Answer
from chalicelib.web.bodies import Body
from chalicelib.web.routes import Routes

routes = Routes()


class Other(Body, frozen=True):
    """The other profile."""

    other_id: Annotated[str, Meta(max_length=60)]


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

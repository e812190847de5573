"""A subscription as it is this moment, for whoever is about to change it, and what opens it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar

from chalicelib.aws.patience import within
from chalicelib.commerce import proof
from chalicelib.commerce.model import Connection
from chalicelib.commerce.recharge import api, look, storage
from chalicelib.commerce.recharge.model import Subscription
from chalicelib.core.desk import Desk
from chalicelib.core.errors import Conflict, Forbidden, NotFound
from chalicelib.tickets.model import Ticket

SECONDS = 8.0
"""For all that is read before something is changed; the change itself may take as long again."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class At:
    """One subscription of the customer of a ticket, and the connection to it."""

    ticket: Ticket
    connection: Connection
    token: str = field(repr=False)
    found: Subscription


def at(desk: Desk, ticket_id: str, subscription_id: str) -> At:
    """Return it as Recharge has it now; NotFound where it is not of the ticket's customer.

    Raises Forbidden where nobody has proved who the customer is (decision 45).
    """
    writer = proof.writer(desk, ticket_id, consistent=True)
    if not api.is_id(subscription_id):
        raise _nothing()
    email = writer.known_by.get("email")
    if not email:
        detail = "Nobody has proved that this customer is who they say they are."
        raise Forbidden(detail, code="unproved")
    connection, token = opened(desk)
    read = partial(_read, desk, token, email, subscription_id)
    found = noting(desk, connection, lambda: within(SECONDS, read))
    return At(ticket=writer.ticket, connection=connection, token=token, found=found)


def opened(desk: Desk) -> tuple[Connection, str]:
    """Return the connection and its token, or raise Conflict where there is none that works."""
    connection = storage.find_now(desk)
    if connection is None:
        raise Conflict("Recharge is not connected.", code="not_connected")
    if not connection.is_open:
        raise Conflict("Recharge must be connected again first.", code="reconnect")
    return connection, storage.opened(desk, connection)


def noting(desk: Desk, connection: Connection, ask: Callable[[], T]) -> T:
    """Return what Recharge answers; where it refuses us, the merchant is shown why."""
    try:
        return ask()
    except Forbidden as failure:
        look.note(desk, connection, failure)
        raise


def _read(desk: Desk, token: str, email: str, subscription_id: str) -> Subscription:
    customer_id = api.customer_id(desk, token, email)
    found = api.subscription(desk, token, subscription_id) if customer_id else None
    if found is None or found.customer_id != customer_id:
        raise _nothing()
    return found


def _nothing() -> NotFound:
    return NotFound("There is no such subscription.")

"""Who wrote a message: the customer behind its sender."""

from chalicelib.channels.model import Inbound
from chalicelib.channels.registry import capabilities
from chalicelib.core.desk import Desk
from chalicelib.customers.identify import identify
from chalicelib.customers.model import Customer, IdentityKind
from chalicelib.customers.rules import normal
from chalicelib.messaging.rules import Writer
from chalicelib.tickets.model import CustomerRef

_NOBODY = "unknown-sender"
"""Who wrote what names no sender: somebody of the team still has to look at it."""


def customer_of(desk: Desk, inbound: Inbound) -> Customer:
    """Return whom a message is of; a first contact becomes a customer."""
    sender = inbound.sender
    kind = IdentityKind(capabilities(inbound.channel).known_by)
    address = sender.address or _NOBODY
    if normal(kind, address) is None:  # a short code that texts, or nobody at all
        kind = IdentityKind.user
    return identify(
        desk,
        kind,
        address,
        name=sender.name,
        is_verified=sender.is_verified,
    )


def writer_of(desk: Desk, inbound: Inbound) -> Writer:
    """Return the same as a new ticket needs it."""
    customer = customer_of(desk, inbound)
    ref = CustomerRef(
        id=customer.own_id, name=customer.name, email=customer.email, phone=customer.phone
    )
    return Writer(ref=ref, segments=customer.segments)

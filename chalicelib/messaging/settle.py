"""What providers report about messages we sent comes back to the message."""

from chalicelib.channels.model import Receipt
from chalicelib.core.desk import Desk
from chalicelib.core.errors import NotFound
from chalicelib.core.ids import message_address
from chalicelib.tickets import deliveries
from chalicelib.tickets.model import State


def address(receipt: Receipt) -> tuple[str, str, int] | None:
    """Return (account id, ticket id, sequence), or None for a report about anything else."""
    found = message_address(receipt.message_id)
    return (receipt.account_id, *found) if found and receipt.account_id else None


def settle(desk: Desk, receipt: Receipt, ticket_id: str, sequence: int) -> bool:
    """Move the message forward; False for a report that is late, repeated or about nothing.

    A report may overtake our own mark: it names the message, so it settles also a `sending` one.
    """
    try:
        message = deliveries.load(desk, ticket_id, sequence)
    except NotFound:
        return False
    if not message.provider_id:
        # Its worker died before it could note under which id the customer answers.
        deliveries.record(desk, message, receipt.provider_id)
    return deliveries.settle(desk, message, State(receipt.state), detail=receipt.detail)

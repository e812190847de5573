"""What providers report about messages we sent comes back to the message."""

from chalicelib.channels.model import Receipt
from chalicelib.core.desk import Desk
from chalicelib.core.errors import NotFound
from chalicelib.core.ids import message_address
from chalicelib.tickets import deliveries
from chalicelib.tickets.model import State


def ref(account_id: str, message_id: str) -> str:
    """Return what goes along with a message and comes back with every report about it."""
    return f"{account_id}.{message_id}"


def address(ref: str) -> tuple[str, str, int] | None:
    """Return (account id, ticket id, sequence), or None for what is not ours."""
    account_id, _, message_id = ref.partition(".")
    found = message_address(message_id)
    return (account_id, *found) if found and account_id.startswith("acc_") else None


def settle(desk: Desk, receipt: Receipt, ticket_id: str, sequence: int) -> bool:
    """Move the message forward; False for a report that is late, repeated or about nothing.

    A report may overtake our own mark: it names the message, so it settles also a `sending` one.
    """
    try:
        message = deliveries.load(desk, ticket_id, sequence)
    except NotFound:
        return False
    return deliveries.settle(desk, message, State(receipt.state), detail=receipt.detail)

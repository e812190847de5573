"""What providers report about messages we sent comes back to the message."""

from contextlib import suppress

from chalicelib.channels.model import Kind, Receipt
from chalicelib.core.desk import Desk
from chalicelib.core.errors import NotFound
from chalicelib.core.ids import message_address
from chalicelib.inboxes import faults
from chalicelib.inboxes.model import Inbox, Witness
from chalicelib.messaging import opt_outs
from chalicelib.messaging.keywords import answers
from chalicelib.messaging.keywords import storage as keyword_texts
from chalicelib.tickets import deliveries, markers, storage
from chalicelib.tickets.model import Message, State

_NOT_THERE = (State.sent, State.failed)
_ARRIVED = (State.delivered, State.read)


def address(receipt: Receipt) -> tuple[str, str, int] | None:
    """Return (account id, ticket id, sequence), or None for a report about anything else."""
    found = message_address(receipt.message_id)
    return (receipt.account_id, *found) if found and receipt.account_id else None


def settle_from(desk: Desk, inbox: Inbox, receipt: Receipt) -> bool:
    """Settle a message of this account's; False where the receipt names none that is known.

    Outside tickets there are the answers to keywords: the receipt may be about one. Whatever it is
    about, the inbox that it left from may be at fault.
    """
    channel = Kind(inbox.channel)
    if receipt.fault:
        faults.broken(desk, inbox, receipt.fault, by=Witness.reports)
    found = message_address(receipt.message_id)
    if found is None:
        found = markers.ticket_of_message(desk, channel, receipt.provider_id)
    if found is not None:
        settle(desk, receipt, *found)
        _heed(desk, inbox, receipt, *found)
        return True
    text_id = receipt.message_id or keyword_texts.text_of(desk, channel, receipt.provider_id)
    return bool(text_id) and answers.settle(desk, receipt, text_id)


def settle(desk: Desk, receipt: Receipt, ticket_id: str, sequence: int) -> bool:
    """Move the message forward; False for one that is late, repeated or about an earlier attempt.

    A report may overtake our own mark: it names the message, so it settles also a `sending` one.
    """
    try:
        message = deliveries.load(desk, ticket_id, sequence)
    except NotFound:
        return False
    if _is_of_an_earlier_attempt(message, receipt):
        return False
    if not message.provider_id:
        # Its worker died before it could note under which id the customer answers.
        deliveries.record(desk, message, receipt.provider_id)
    return deliveries.settle(desk, message, State(receipt.state), detail=receipt.detail)


def _heed(desk: Desk, inbox: Inbox, receipt: Receipt, ticket_id: str, sequence: int) -> None:
    """Take what a report says beyond its message: the customer opted out, or the inbox works.

    A fault that only reports tell of ends with a message that was written after it.
    """
    seen_by_reports = inbox.fault and inbox.fault_seen_by is Witness.reports
    since = inbox.faulty_since if seen_by_reports and receipt.state in _ARRIVED else None
    if not (receipt.is_opt_out or since):
        return
    with suppress(NotFound):
        message = deliveries.load(desk, ticket_id, sequence)
        if since and message.created_at > since:
            faults.works(desk, inbox, by=Witness.reports)
        if receipt.is_opt_out:
            customer_id = storage.load(desk, ticket_id).customer.id
            channel, at = message.channel, message.created_at
            opt_outs.note(desk, customer_id, channel, by=inbox.provider, at=at)


def _is_of_an_earlier_attempt(message: Message, receipt: Receipt) -> bool:
    """Tell whether somebody had it sent again since, so that the new attempt goes its own way.

    While that one waits, every report is an older one's, known by name or not; but words that
    reached the customer after all need not leave again.
    """
    if not message.earlier_ids or not receipt.provider_id:
        return False
    is_waiting = message.state is State.queued and receipt.state in _NOT_THERE
    return receipt.provider_id in message.earlier_ids or is_waiting

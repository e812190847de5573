"""Sending queued messages: claim, send, mark; nothing a provider may have taken goes out twice."""

from datetime import timedelta

from chalicelib.accounts import senders
from chalicelib.accounts import storage as accounts
from chalicelib.channels.model import Outgoing
from chalicelib.channels.registry import CHANNELS
from chalicelib.core.desk import Desk
from chalicelib.core.errors import DeliveryFailed, RateLimited, Unavailable, Uncertain
from chalicelib.messaging.reply_address import reply_address
from chalicelib.table import rates
from chalicelib.tickets import bodies, deliveries, storage
from chalicelib.tickets.model import Entry, Message, State, Ticket

AUTOMATIC_MAILS = 10
"""How many to one address within an hour of the clock."""
_HOUR = timedelta(hours=1)
_TOO_MANY = "loop stopped: too many automatic mails to this address within an hour"
_THREAD_IDS = 20


def deliver(desk: Desk, ticket_id: str, sequence: int) -> State | None:
    """Send one queued message; return its state afterwards, None when there was nothing to do.

    All that is needed is read before the claim: what fails until then leaves the message queued.
    """
    message = deliveries.load(desk, ticket_id, sequence)
    if message.state is not State.queued:
        return None
    if CHANNELS[message.channel].capabilities.is_pulled:
        deliveries.settle(desk, message, State.sent)
        return State.sent
    ready = _ready(desk, message)
    if _is_one_too_many(desk, message):
        deliveries.settle(desk, message, State.failed, detail=_TOO_MANY)
        return State.failed
    claimed = deliveries.claim(desk, message, desk.now())
    return None if claimed is None else _send(desk, claimed, ready)


def come_due(desk: Desk, ticket_id: str, sequence: int) -> State | None:
    """Look after a message whose moment came: send it, or call a silent worker's one unknown."""
    message = deliveries.load(desk, ticket_id, sequence)
    if message.due_at is None or message.due_at > desk.now():
        return None
    if message.state is State.sending:
        deliveries.settle(desk, message, State.unknown, detail="The worker fell silent.")
        return State.unknown
    return deliver(desk, ticket_id, sequence)


def outgoing(desk: Desk, ticket: Ticket, message: Message, entries: list[Entry]) -> Outgoing:
    """Return the mail of a message: who it is from, where answers go, what it answers."""
    account = accounts.account(desk)
    inbound = account.inbound_address(desk.place.mail_domain)
    sender, name = _sender(desk, message)
    ids = _earlier_ids(entries, message)
    return Outgoing(
        message_id=message.id,
        sender=sender,
        sender_name=name,
        recipient=message.recipient,
        recipient_name=ticket.customer.name if message.recipient == ticket.customer.email else "",
        reply_to=reply_address(desk, inbound, ticket.id),
        text=message.text,
        subject=ticket.subject or f"Your conversation with {account.name}",
        in_reply_to=ids[-1] if ids else "",
        references=tuple(ids),
        is_automatic=message.is_automatic,
    )


def _is_one_too_many(desk: Desk, message: Message) -> bool:
    """Tell whether two machines may be answering each other (decision 7)."""
    if not message.is_automatic or message.attempts:
        return False
    try:
        rates.limit(desk, "automatic", message.recipient, most=AUTOMATIC_MAILS, per=_HOUR)
    except RateLimited:
        return True
    return False


def _ready(desk: Desk, message: Message) -> Outgoing:
    ticket, entries = storage.thread(desk, message.ticket_id, limit=_THREAD_IDS)
    whole = bodies.whole(desk, message)
    assert ticket is not None
    assert isinstance(whole, Message)
    return outgoing(desk, ticket, whole, entries)


def _send(desk: Desk, message: Message, ready: Outgoing) -> State:
    try:
        provider_id = CHANNELS[message.channel].send(desk, ready)
    except DeliveryFailed as failure:
        return _refused(desk, message, failure)
    except Uncertain as doubt:
        deliveries.settle(desk, message, State.unknown, detail=doubt.detail)
        return State.unknown
    except Unavailable as busy:
        return _later(desk, message, busy.detail)
    # From here on it is sent: that the table may be busy now must not send it again.
    deliveries.settle(desk, message, State.sent)
    deliveries.record(desk, message, provider_id)
    return State.sent


def _refused(desk: Desk, message: Message, failure: DeliveryFailed) -> State:
    if failure.permanent:
        deliveries.settle(desk, message, State.failed, detail=failure.detail)
        return State.failed
    return _later(desk, message, failure.detail)


def _later(desk: Desk, message: Message, detail: str) -> State:
    if deliveries.requeue(desk, message, desk.now(), detail=detail):
        return State.queued
    deliveries.settle(desk, message, State.failed, detail=detail)
    return State.failed


def _sender(desk: Desk, message: Message) -> tuple[str, str]:
    return senders.of_follow_ups(desk) if message.is_automatic else senders.of_replies(desk)


def _earlier_ids(entries: list[Entry], message: Message) -> list[str]:
    return [
        entry.provider_id
        for entry in entries
        if isinstance(entry, Message)
        and CHANNELS[entry.channel].capabilities.subject
        and entry.provider_id
        and entry.sequence < message.sequence
        and not (entry.is_inbound and entry.is_automatic)
    ]

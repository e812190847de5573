"""Sending queued messages: claim, send, mark; nothing a provider may have taken goes out twice."""

import json
from dataclasses import replace
from datetime import timedelta

from chalicelib.channels.model import Outgoing
from chalicelib.channels.registry import CHANNELS
from chalicelib.core.desk import Desk
from chalicelib.core.errors import DeliveryFailed, RateLimited, Unavailable, Uncertain
from chalicelib.messaging.outgoing import own_address, prepared
from chalicelib.table import keys, rates
from chalicelib.tickets import deliveries
from chalicelib.tickets.model import Message, State

AUTOMATIC_MAILS = 10
"""How many to one address within an hour of the clock."""
_HOUR = timedelta(hours=1)
_AGAIN_AFTER = timedelta(minutes=1)
_TOO_MANY = "loop stopped: too many automatic mails to this address within an hour"


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
    # Whatever can fail without having sent anything comes before the claim.
    ready = prepared(desk, message)
    if _is_one_too_many(desk, message):
        deliveries.settle(desk, message, State.failed, detail=_TOO_MANY)
        return State.failed
    claimed = deliveries.claim(desk, message, desk.now())
    return None if claimed is None else _send(desk, claimed, ready)


def come_due(desk: Desk, ticket_id: str, sequence: int) -> None:
    """Look after a message whose moment came: order its sending, or call a silent worker's unknown.

    Nothing is sent here: one slow provider would keep everybody's due things waiting.
    """
    message, now = deliveries.load(desk, ticket_id, sequence), desk.now()
    if message.due_at is None or message.due_at > now:
        return
    if message.state is State.sending:
        deliveries.settle(desk, message, State.unknown, detail="The worker fell silent.")
        return
    place = keys.entry(desk.account_id, ticket_id, sequence)
    deliveries.postpone(desk, *place, now + _AGAIN_AFTER)
    order = {"account_id": desk.account_id, "message_id": message.id}
    desk.queues.put("deliver", [json.dumps(order)])


def _is_one_too_many(desk: Desk, message: Message) -> bool:
    """Tell whether two machines may be answering each other (decision 7)."""
    if not message.is_automatic or message.attempts:
        return False
    try:
        rates.limit(desk, "automatic", message.recipient, most=AUTOMATIC_MAILS, per=_HOUR)
    except RateLimited:
        return True
    return False


def _send(desk: Desk, message: Message, ready: Outgoing) -> State:
    try:
        provider_id = _handed_over(desk, message, ready)
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


def _handed_over(desk: Desk, message: Message, ready: Outgoing) -> str:
    channel, own = CHANNELS[message.channel], own_address(desk)
    try:
        return channel.send(desk, ready)
    except DeliveryFailed as failure:
        if not failure.permanent or ready.sender == own:
            raise
    # The service may not know the shop's own address (yet); the customer still gets an answer.
    return channel.send(desk, replace(ready, sender=own))


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

"""Sending queued messages: claim, send, mark; nothing a provider may have taken goes out twice."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from math import ceil

from chalicelib.channels.model import Kind, Outgoing
from chalicelib.channels.registry import CHANNELS, capabilities
from chalicelib.core.desk import Desk
from chalicelib.core.errors import DeliveryFailed, OptedOut, RateLimited, Unavailable, Uncertain
from chalicelib.marketing.links.shorten import shorten
from chalicelib.messaging import opt_outs
from chalicelib.messaging.outgoing import own_address, prepared
from chalicelib.table import keys, rates
from chalicelib.tickets import deliveries, replying, storage
from chalicelib.tickets.model import AuthorType, Message, State

AUTOMATIC_MAILS = 10
"""How many to one address within an hour of the clock."""
TALKED = 60
"""How many answers of the Customer Agent one person gets, where each follows their own word."""
_HOUR = timedelta(hours=1)
_AGAIN_AFTER = timedelta(minutes=1)
TOO_MANY = "loop stopped: too many automatic messages to this address within an hour"


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """What handing over came to: sent, failed, unknown; queued where it surely was not taken."""

    state: State
    provider_id: str = ""
    detail: str = ""
    opted_out_at: str = ""
    """The provider that sends this customer nothing, where that is the reason."""


def deliver(desk: Desk, ticket_id: str, sequence: int) -> State | None:
    """Send one queued message; return its state afterwards, None when there was nothing to do.

    All that is needed is read before the claim: what fails until then leaves the message queued.
    """
    message = deliveries.find(desk, ticket_id, sequence)
    if message is None or message.state is not State.queued:
        return None
    if message.held_until and message.held_until > desk.now():
        return None  # clocks disagree: the sweep orders it when its moment comes
    if capabilities(message.channel).is_pulled:
        deliveries.settle(desk, message, State.sent)
        return State.sent
    # Whatever can fail without having sent anything comes before the claim.
    ready = prepared(desk, message)
    if message.is_automatic and not message.attempts and _is_too_many(desk, message):
        deliveries.settle(desk, message, State.failed, detail=TOO_MANY)
        return State.failed
    if refusal := _refusal(desk, message):
        deliveries.settle(desk, message, State.failed, detail=refusal)
        return State.failed
    ready, links = _shortened(desk, message, ready)
    claimed = deliveries.claim(desk, message, desk.now(), links=links)
    return None if claimed is None else _send(desk, claimed, ready)


def _shortened(desk: Desk, message: Message, ready: Outgoing) -> tuple[Outgoing, tuple[str, ...]]:
    """Return the message with its links made short; a template's words are the provider's."""
    if ready.template or not capabilities(message.channel).shortens:
        return ready, ()
    short = shorten(desk, ready.text, message.id, before=message.links)
    return replace(ready, text=short.text), short.links


def come_due(desk: Desk, ticket_id: str, sequence: int) -> None:
    """Look after a message whose moment came: order its sending, or call a silent worker's unknown.

    Nothing is sent here: one slow provider would keep everybody's due things waiting.
    """
    message, now = deliveries.find(desk, ticket_id, sequence), desk.now()
    if message is None or message.due_at is None or message.due_at > now:
        return
    if message.state is State.sending:
        deliveries.settle(desk, message, State.unknown, detail="The worker fell silent.")
        return
    place = keys.entry(desk.account_id, ticket_id, sequence)
    deliveries.postpone(desk, *place, now + _AGAIN_AFTER)
    order(desk, [message.id])


def order(desk: Desk, message_ids: Sequence[str], *, held_until: datetime | None = None) -> None:
    """Order messages to be sent, now or when they are held no longer."""
    orders = [{"account_id": desk.account_id, "message_id": each} for each in message_ids]
    left = (held_until - desk.now()).total_seconds() if held_until else 0
    wait = timedelta(seconds=max(0, ceil(left)))
    desk.queues.put("deliver", [json.dumps(each) for each in orders], delay=wait)


def _refusal(desk: Desk, message: Message) -> str:
    """Return why the message must not leave; asked last: a STOP may have come since (I-11)."""
    carries = capabilities(message.channel)
    if not (carries.has_keywords or carries.needs_consent or carries.reply_window):
        return ""
    ticket = storage.load(desk, message.ticket_id)
    refusal = replying.unwanted(
        desk, ticket, is_automatic=message.is_automatic, has_template=bool(message.template)
    )
    return f"{refusal.code}: {refusal.detail}" if refusal else ""


def _is_too_many(desk: Desk, message: Message) -> bool:
    is_talk = message.author.type is AuthorType.customer_agent
    if is_talk and capabilities(message.channel).threads_by_person:
        return is_too_many(desk, message.recipient, name="talked", most=TALKED)
    return is_too_many(desk, message.recipient)


def is_too_many(
    desk: Desk, recipient: str, *, name: str = "automatic", most: int = AUTOMATIC_MAILS
) -> bool:
    """Count an automatic message; tell whether two machines may be answering each other (7)."""
    try:
        rates.limit(desk, name, recipient, most=most, per=_HOUR)
    except RateLimited:
        return True
    return False


def _send(desk: Desk, message: Message, ready: Outgoing) -> State:
    found = handed_over(desk, message.channel, ready)
    if found.state is State.queued:
        return _later(desk, message, found.detail)
    if by := found.opted_out_at:  # nothing left: noted twice is once, forgotten it would be lost
        customer_id = storage.load(desk, message.ticket_id).customer.id
        opt_outs.note(desk, customer_id, message.channel, by=by, at=desk.now())
    # Where it is sent, a table that is busy now must not send it again: this comes first.
    deliveries.settle(desk, message, found.state, detail=found.detail)
    if found.provider_id:
        deliveries.record(desk, message, found.provider_id)
    return found.state


def handed_over(desk: Desk, channel: Kind, ready: Outgoing) -> Handed:
    """Give a message to its provider, once; return what that came to."""
    try:
        return Handed(state=State.sent, provider_id=_given(desk, channel, ready))
    except OptedOut as refusal:
        return Handed(state=State.failed, detail=refusal.detail, opted_out_at=refusal.told_by)
    except DeliveryFailed as failure:
        state = State.failed if failure.permanent else State.queued
        return Handed(state=state, detail=failure.detail)
    except Uncertain as doubt:
        return Handed(state=State.unknown, detail=doubt.detail)
    except Unavailable as busy:
        return Handed(state=State.queued, detail=busy.detail)


def _given(desk: Desk, channel: Kind, ready: Outgoing) -> str:
    send, own = CHANNELS[channel].send, own_address(desk)
    try:
        return send(desk, ready)
    except DeliveryFailed as failure:
        if not failure.permanent or ready.sender == own or CHANNELS[channel].providers:
            raise
    # The service may not know the shop's own address (yet); the customer still gets an answer.
    return send(desk, replace(ready, sender=own))


def _later(desk: Desk, message: Message, detail: str) -> State:
    if deliveries.requeue(desk, message, desk.now(), detail=detail):
        return State.queued
    deliveries.settle(desk, message, State.failed, detail=detail)
    return State.failed

"""The automatic answer to a keyword on its way out: claimed, sent, settled, as messages are."""

import json
from datetime import timedelta

from chalicelib.channels.model import Receipt
from chalicelib.core.desk import Desk
from chalicelib.core.errors import NotFound
from chalicelib.customers import storage as customers
from chalicelib.customers.consent.model import Standing
from chalicelib.customers.consent.rules import standing
from chalicelib.messaging import opt_outs
from chalicelib.messaging.deliver import TOO_MANY, handed_over, is_too_many
from chalicelib.messaging.keywords import storage
from chalicelib.messaging.keywords.model import KeywordText
from chalicelib.messaging.outgoing import keyword_answer
from chalicelib.table import customer_keys
from chalicelib.tickets import deliveries
from chalicelib.tickets.model import State

_AGAIN_AFTER = timedelta(minutes=1)
_OPTED_OUT = "opted_out: the customer does not want to hear from us any more"


def deliver(desk: Desk, text_id: str) -> State | None:
    """Send one queued answer; return its state afterwards, None when there was nothing to do."""
    text = storage.load(desk, text_id)
    if text.state is not State.queued:
        return None
    ready = keyword_answer(desk, text)
    if refusal := _refusal(desk, text):
        storage.settle(desk, text, State.failed, detail=refusal)
        return State.failed
    claimed = storage.claim(desk, text, desk.now())
    if claimed is None:
        return None
    found = handed_over(desk, text.channel, ready)
    if found.state is State.queued:
        return _later(desk, claimed, found.detail)
    storage.settle(desk, claimed, found.state, detail=found.detail)
    if found.provider_id:
        storage.record(desk, claimed, found.provider_id)
    if by := found.opted_out_at:
        opt_outs.note(desk, text.customer_id, text.channel, by=by, at=desk.now())
    return found.state


def come_due(desk: Desk, text_id: str) -> None:
    """Look after an answer whose moment came: order its sending, or call it unknown."""
    text, now = storage.load(desk, text_id), desk.now()
    if text.due_at is None or text.due_at > now:
        return
    if text.state is State.sending:
        storage.settle(desk, text, State.unknown, detail="The worker fell silent.")
        return
    place = customer_keys.keyword_text(desk.account_id, text.customer_id, text.ulid)
    deliveries.postpone(desk, *place, now + _AGAIN_AFTER)
    desk.queues.put("deliver", [order(desk.account_id, text.id)])


def order(account_id: str, text_id: str) -> str:
    """Return the order to send an answer; it names its text where others name a message."""
    return json.dumps({"account_id": account_id, "message_id": text_id})


def settle(desk: Desk, receipt: Receipt, text_id: str) -> bool:
    """Move an answer forward; False for a report about nothing that is known."""
    try:
        text = storage.load(desk, text_id)
    except NotFound:
        return False
    if receipt.provider_id and not text.provider_id:
        # Its worker died before it could note the id.
        storage.record(desk, text, receipt.provider_id)
    storage.settle(desk, text, State(receipt.state), detail=receipt.detail)
    return True


def _refusal(desk: Desk, text: KeywordText) -> str:
    """Return why the answer must not leave; asked last, since a STOP may have come meanwhile."""
    if not text.attempts and is_too_many(desk, text.person):
        return TOO_MANY
    customer = customers.load(desk, text.customer_id, consistent=True)
    is_out = standing(customer.consents, text.channel) is Standing.opted_out
    return _OPTED_OUT if is_out else ""


def _later(desk: Desk, text: KeywordText, detail: str) -> State:
    if storage.requeue(desk, text, desk.now(), detail=detail):
        return State.queued
    storage.settle(desk, text, State.failed, detail=detail)
    return State.failed

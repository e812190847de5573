"""What providers delivered, read by a worker: messages are received, reports settled.

It may come twice, late, and in any order; what fails is done again (`docs/adr/0014`).
"""

import json
from dataclasses import replace
from datetime import timedelta
from functools import cache
from typing import Any

from chalicelib.channels.model import Delivery, Inbound, Kind, Receipt
from chalicelib.channels.registry import CHANNELS, hooks
from chalicelib.core.desk import Desk
from chalicelib.core.errors import NotFound, Unavailable
from chalicelib.inboxes import secrets, storage
from chalicelib.inboxes.model import Inbox
from chalicelib.messaging import media, settle
from chalicelib.messaging.receive import Known, Received, receive
from chalicelib.messaging.rules import Writer
from chalicelib.messaging.writers import writer_of
from chalicelib.telemetry import counts
from chalicelib.tickets import markers
from chalicelib.tickets.withdrawal import withdraw
from chalicelib.web import doors

_Order = dict[str, Any]
_AGAIN_AFTER = tuple(timedelta(seconds=s) for s in (30, 120, 600, 900, 900, 900, 900))
"""Longer each time, as far as the queue allows: an hour until a message comes without its files."""
_MOST_TRIES = len(_AGAIN_AFTER) + 92
"""A day, within which its files may follow."""


def work_off(desk: Desk, order: _Order) -> None:
    """Do what a delivery says; what fails is done again, and what is done is found to be."""
    try:
        inbox = storage.find_now(desk, order["inbox_id"])
    except NotFound:  # disconnected since
        return
    delivery = _delivery(desk, order["delivery"])
    found = hooks(inbox.provider)[Kind(inbox.channel)]
    if found.follow:
        found.follow(desk, delivery, secrets.known(desk, inbox))
    is_done, failures = True, list[Exception]()
    for item in found.parse(delivery, inbox.external_id):
        try:
            is_done &= _is_done(desk, inbox, item, order=order)
        except Exception as failure:  # one message keeps no other from arriving
            failures.append(failure)
    if not is_done:
        _put_again(desk, order, has_failures=bool(failures))
    if failures:
        raise failures[0]


def _put_again(desk: Desk, order: _Order, *, has_failures: bool) -> None:
    tries: int = order.get("tries", 0)
    most = len(_AGAIN_AFTER)
    # What fails comes back from the queue itself; were each to start a row of others, they'd swell.
    if has_failures and tries >= most:
        return
    again = json.dumps({**order, "tries": most if has_failures else tries + 1})
    desk.queues.put("inbound", [again], delay=_AGAIN_AFTER[min(tries, most - 1)])


def _delivery(desk: Desk, shown: dict[str, Any]) -> Delivery:
    return Delivery(
        provider=shown["provider"],
        method=shown["method"],
        url=shown["url"],
        headers=shown["headers"],
        body=doors.body_of(desk, shown),
    )


def _is_done(desk: Desk, inbox: Inbox, item: Inbound | Receipt, *, order: _Order) -> bool:
    """Tell whether no other look is needed; of a receipt, the second is the last."""
    tries: int = order.get("tries", 0)
    is_last = tries == len(_AGAIN_AFTER)
    match item:
        case Receipt():
            # It may be quicker than our own note of the provider's id, or about nothing of ours.
            return settle.settle_from(desk, inbox, item) or tries > 0
        case Inbound():
            try:
                received = _receive(desk, inbox, item, is_last=is_last)
            except Unavailable:
                if is_last:
                    raise
                return tries >= _MOST_TRIES
            _tell(desk, item, received)
            return not (is_last and _lacks_files(item, received))


def _lacks_files(inbound: Inbound, received: Received) -> bool:
    entry = received.entry
    return bool(inbound.media) and entry is not None and media.MISSING in entry.notice


def _receive(desk: Desk, inbox: Inbox, inbound: Inbound, *, is_last: bool) -> Received:
    # Several messages may come in one delivery, and each is an operation of its own.
    own = desk.for_operation(desk.randomness(16).hex())
    placed = replace(inbound, inbox=inbox.address)
    if inbound.is_withdrawal:
        withdraw(own, inbound.channel, inbound.thread_ids[0], by=inbound.sender.address)
    if inbound.media and markers.is_known(own, inbound.channel, inbound.provider_id):
        has_more = media.brought(own, placed, inbox.id)
        return Received(ticket=None, outcome="files" if has_more else "duplicate")
    whole = media.fetched(own, placed, inbox.id, is_last=is_last)
    return receive(own, whole, writer=_writer(own, inbox, whole))


def _writer(desk: Desk, inbox: Inbox, inbound: Inbound) -> Known | None:
    """Return who asks the provider what somebody new is called, where messages do not say."""
    name_of = CHANNELS[inbound.channel].name_of
    if name_of is None or inbound.sender.name:
        return None

    @cache
    def writer() -> Writer:
        name = name_of(desk, inbox.id, inbound.sender.address)
        return writer_of(desk, replace(inbound, sender=replace(inbound.sender, name=name)))

    return writer


def _tell(desk: Desk, inbound: Inbound, received: Received) -> None:
    ticket_id = received.ticket.id if received.ticket else ""
    outcome, notice = received.outcome, inbound.notice
    counts.received(desk, inbound.channel, outcome, ticket_id=ticket_id, notice=notice)

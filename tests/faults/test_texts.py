"""Texts in many hands at once, on an engine that is atomic under threads (`make test-engine`)."""

import base64
import itertools
import json
from collections.abc import Callable
from typing import Any

import pytest

from chalicelib.inboxes.model import Inbox
from tests.channels.sms import texts
from tests.faults.crowd import at_once, hurried
from tests.faults.invariants import scan, threads_read_as_prefixes
from tests.faults.shop import Shop
from tests.inboxes.numbers import attached

pytestmark = pytest.mark.engine
_numbers = itertools.count(1)


def order(shop: Shop, inbox: Inbox, words: str, **fields: str) -> str:
    """Return what the door puts into the queue for a text of Ann's."""
    known = {"To": inbox.address, "Body": words, "MessageSid": f"SM{next(_numbers):032d}"}
    delivery = texts.twilio(**{**known, **fields})
    shown: dict[str, Any] = {
        "provider": delivery.provider,
        "method": delivery.method,
        "url": delivery.url,
        "headers": dict(delivery.headers),
        "body": base64.b64encode(delivery.body).decode(),
    }
    named = {"account_id": shop.account.id, "inbox_id": inbox.id, "delivery": shown}
    return json.dumps(named)


def hands(shop: Shop, bodies: list[str]) -> list[Callable[[], object]]:
    """Return workers with one order each, who try until it is done."""

    def work(left: list[str]) -> None:
        for _ in range(5):
            left = shop.cloud.deliver_batch("inbound", left) if left else []
        assert left == []

    return [lambda body=body: work([body]) for body in bodies]


@pytest.mark.acceptance(23)
@pytest.mark.parametrize("count", [2, 8])
def test_first_texts_at_the_same_instant_make_one_ticket(shop: Shop, count: int) -> None:
    inbox = attached(shop.desk())
    bodies = [order(shop, inbox, shop.words()) for _ in range(count)]

    with hurried(shop.cloud.ports):
        at_once(hands(shop, bodies))

    found = scan(shop)
    [ticket] = found.tickets.values()
    assert sorted(message.text for message in found.messages) == sorted(shop.said)
    assert ticket.sequence == count
    assert list(threads_read_as_prefixes(found)) == []


def test_one_text_in_the_hands_of_eight_workers_arrives_once(shop: Shop) -> None:
    body = order(shop, attached(shop.desk()), shop.words())

    with hurried(shop.cloud.ports):
        at_once(hands(shop, [body] * 8))

    assert [message.text for message in scan(shop).messages] == shop.said


def test_people_who_text_at_once_get_a_ticket_each(shop: Shop) -> None:
    inbox = attached(shop.desk())
    senders = [f"+4477009001{at:02d}" for at in range(8)]
    bodies = [order(shop, inbox, shop.words(), From=sender) for sender in senders]

    with hurried(shop.cloud.ports):
        at_once(hands(shop, bodies))

    found = scan(shop)
    assert sorted(ticket.person for ticket in found.tickets.values()) == senders
    assert len({ticket.number for ticket in found.tickets.values()}) == len(senders)

"""Texts by Twilio: from its door to a ticket, out again, and what a number costs to connect."""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from bench.api import answered
from bench.registry import Action, operation
from bench.shop import WORDS, Shop, shop
from bench.stage import Stage
from chalicelib import jobs, wiring
from chalicelib.core.ids import message_id
from chalicelib.inboxes import renewal, secrets, storage
from chalicelib.inboxes.connect import connect
from chalicelib.inboxes.model import Inbox, Wanted
from chalicelib.messaging.reply import reply
from chalicelib.tickets.markers import ticket_of_conversation
from chalicelib.web import knocks
from dev.providers.exchange import Place
from dev.providers.network import Network
from dev.providers.phones import Phones
from dev.web.exchange import Asked

NUMBER, OTHER, ANN = "+12025550142", "+12025550143", "+447700900199"
INBOXES = "/v1/inboxes"
BASE = "https://bench.example"


@dataclass(slots=True)
class Line:
    """A shop with a number at Twilio, which the stage has in its stead."""

    stage: Stage
    shop: Shop
    network: Network

    def delivery(self, text: str = WORDS) -> Asked:
        """Return a text's webhook."""
        twilio = self.network.stand_ins[0]
        return twilio.write("sms", {"from": ANN, "to": NUMBER, "text": text})

    def event(self, asked: Asked) -> dict[str, Any]:
        """Return it as API Gateway hands it to the app."""
        parts = urlsplit(asked.target)
        query = dict(pair.split("=") for pair in parts.query.split("&") if pair)
        event = self.shop.api().event("POST", parts.path, None, **query)
        return {**event, "headers": dict(asked.headers), "body": asked.body.decode()}

    def take(self, asked: Asked) -> str:
        """Let the door take it; return what waits for a worker."""
        with self.stage.aws.gate.recorded() as calls:
            answered(self.event(asked))
        [put] = [call for call in calls if call.name == "sqs.SendMessageBatch"]
        return put.parameters()["Entries"][0]["MessageBody"]

    def receive(self) -> str:
        """Let a text become a ticket, or join one; return the ticket's id."""
        jobs.receive_inbound(self.take(self.delivery()))
        place = ("sms", NUMBER, ANN)
        return ticket_of_conversation(self.shop.desk(), *place, consistent=True) or ""

    def answer(self) -> str:
        """Let the team answer, who may; return the order to send it."""
        word = {"channel": "sms", "kind": "transactional", "state": "subscribed"}
        agreed = {"phone": ANN, "consents": [word]}
        self.shop.api().call("POST", "/v1/customers/identify", agreed)
        done = reply(self.shop.desk(), self.receive(), self.shop.owner(), WORDS)
        named = message_id(done.ticket.id, done.ticket.sequence)
        order = {"account_id": self.shop.account_id, "message_id": named}
        return json.dumps(order)


def line(stage: Stage) -> Line:
    """Return a number that a warm process knows."""
    open_shop = shop(stage)
    place = Place(phones=Phones(), clock=stage.clock, base_url=BASE)
    network = Network(place, wiring.ports().http)
    wiring.install(replace(wiring.ports(), http=network))
    inbox = connect(open_shop.desk(), Wanted(**network.connect("sms", NUMBER)))
    secrets.opened(open_shop.desk(), inbox)
    storage.inboxes(open_shop.desk())
    open_shop.ticket(sender="zoe@customer.example")
    return Line(stage, open_shop, network)


@operation("a number is connected", requests=5, read=2, write=8)
def connects(stage: Stage) -> Action:
    """Seal its secrets, ask Twilio, take the address."""
    known = line(stage)
    body = known.network.connect("sms", OTHER)
    return known.shop.api().warm("POST", INBOXES, body)


@operation("the inboxes", requests=1, read=1, write=0)
def inboxes(stage: Stage) -> Action:
    """List the only one."""
    return line(stage).shop.api().warm("GET", INBOXES)


@operation("an inbox is renamed", requests=3, read=2, write=5)
def renames(stage: Stage) -> Action:
    """Give it a name."""
    known = line(stage)
    path, [inbox] = f"{INBOXES}/{{inbox_id}}", storage.inboxes(known.shop.desk())
    return known.shop.api().warm("PATCH", path, {"name": "Texts"}, inbox_id=inbox.id)


@operation("an inbox is disconnected", requests=2, read=1, write=6)
def disconnects(stage: Stage) -> Action:
    """Give the address up."""
    known = line(stage)
    path, [inbox] = f"{INBOXES}/{{inbox_id}}", storage.inboxes(known.shop.desk())
    return known.shop.api().warm("DELETE", path, inbox_id=inbox.id)


@operation("an inbox's token falls due", requests=3, read=1, write=3)
def token_due(stage: Stage) -> Action:
    """Take the turn, and order its renewal."""
    known, inbox = _on_instagram(stage)
    stage.now += timedelta(hours=26)
    return lambda: renewal.come_due(known.shop.desk(), inbox.id)


@operation("an inbox's token is renewed", requests=3, read=1, write=6)
def token_renewed(stage: Stage) -> Action:
    """Ask Instagram, seal what it gives, and note when the next is due."""
    known, inbox = _on_instagram(stage)
    return lambda: renewal.renew(known.shop.desk(), inbox.id, inbox.version)


def _on_instagram(stage: Stage) -> tuple[Line, Inbox]:
    known = line(stage)
    wanted = Wanted(**known.network.connect("instagram", "bench.mugs"))
    inbox = connect(known.shop.desk(), wanted)
    secrets.opened(known.shop.desk(), inbox)
    return known, inbox


@operation("a text is taken at the door", requests=2, read=0.5, write=0)
def taken(stage: Stage) -> Action:
    """Look the number up, check the signature, hand it over."""
    known = line(stage)
    knocks.taken(known.shop.desk(), "twilio")
    event = known.event(known.delivery())
    return lambda: answered(event)


@operation("a forged text is refused", requests=3, read=1.5, write=1)
def refused(stage: Stage) -> Action:
    """Look the number up, see that its secret is the newest, and count."""
    known = line(stage)
    knocks.refused(known.shop.desk(), "twilio", knocks.SIGNATURE)
    asked = known.delivery()
    event = known.event(replace(asked, body=asked.body + b"&x=1"))
    return lambda: _answer_or_refusal(event)


def _answer_or_refusal(event: dict[str, Any]) -> object:
    """Return the refusal, which is what is measured here."""
    try:
        return answered(event)
    except AssertionError as refusal:
        return refusal


@operation("a first text becomes a ticket", requests=7, read=2.5, write=18)
def first_text(stage: Stage) -> Action:
    """Let somebody text who never did."""
    return _read(line(stage))


@operation("a customer's next text", requests=5, read=2.5, write=10)
def next_text(stage: Stage) -> Action:
    """Let them go on."""
    known = line(stage)
    known.receive()
    return _read(known)


@operation("an answer leaves by text", requests=9, read=5, write=8)
def answer_leaves(stage: Stage) -> Action:
    """Claim, send, mark."""
    known = line(stage)
    order = known.answer()
    return lambda: jobs.deliver_message(order)


@operation("a receipt of a text", requests=3, read=2, write=3)
def receipt(stage: Stage) -> Action:
    """Settle what the address names."""
    known = line(stage)
    jobs.deliver_message(known.answer())
    *_, delivered = known.network.stand_ins[0].reports()
    order = known.take(delivered)
    return lambda: jobs.receive_inbound(order)


def _read(known: Line) -> Callable[[], object]:
    order = known.take(known.delivery())
    return lambda: jobs.receive_inbound(order)

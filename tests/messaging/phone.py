"""Channels of texts without a network: what leaves is kept, and the provider answers as told."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.channels.model import Capabilities, Channel, Inbound, Kind, Outgoing, Sender
from chalicelib.channels.registry import CHANNELS
from chalicelib.core.desk import Desk
from chalicelib.inboxes.model import Inbox
from chalicelib.messaging.receive import Received, receive
from tests.builders import carries
from tests.faults.shop import Shop
from tests.kit.http_world import NOON

ANN, NUMBER = "+442079460001", "+442079460000"
DAY = timedelta(days=1)
_CARRIES = {
    Kind.sms: carries(Kind.sms, needs_consent=True, has_keywords=True),
    Kind.whatsapp: carries(Kind.whatsapp, has_keywords=True, reply_window=DAY),
    Kind.instagram: carries(Kind.instagram, reply_window=DAY, human_agent_window=7 * DAY),
}


@dataclass(slots=True)
class Phone:
    """A customer's phone: `texts` are what arrived on it, `answers` what the provider says."""

    shop: Shop
    texts: list[Outgoing] = field(default_factory=list[Outgoing])
    answers: list[BaseException] = field(default_factory=list[BaseException])
    before: Callable[[], object] = lambda: None
    """What happens while a text is on its way to the provider."""
    number: int = 0

    @property
    def inbox(self) -> Inbox:
        """Return the shop's number, which no provider was asked about."""
        return Inbox(id="inb_1", channel="sms", provider="twilio", address=NUMBER,
                     external_id=NUMBER, created_at=NOON)  # fmt: skip

    def send(self, _desk: Desk, outgoing: Outgoing) -> str:
        """Take a text from the product."""
        self.before()
        if self.answers:
            raise self.answers.pop(0)
        self.texts.append(outgoing)
        return f"SM{len(self.texts)}"

    def text(self, words: str, *, is_carried: bool = True, **facts: Any) -> Received:
        """Text the shop; what follows is carried, and the ticket is the one at hand."""
        self.number += 1
        known: dict[str, Any] = {
            "channel": Kind.sms,
            "inbox": NUMBER,
            "provider_id": f"IN{self.number}",
            "sender": Sender(address=ANN, is_verified=True),
            "text": words,
        }
        received = receive(self.shop.desk(), Inbound(**{**known, **facts}))
        if received.ticket:
            self.shop.ticket_id = received.ticket.id
        if is_carried:
            self.shop.cloud.settle()
        return received

    @property
    def words(self) -> list[str]:
        """Return what the customer reads."""
        return [outgoing.text for outgoing in self.texts]

    @property
    def customer(self) -> Any:
        """Return the customer as agents see them."""
        return self.shop.done("POST", "/v1/customers/identify", {"phone": ANN})

    def standing(self, channel: str = "sms") -> set[str]:
        """Return what is known of the customer's consent."""
        known = self.customer["consents"]
        return {f"{c['kind']} {c['state']}" for c in known if c["channel"] == channel}

    def agree(self, state: str = "subscribed", *, channel: str = "sms", **facts: str) -> None:
        """Note the customer's consent."""
        word = {"channel": channel, "kind": "transactional", "state": state, **facts}
        self.shop.done("POST", "/v1/customers/identify", {"phone": ANN, "consents": [word]})

    def keyword_texts(self) -> list[Any]:
        """Return the customer's keyword texts, newest first."""
        path = f"/v1/customers/{self.customer['id']}/keyword_texts"
        return self.shop.done("GET", path)["data"]

    def states(self) -> list[str | None]:
        """Return what became of the answer to each keyword text; None where there was none."""
        return [each["answer"] and each["answer"]["state"] for each in self.keyword_texts()]

    def set(self, **settings: Any) -> None:
        """Change the shop's settings."""
        self.shop.done("PATCH", "/v1/settings", settings, by="owner")


@pytest.fixture
def phone(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> Iterator[Phone]:
    """Return a phone whose channels are the product's for this test."""
    phone = Phone(shop)
    for kind, known in _CARRIES.items():
        monkeypatch.setitem(CHANNELS, kind, _channel(kind, known, phone))
    yield phone
    phone.before = lambda: None


def _channel(kind: Kind, known: Capabilities, phone: Phone) -> Channel:
    built = CHANNELS.get(kind)
    if built:
        return replace(built, send=phone.send)
    text = CHANNELS[Kind.sms]
    return Channel(
        kind=kind, capabilities=known, send=phone.send, providers=text.providers, hook=text.hook
    )

"""A customer's phone, as the laptop's stand-in carries its texts to the product's own door."""

import itertools
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from tests.journeys.server import Answer, Server
from tests.journeys.shop import Shop

_people = itertools.count(100_000, 10)  # the stand-in takes some endings for phones out of reach
_numbers = itertools.count(2_000_000)


@dataclass(slots=True)
class Number:
    """A shop's number; `inbox` is what the API says of it."""

    shop: Shop
    inbox: dict[str, Any]

    @property
    def address(self) -> str:
        """Return what customers write to."""
        return self.inbox["address"]


@dataclass(slots=True)
class Phone:
    """Somebody who texts one number of a shop."""

    server: Server
    number: Number
    address: str = field(default_factory=lambda: f"+447700{next(_people)}")

    def text(self, words: str, **facts: str) -> Answer:
        """Text the shop, and let it be read."""
        said = {"from": self.address, "to": self.number.address, "text": words, **facts}
        answer = self.server.call("POST", "/dev/sms", said)
        self.server.drain()
        return answer

    def agree(self) -> "Phone":
        """Let the shop's own system tell that they want to be answered by text."""
        word = {"channel": "sms", "kind": "transactional", "state": "subscribed"}
        known = {"phone": self.address, "consents": [word]}
        self.number.shop.owner.call("POST", "/v1/customers/identify", known).ok()
        return self

    def shows(self) -> list[str]:
        """Return what the phone shows of the shop's words, oldest first."""
        asked = {"channel": "sms", "from": self.address, "to": self.number.address}
        said = self.server.call("GET", f"/dev/conversation?{urlencode(asked)}").ok()["data"]
        return [each["text"] for each in said if each["is_ours"]]


def connect(shop: Shop, provider: str = "twilio") -> Number:
    """Rent a number for a shop, and connect it as its manager would."""
    wanted = {"channel": "sms", "provider": provider, "address": f"+1202{next(_numbers)}"}
    body = shop.server.call("POST", "/dev/numbers", wanted).ok()
    return Number(shop, shop.owner.call("POST", "/v1/inboxes", body).ok())


def phone(number: Number) -> Phone:
    """Return the phone of somebody who never wrote before, and agreed to texts."""
    return Phone(number.shop.server, number).agree()

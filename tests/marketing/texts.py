"""Texts between a shop and a customer, without any provider."""

import itertools
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from chalicelib.channels.model import Capabilities, Inbound, Kind, Outgoing, Sender
from chalicelib.core.desk import Desk
from chalicelib.customers.model import Who
from chalicelib.marketing.sends.model import SendKind
from chalicelib.marketing.sends.record import Told, record
from chalicelib.messaging.receive import Received, receive
from tests.accounts.shop import Shop
from tests.builders import carries

NUMBER = "+15005550101"
OURS = "+15005550006"
_numbers = itertools.count(1)


@dataclass(slots=True)
class Phone:
    """A customer's phone; `refusals` meet the next texts on their way to it."""

    tried: list[Outgoing] = field(default_factory=list[Outgoing])
    refusals: list[Exception] = field(default_factory=list[Exception])
    got: list[Outgoing] = field(default_factory=list[Outgoing])
    capabilities: Capabilities = field(
        default_factory=lambda: carries(Kind.sms, attributes=True, shortens=True)
    )

    def take(self, _desk: Desk, outgoing: Outgoing) -> str:
        """Take a text, and return the provider's id."""
        self.tried.append(outgoing)
        if self.refusals:
            raise self.refusals.pop(0)
        self.got.append(outgoing)
        return f"SM{len(self.got)}-{outgoing.message_id}"


def a_text(words: str = "Is it back?", **facts: Any) -> Inbound:
    """Return a text that nobody sent before."""
    known: dict[str, Any] = {
        "channel": Kind.sms,
        "inbox": OURS,
        "provider_id": f"SM{next(_numbers)}",
        "sender": Sender(address=NUMBER, is_verified=True),
        "text": words,
    }
    return Inbound(**{**known, **facts})


def text(shop: Shop, words: str = "Is it back?", **facts: Any) -> Received:
    """Let a customer text the shop."""
    return receive(shop.desk(), a_text(words, **facts))


def told(sent_at: datetime, **facts: Any) -> Told:
    """Return a campaign's text to the customer."""
    known: dict[str, Any] = {
        "id": f"send {next(_numbers)}",
        "channel": Kind.sms,
        "kind": SendKind.campaign,
        "name": "Spring sale",
        "who": Who(phone=NUMBER),
        "sent_at": sent_at,
        "text": "Everything is 20 % off.",
    }
    return Told(**{**known, **facts})


def sent(shop: Shop, sent_at: datetime, **facts: Any) -> str:
    """Let the shop's marketing have sent something; return its id."""
    send = told(sent_at, **facts)
    record(shop.desk(), send)
    return send.id

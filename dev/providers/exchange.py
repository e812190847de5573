"""What the product asks a provider, what it is answered, and what a stand-in has to do."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from urllib.parse import parse_qs, urlsplit

from chalicelib.core.desk import Reply
from dev.providers.phones import Phones
from dev.web.exchange import Asked


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What the product asked; header names are lower-case."""

    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def path(self) -> str:
        """Return the path alone."""
        return urlsplit(self.url).path

    @property
    def query(self) -> dict[str, list[str]]:
        """Return every value of every name."""
        return parse_qs(urlsplit(self.url).query, keep_blank_values=True)

    def form(self) -> dict[str, list[str]]:
        """Return the fields of a form."""
        return parse_qs(self.body.decode(), keep_blank_values=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """What all stand-ins share."""

    phones: Phones
    clock: Callable[[], datetime]
    base_url: str
    """The product's, which deliveries are signed for."""


class StandIn(Protocol):
    """A provider: what it answers, and what it delivers."""

    @property
    def hosts(self) -> tuple[str, ...]:
        """Return where it answers; a `*` stands for any part of a name."""
        ...

    @property
    def provider(self) -> str:
        """Return the name that inboxes know it by."""
        ...

    @property
    def channels(self) -> tuple[str, ...]:
        """Return what people write by: `POST /dev/{channel}`, and a tab of the phone page."""
        ...

    def answer(self, request: Request) -> Reply:
        """Answer the product as the provider does."""
        ...

    def connect(self, channel: str, address: str) -> dict[str, Any]:
        """Let a merchant have this number or page; return the body for `POST /v1/inboxes`."""
        ...

    def close(self, address: str) -> None:
        """Close the account that has this number or page; raise LookupError where none has."""
        ...

    def write(self, channel: str, said: Mapping[str, str]) -> Asked:
        """Return the signed webhook by which a person's words reach the product.

        Raises LookupError where nobody has the number or page that they write to.
        """
        ...

    def reports(self) -> list[Asked]:
        """Return, once, the signed webhooks about what the product sent."""
        ...


def as_reply(status: int, content: object) -> Reply:
    """Return an answer in JSON."""
    headers = {"content-type": "application/json"}
    return Reply(status=status, headers=headers, body=json.dumps(content).encode())

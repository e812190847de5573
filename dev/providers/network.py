"""The internet as far as the product asks it: stand-ins at their real hosts, all else as it is.

`STAND_INS` is the only place that a new one is added to. The product's own code and addresses are
the real ones; what a stand-in sends back comes through the gateway, signed as the provider signs.
"""

import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from fnmatch import fnmatchcase
from typing import Any
from urllib.parse import urlsplit

from chalicelib.core.desk import MAX_REPLY, Http, Reply
from dev.providers.aws import AwsTexts
from dev.providers.dns import Resolvers
from dev.providers.exchange import Place, Request, StandIn
from dev.providers.gorgias import Gorgias
from dev.providers.klaviyo import KlaviyoPlatform
from dev.providers.meta import Meta
from dev.providers.recharge import Recharge
from dev.providers.shopify import ShopifyShops
from dev.providers.twilio import Twilio
from dev.providers.zendesk import Zendesk
from dev.pumps.haste import Haste
from dev.web.exchange import Answered, Asked

STAND_INS: tuple[Callable[[Place], StandIn], ...] = (
    Twilio, AwsTexts, Meta, KlaviyoPlatform, ShopifyShops, Recharge, Zendesk, Gorgias, Resolvers,
)  # fmt: skip

_SETTLED_SECONDS = 0.3


class Network:
    """An Http for the product, and a pump for what comes back."""

    name = "providers"

    def __init__(self, place: Place, outside: Http) -> None:
        """Nobody is connected yet; `outside` is the internet itself."""
        self.stand_ins = [make(place) for make in STAND_INS]
        self.phones = place.phones
        self.deliver: Callable[[Asked], Answered] = _nowhere
        self.leads_here: set[str] = set()
        """Shops' own domains that end at the product, as a custom domain or a CDN does it."""
        self._outside = outside
        self._lock = threading.Lock()
        self._due: list[tuple[float, Asked]] = []

    def request(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str],
        body: bytes | None,
        most: int = MAX_REPLY,
    ) -> Reply:
        """Answer for whoever has a stand-in; ask the internet otherwise."""
        host = urlsplit(url).hostname or ""
        if host in self.leads_here:
            return self._ask_product(method, url, headers, body or b"")
        for stand_in in self.stand_ins:
            if any(fnmatchcase(host, each) for each in stand_in.hosts):
                lower = {name.lower(): value for name, value in headers.items()}
                asked = Request(method=method, url=url, headers=lower, body=body or b"")
                return stand_in.answer(asked)
        return self._outside.request(method, url, headers=headers, body=body, most=most)

    def lead(self, name: str, *, is_here: bool) -> None:
        """Let a domain end at the product, or nowhere any more."""
        (self.leads_here.add if is_here else self.leads_here.discard)(name.rstrip(".").lower())

    def publish(self, name: str, kind: str, values: list[str]) -> None:
        """Let these records of a type stand in DNS; without any, the name is gone."""
        for stand_in in self.stand_ins:
            if isinstance(stand_in, Resolvers):
                stand_in.records[name.rstrip(".").lower(), kind] = values

    def channels(self) -> list[str]:
        """Return what people can write by."""
        return list(dict.fromkeys(c for each in self.stand_ins for c in each.channels))

    def connect(self, channel: str, address: str, provider: str = "") -> dict[str, Any]:
        """Let a merchant have a number or page; return the body for `POST /v1/inboxes`.

        Without a provider, it is the first that carries the channel.
        """
        return self._for(channel, provider)[0].connect(channel, address)

    def close(self, address: str) -> None:
        """Close the accounts that have this number or page."""
        for stand_in in self.stand_ins:
            with suppress(LookupError):
                stand_in.close(address)

    def write(self, channel: str, said: Mapping[str, str]) -> Answered:
        """Let a person write; return what the product answered their provider."""
        for stand_in in self._for(channel):
            with suppress(LookupError):
                return self.deliver(stand_in.write(channel, said))
        raise LookupError(said["to"])

    def run_once(self, haste: Haste = Haste.none) -> bool:
        """Be a pump: report on what was sent, a moment after its sender heard of it."""
        now = time.monotonic()
        last = now if haste is Haste.none else float("inf")
        with self._lock:
            self._due += [(now + _SETTLED_SECONDS, a) for s in self.stand_ins for a in s.reports()]
            due = [asked for at, asked in self._due if at <= last]
            self._due = [each for each in self._due if each[0] > last]
        for asked in due:
            self.deliver(asked)
        return bool(due)

    def next_at(self) -> None:
        """Return nothing: reports wait for no moment of the product's clock."""

    def _ask_product(self, method: str, url: str, headers: Mapping[str, str], body: bytes) -> Reply:
        parts = urlsplit(url)
        target = f"{parts.path}?{parts.query}" if parts.query else parts.path
        lower = {name.lower(): value for name, value in headers.items()}
        asked = Asked(
            method=method, target=target, headers={**lower, "host": parts.netloc}, body=body
        )
        answered = self.deliver(asked)
        told = {name.lower(): value for name, value in answered.headers}
        return Reply(status=answered.status, headers=told, body=answered.body)

    def _for(self, channel: str, provider: str = "") -> list[StandIn]:
        able = [each for each in self.stand_ins if channel in each.channels]
        return [each for each in able if provider in ("", each.provider)]


def _nowhere(_asked: Asked) -> Answered:
    raise RuntimeError("The product is not there yet.")

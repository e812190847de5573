"""People's phones, and the numbers and accounts of shops that they write to."""

import itertools
from dataclasses import dataclass
from typing import Any

from tests.journeys.shop import Shop

_people = itertools.count(1)


@dataclass(frozen=True, slots=True)
class Line:
    """A number or account of a shop's, connected through its provider."""

    shop: Shop
    channel: str
    address: str
    inbox: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Phone:
    """Somebody who writes to a shop."""

    line: Line
    number: str

    def write(self, text: str, **more: str) -> None:
        """Send a message, and let it arrive."""
        said = {"from": self.number, "to": self.line.address, "text": text, **more}
        server = self.line.shop.server
        told = server.call("POST", f"/dev/{self.line.channel}", said).ok()
        assert told["webhook_status"] < 300
        server.drain()

    def shown(self) -> list[tuple[bool, str]]:
        """Return what the phone shows: whether it is the shop's, and the words; oldest first."""
        query = f"channel={self.line.channel}&from={self.number}&to={self.line.address}"
        found = self.line.shop.server.call("GET", f"/dev/conversation?{query.replace('+', '%2B')}")
        return [(said["is_ours"], said["text"]) for said in found.ok()["data"]]

    def received(self) -> list[str]:
        """Return the shop's words."""
        return [text for is_ours, text in self.shown() if is_ours]


def connect(shop: Shop, channel: str) -> Line:
    """Let the shop have a number or account, and connect it as its owner."""
    address = (
        f"shop.number.{shop.number}" if channel == "instagram" else f"+1202777{shop.number:04}"
    )
    wanted = {"channel": channel, "address": address}
    body = shop.server.call("POST", "/dev/numbers", wanted).ok()
    inbox = shop.owner.call("POST", "/v1/inboxes", body).ok()
    return Line(shop, channel, address, inbox)


def phone(line: Line, *, ending: str = "") -> Phone:
    """Return somebody whom the shop has never met; a number may have a meaning by its ending."""
    number = next(_people)
    if line.channel == "instagram":
        return Phone(line, f"person.{line.shop.number}.{number}")
    return Phone(line, f"+1202{line.shop.number:03}{ending or f'{number + 1000:04}'}")

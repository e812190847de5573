"""Recharge as the product asks it: the laptop's own stand-in, with what it was asked."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from chalicelib.core.desk import Reply
from dev.providers.exchange import Place, Request
from dev.providers.phones import Phones
from dev.providers.recharge import Recharge
from tests.kit.http_world import Sent, World

TOKEN = "sk_test_1x1_0123456789abcdef0123456789abcdef"
MAIL = "ann@home.example"
HOST = "https://api.rechargeapps.com"
BODY = {"provider": "recharge", "api_token": TOKEN}
PATH = "/v1/subscription_platform"
OWN = "/subscriptions/27363808"
SKIP, CANCEL = f"{OWN}/skip", f"{OWN}/cancel"
REASON = {"reason": "Too much", "comment": "Three bottles left"}
TOMORROW = "2026-03-05"


@dataclass(slots=True)
class AtRecharge:
    """What Recharge has; `answer` can be put in the place of what it would say."""

    stand_in: Recharge
    answer: Reply | Exception | None = None
    sent: list[Sent] = field(default_factory=list[Sent])

    def listen(self, world: World) -> None:
        """Answer at Recharge's own address."""
        world.http.on("*", f"{HOST}/*", self._answer)

    def subscribe(self, **facts: Any) -> dict[str, Any]:
        """Let Ann subscribe to fern food, monthly, the next on 13 March 2026."""
        return self.stand_in.subscribe({"email": MAIL, **facts})

    def asked(self, method: str = "") -> list[str]:
        """Return the paths that were asked for, with one method or any."""
        return [urlsplit(each.url).path for each in self.sent if method in ("", each.method)]

    def changes(self) -> list[str]:
        """Return what was asked that changes something."""
        return [urlsplit(each.url).path for each in self.sent if each.method != "GET"]

    def _answer(self, sent: Sent) -> Reply:
        self.sent.append(sent)
        if isinstance(self.answer, Exception):
            raise self.answer
        if self.answer is not None:
            return self.answer
        headers = {name.lower(): value for name, value in sent.headers.items()}
        body = sent.body or b""
        return self.stand_in.answer(
            Request(method=sent.method, url=sent.url, headers=headers, body=body)
        )


def at_recharge(world: World) -> AtRecharge:
    """Return a Recharge that this world asks."""
    place = Place(phones=Phones(), clock=world.clock, base_url="http://localhost")
    made = AtRecharge(Recharge(place))
    made.listen(world)
    return made


def as_it_is(recharge: AtRecharge) -> tuple[str, int, str | None]:
    """Return status, quantity and next day as Recharge has them."""
    shown = recharge.stand_in.subscribe({"id": 27363808})
    return shown["status"], shown["quantity"], shown["next_charge_scheduled_at"]

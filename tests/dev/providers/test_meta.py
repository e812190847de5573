"""Meta's stand-in keeps Meta's rules: who it lets in, how long, and what it says later."""

import json
from datetime import datetime, timedelta
from typing import Any

import pytest

from chalicelib.channels.meta.signature import verify
from chalicelib.channels.model import Delivery
from chalicelib.core.desk import Reply
from dev.providers.exchange import Place, Request
from dev.providers.meta import Meta
from dev.providers.phones import Phones
from dev.web.exchange import Asked
from tests.kit.http_world import NOON

NUMBERS = {"whatsapp": "+12025550143", "instagram": "fern.and.moss"}
HOSTS = {"whatsapp": "graph.facebook.com", "instagram": "graph.instagram.com"}
PERSON = "+12025550177"
both = pytest.mark.parametrize("channel", NUMBERS)


class Desk:
    """A shop with a number or account, at a moment that can be moved."""

    def __init__(self, channel: str) -> None:
        self.now, self.channel = NOON, channel
        self.phones = Phones()
        self.meta = Meta(Place(phones=self.phones, clock=self.clock, base_url="http://localhost"))
        self.inbox = self.meta.connect(channel, NUMBERS[channel])
        ids = self.inbox["settings"]
        self.external_id = ids.get("phone_number_id", self.inbox["address"])

    def clock(self) -> datetime:
        return self.now

    def write(self, **more: str) -> Asked:
        said = {"from": PERSON, "to": NUMBERS[self.channel], "text": "Hello", **more}
        return self.meta.write(self.channel, said)

    def person(self) -> str:
        body = json.loads(self.write().body)["entry"][0]
        if self.channel == "instagram":
            return str(body["messaging"][0]["sender"]["id"])
        return str(body["changes"][0]["value"]["messages"][0]["from"])

    def send(self, person: str, token: str | None = None, **more: Any) -> Reply:
        known = self.inbox["credentials"]["access_token"] if token is None else token
        text: dict[str, Any] = {"recipient": {"id": person}, "message": {"text": "Hi"}}
        if self.channel == "whatsapp":
            text = {"to": person, "type": "text", "text": {"body": "Hi"}}
        return self.meta.answer(
            Request(
                method="POST",
                url=f"https://{HOSTS[self.channel]}/v26.0/{self.external_id}/messages",
                headers={"authorization": f"Bearer {known}"},
                body=json.dumps({**text, **more}).encode(),
            )
        )


def renewed(desk: Desk, token: str) -> Reply:
    query = f"grant_type=ig_refresh_token&access_token={token}"
    url = f"https://{HOSTS[desk.channel]}/refresh_access_token?{query}"
    return desk.meta.answer(Request(method="GET", url=url, headers={}, body=b""))


def code(reply: Reply) -> int:
    return int(json.loads(reply.body)["error"]["code"])


@both
def test_what_it_delivers_is_signed_with_the_apps_secret(channel: str) -> None:
    desk = Desk(channel)
    asked = desk.write()
    delivery = Delivery(
        provider="meta", method="POST", url="", headers=asked.headers, body=asked.body
    )

    assert verify(delivery, desk.inbox["credentials"], NOON)


@both
@pytest.mark.parametrize("token", ["", "guessed"])
def test_nobody_sends_without_the_token(channel: str, token: str) -> None:
    desk = Desk(channel)

    assert code(desk.send(desk.person(), token)) == 190


@both
def test_a_token_that_was_withdrawn_opens_nothing_and_the_next_one_does(channel: str) -> None:
    desk = Desk(channel)
    person = desk.person()
    desk.meta.close(NUMBERS[channel])
    assert code(desk.send(person)) == 190
    desk.inbox = desk.meta.connect(channel, NUMBERS[channel])

    assert desk.send(person).status == 200


@pytest.mark.parametrize(
    ("channel", "hours", "more", "refused"),
    [
        ("whatsapp", 24, {}, None),
        ("whatsapp", 25, {}, 131047),
        ("whatsapp", 25, {"type": "template", "template": {"name": "hello"}}, None),
        ("whatsapp", 25, {"type": "template", "template": {"name": "unknown"}}, 132001),
        ("instagram", 24, {}, None),
        ("instagram", 25, {}, 10),
        ("instagram", 25, {"tag": "HUMAN_AGENT"}, None),
        ("instagram", 24 * 8, {"tag": "HUMAN_AGENT"}, 10),
    ],
)
def test_the_time_to_answer_is_kept(
    channel: str, hours: int, more: dict[str, Any], refused: int | None
) -> None:
    desk = Desk(channel)
    person = desk.person()
    desk.now += timedelta(hours=hours)
    answer = desk.send(person, **more)

    assert (code(answer) if answer.status >= 400 else None) == refused
    assert len(desk.phones.sent()) == (refused is None)
    told = {"whatsapp": 2, "instagram": 1}[channel]
    assert len(desk.meta.reports()) == (0 if refused else told)


@both
def test_nobody_is_written_to_who_has_not_written(channel: str) -> None:
    assert Desk(channel).send("1202555").status >= 400


def test_a_number_that_nobody_has_cannot_be_written_to() -> None:
    with pytest.raises(LookupError):
        Desk("whatsapp").meta.write("whatsapp", {"from": PERSON, "to": "+1999", "text": "Hi"})


def test_a_renewed_token_takes_the_place_of_the_one_before() -> None:
    desk = Desk("instagram")
    person, before = desk.person(), desk.inbox["credentials"]["access_token"]

    answer = json.loads(renewed(desk, before).body)

    assert answer["expires_in"] == 60 * 86_400
    assert desk.send(person, answer["access_token"]).status == 200
    assert code(desk.send(person, before)) == 190
    assert (
        desk.meta.connect("instagram", NUMBERS["instagram"])["credentials"]["access_token"]
        == answer["access_token"]
    )


def test_a_token_of_whatsapp_is_not_renewed() -> None:
    desk = Desk("whatsapp")

    assert renewed(desk, desk.inbox["credentials"]["access_token"]).status == 400

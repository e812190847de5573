"""Texts leave by Twilio once, and what Twilio refuses is told to whom it concerns."""

import base64
from typing import Any
from urllib.parse import parse_qs

import pytest

from chalicelib.channels.model import Media, MediaLink, Outgoing
from chalicelib.channels.sms import CHANNEL
from chalicelib.core.desk import Desk
from chalicelib.core.errors import DeliveryFailed, OptedOut, Unavailable, Uncertain
from chalicelib.inboxes import connect, storage
from chalicelib.inboxes.model import Inbox
from tests.inboxes.numbers import SID, TOKEN, connected
from tests.kit.http_world import World, reply

API = f"https://api.twilio.com/2010-04-01/Accounts/{SID}"
MESSAGES = f"{API}/Messages.json"
PICTURE = f"{API}/Messages/MM{'a' * 32}/Media/ME{'b' * 32}"


@pytest.fixture
def inbox(desk: Desk, world: World) -> Inbox:
    return connected(desk, world)


def a_text(inbox: Inbox, **facts: Any) -> Outgoing:
    known: dict[str, Any] = {
        "message_id": "msg_1",
        "inbox_id": inbox.id,
        "sender": inbox.address,
        "sender_name": "",
        "recipient": "+447700900199",
        "text": "It comes tomorrow 🌿 & more",
    }
    return Outgoing(**{**known, **facts})


def test_a_text_leaves_from_the_number(desk: Desk, world: World, inbox: Inbox) -> None:
    world.http.on("POST", MESSAGES, reply(201, {"sid": "SM1", "status": "queued"}))

    assert CHANNEL.send(desk, a_text(inbox)) == "SM1"

    sent = world.http.sent[-1]
    assert parse_qs((sent.body or b"").decode()) == {
        "To": ["+447700900199"],
        "From": [inbox.address],
        "Body": ["It comes tomorrow 🌿 & more"],
        "StatusCallback": ["https://desk.example/hooks/twilio?message=msg_1"],
    }
    pair = base64.b64encode(f"{SID}:{TOKEN}".encode()).decode()
    assert sent.headers["Authorization"] == f"Basic {pair}"
    assert sent.headers["Content-Type"] == "application/x-www-form-urlencoded"


def test_pictures_leave_as_addresses(desk: Desk, world: World, inbox: Inbox) -> None:
    world.http.on("POST", MESSAGES, reply(201, {"sid": "MM1"}))
    links = [MediaLink(url=f"https://f.example/{n}", content_type="x", name="x") for n in "ab"]

    CHANNEL.send(desk, a_text(inbox, media=tuple(links)))

    form = parse_qs((world.http.sent[-1].body or b"").decode())
    assert form["MediaUrl"] == ["https://f.example/a", "https://f.example/b"]


@pytest.mark.parametrize(
    ("answer", "error", "detail", "is_faulty"),
    [
        (reply(401, {"code": 20003}), DeliveryFailed, "credentials", True),
        (reply(403, {}), DeliveryFailed, "credentials", True),
        (reply(400, {"code": 21606}), DeliveryFailed, "does not belong", True),
        (reply(400, {"code": 21610}), OptedOut, "opted_out: ", False),
        (reply(400, {"code": 21211}), DeliveryFailed, "(21211)", False),
        (reply(400, {"code": 99999}), DeliveryFailed, "Twilio refused. (99999)", False),
        (reply(400, text="<html>"), DeliveryFailed, "Twilio refused.", False),
        (reply(429, {"code": 20429}), Unavailable, "busy", False),
        (reply(503), Uncertain, "stumbled", False),
        (reply(500), Uncertain, "stumbled", False),
        (reply(201, text="<html>"), Uncertain, "understands", False),
        (reply(201, {"sid": 1}), Uncertain, "understands", False),
        (reply(201, []), Uncertain, "understands", False),
    ],
)
def test_what_twilio_refuses_is_told(
    desk: Desk, world: World, inbox: Inbox, answer: Any, error: type[DeliveryFailed],
    detail: str, is_faulty: bool,  # noqa: FBT001 - a column
) -> None:  # fmt: skip
    world.http.on("POST", MESSAGES, answer)

    with pytest.raises(error) as failed:
        CHANNEL.send(desk, a_text(inbox))

    assert detail in str(failed.value)
    assert getattr(failed.value, "permanent", True)
    assert bool(storage.find(desk, inbox.id).fault) is is_faulty


def test_a_fault_goes_when_a_text_leaves(desk: Desk, world: World, inbox: Inbox) -> None:
    world.http.on("POST", MESSAGES, reply(401, {}), reply(201, {"sid": "SM1"}))
    with pytest.raises(DeliveryFailed):
        CHANNEL.send(desk, a_text(inbox))

    CHANNEL.send(desk, a_text(inbox))

    assert storage.find(desk, inbox.id).fault == ""


@pytest.mark.parametrize("inbox_id", ["", "inb_01KDVNE4000000000000000000"])
def test_nothing_leaves_from_a_number_that_is_gone(desk: Desk, inbox: Inbox, inbox_id: str) -> None:
    connect.disconnect(desk, inbox.id)

    for gone in (inbox_id, inbox.id):
        with pytest.raises(DeliveryFailed) as failed:
            CHANNEL.send(desk, a_text(inbox, inbox_id=gone))
        assert failed.value.permanent


def test_a_picture_is_fetched_from_where_twilio_sends_on(
    desk: Desk, world: World, inbox: Inbox
) -> None:
    there = "https://mms.twiliocdn.com/abc?signed=1"
    world.http.on("GET", PICTURE, reply(307, headers={"location": there}))
    world.http.on("GET", there, reply(200, text="png", headers={"content-type": "image/png"}))
    assert CHANNEL.fetch

    file = CHANNEL.fetch(desk, inbox.id, Media(url=PICTURE))

    assert (file.content, file.content_type, file.name) == (b"png", "image/png", "bbbbbbbb.png")
    assert "Authorization" in world.http.sent[-2].headers
    assert dict(world.http.sent[-1].headers) == {}


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example/x.png",
        f"https://evil.example/{PICTURE}",
        PICTURE.replace(SID, "AC" + "9" * 32),
        PICTURE.replace("api.twilio.com", "api.twilio.com.evil.example"),
        PICTURE.replace("https", "http"),
        f"{API}/Messages.json",
        f"{API}/../../x",
        f"{PICTURE}?x",
        "",
    ],
)
def test_credentials_go_nowhere_else(desk: Desk, world: World, inbox: Inbox, url: str) -> None:
    before = len(world.http.sent)
    assert CHANNEL.fetch

    with pytest.raises(DeliveryFailed):
        CHANNEL.fetch(desk, inbox.id, Media(url=url))

    assert len(world.http.sent) == before


@pytest.mark.parametrize(
    ("answer", "error"),
    [(reply(404), DeliveryFailed), (reply(503), Unavailable), (reply(429), Unavailable)],
)
def test_a_picture_that_is_not_there_is_missing(
    desk: Desk, world: World, inbox: Inbox, answer: Any, error: type[Exception]
) -> None:
    world.http.on("GET", PICTURE, answer)
    assert CHANNEL.fetch

    with pytest.raises(error):
        CHANNEL.fetch(desk, inbox.id, Media(url=PICTURE))

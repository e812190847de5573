"""Files that a text names come with it, or are missed; they never keep it from arriving."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib import jobs
from chalicelib.channels.model import Kind
from chalicelib.channels.registry import hooks
from chalicelib.core.desk import Desk
from chalicelib.core.errors import Unavailable
from chalicelib.messaging import inbound
from chalicelib.tickets import deliveries
from chalicelib.tickets.model import Message
from chalicelib.tickets.withdrawal import withdraw
from dev.aws.gate import gate
from tests.inboxes.numbers import SID
from tests.kit.http_world import World, reply
from tests.messaging.deliveries import Line, line, shop

__all__ = ["line", "shop"]
PLACE = f"https://api.twilio.com/2010-04-01/Accounts/{SID}"
PICTURE = f"{PLACE}/Messages/MM{'a' * 32}/Media/ME{'b' * 32}"


def test_pictures_come_with_their_text(line: Line, world: World) -> None:
    world.http.on("GET", PICTURE, reply(200, text="png", headers={"content-type": "image/png"}))
    line.receive(line.text(Body="", MediaUrl0=PICTURE, MediaContentType0="image/png"))

    [message] = line.thread()
    assert isinstance(message, Message)
    [file] = message.attachments
    assert (file.name, file.content_type, file.size) == ("bbbbbbbb.png", "image/png", 3)
    assert line.desk().files.get(file.key) == b"png"
    assert message.notice == ""


def test_a_picture_that_is_gone_is_missed(line: Line, world: World) -> None:
    world.http.on("GET", PICTURE, reply(404))
    line.receive(line.text(MediaUrl0=PICTURE, MediaUrl1="https://evil.example/x"))

    [message] = line.thread()
    assert isinstance(message, Message)
    assert (message.attachments, message.notice) == ((), "media_missing")


def again(order: str) -> tuple[str, int]:
    """Let a worker read the order; return what it leaves for later, and for when."""
    with gate.recorded() as calls:
        jobs.receive_inbound(order)
    [entry] = next(c.parameters()["Entries"] for c in calls if c.name == "sqs.SendMessageBatch")
    return entry["MessageBody"], entry["DelaySeconds"]


def test_a_picture_that_is_late_is_waited_for_ever_longer(line: Line, world: World) -> None:
    world.http.on("GET", PICTURE, Unavailable("x"))
    line.take(line.text(MediaUrl0=PICTURE))
    [order] = line.waiting()
    waits = list[int]()
    for _ in range(7):
        order, wait = again(order)
        waits.append(wait)
    assert (waits, line.tickets()) == ([30, 120, 600, 900, 900, 900, 900], [])

    jobs.receive_inbound(order)

    [message] = line.thread()
    assert getattr(message, "notice", "") == "media_missing"


def test_a_picture_that_comes_late_is_there(line: Line, world: World) -> None:
    world.http.on("GET", PICTURE, *[Unavailable("x")] * 3, reply(200, text="png"))
    line.take(line.text(MediaUrl0=PICTURE))
    [order] = line.waiting()
    for _ in range(3):
        order, _wait = again(order)

    jobs.receive_inbound(order)

    [message] = line.thread()
    assert isinstance(message, Message)
    assert (len(message.attachments), message.notice) == (1, "")


def test_pictures_come_until_they_fill_the_memory(
    line: Line, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chalicelib.messaging.media.MAX_BYTES", 8)
    world.http.on("GET", PICTURE, reply(200, text="png"))
    line.receive(line.text(**{f"MediaUrl{at}": PICTURE for at in range(6)}))

    [message] = line.thread()
    assert isinstance(message, Message)
    assert (len(message.attachments), message.notice) == (3, "media_missing")


def test_pictures_have_forty_seconds(line: Line, world: World) -> None:
    world.http.on("GET", PICTURE, reply(200, text="png"))
    world.step = timedelta(seconds=15)
    line.receive(line.text(**{f"MediaUrl{at}": PICTURE for at in range(10)}))

    [message] = line.thread()
    assert isinstance(message, Message)
    assert 0 < len(message.attachments) < 10
    assert message.notice == "media_missing"


def test_one_item_that_fails_starts_no_row_of_others(
    line: Line, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.http.on("GET", PICTURE, Unavailable("x"))
    line.take(line.text(Body="A", MediaUrl0=PICTURE))
    [order] = line.waiting()
    own = hooks("twilio")[Kind.sms]

    def two(*told: Any) -> tuple[Any, ...]:
        [text] = own.parse(*told)
        return text, replace(text, channel="pigeon")

    monkeypatch.setattr(inbound, "hooks", lambda _: {Kind.sms: replace(own, parse=two)})
    with pytest.raises(KeyError), gate.recorded() as calls:
        jobs.receive_inbound(order)
    [entry] = next(c.parameters()["Entries"] for c in calls if c.name == "sqs.SendMessageBatch")
    with pytest.raises(KeyError), gate.recorded() as calls:
        jobs.receive_inbound(entry["MessageBody"])

    assert "sqs.SendMessageBatch" not in [call.name for call in calls]
    assert line.texts() == ["A"]


def test_a_delivery_that_comes_again_fetches_nothing(line: Line, world: World) -> None:
    world.http.on("GET", PICTURE, reply(200, text="png", headers={"content-type": "image/png"}))
    for _ in range(3):
        line.receive(line.text(Body="", MediaUrl0=PICTURE))

    assert [sent.url for sent in world.http.sent].count(PICTURE) == 1
    assert len(line.thread()) == 1


def held_up(line: Line, world: World, *answers: Any) -> str:
    """Let a text come without its pictures at last; return what is left to do about them."""
    world.http.on("GET", PICTURE, *[Unavailable("x")] * 8, *answers)
    line.take(line.text(MediaUrl0=PICTURE, MediaContentType0="image/png"))
    [order] = line.waiting()
    for _ in range(8):
        order, _wait = again(order)
    return order


def only(line: Line) -> Message:
    [message] = line.thread()
    assert isinstance(message, Message)
    return message


def test_a_picture_follows_a_text_that_came_without_it(line: Line, world: World) -> None:
    order = held_up(line, world, Unavailable("x"), reply(200, text="png"))
    assert (only(line).attachments, only(line).notice) == ((), "media_missing")

    order, wait = again(order)
    jobs.receive_inbound(order)

    [file] = only(line).attachments
    assert (wait, only(line).notice, line.desk().files.get(file.key)) == (900, "", b"png")
    asked = len(world.http.sent)
    jobs.receive_inbound(order)
    assert (len(world.http.sent), len(only(line).attachments)) == (asked, 1)


def test_a_picture_that_turns_out_to_be_gone_is_asked_for_no_more(line: Line, world: World) -> None:
    order = held_up(line, world, reply(404))

    with gate.recorded() as calls:
        jobs.receive_inbound(order)

    assert "sqs.SendMessageBatch" not in [call.name for call in calls]
    assert only(line).notice == "media_missing"


def test_after_a_day_nobody_waits_for_a_picture(line: Line, world: World) -> None:
    order = json.loads(held_up(line, world))

    with gate.recorded() as calls:
        jobs.receive_inbound(json.dumps({**order, "tries": 99}))

    assert "sqs.SendMessageBatch" not in [call.name for call in calls]


def test_a_text_that_was_taken_back_gets_no_picture(
    line: Line, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = held_up(line, world, reply(200, text="png"))
    amend = deliveries.amend

    def late(desk: Desk, before: Message, after: Message) -> bool:
        own = desk.for_operation("takes it back")
        withdraw(own, before.channel, before.provider_id, by=before.sender)
        return amend(desk, before, after)

    monkeypatch.setattr(deliveries, "amend", late)
    jobs.receive_inbound(order)

    assert (only(line).text, only(line).attachments, only(line).flags) == ("", (), ("withdrawn",))

"""Files that customers sent: asked for by id, fetched where Meta says, shown to nobody else."""

import pytest

from chalicelib.channels.model import File, Kind, Media
from chalicelib.channels.whatsapp.send import fetch
from chalicelib.core.desk import MAX_REPLY, Desk, Reply
from chalicelib.core.errors import DeliveryFailed, Unavailable
from chalicelib.inboxes import faults
from tests.channels.connected import TOKEN, again, connect
from tests.kit.http_world import World, reply

PLACE = "https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=900100&hash=h"
FILE = Reply(status=200, headers={"content-type": "image/jpeg"}, body=b"\xff\xd8")
MEDIA = Media(name="image.jpg", content_type="image/jpeg", id="900100")


def fetched(desk: Desk, world: World, told: Reply, file: Reply = FILE) -> File:
    inbox = connect(desk, Kind.whatsapp)
    world.http.on("GET", "https://graph.facebook.com/v26.0/900100?*", told)
    world.http.on("GET", "https://lookaside.fbsbx.com/*", file)
    return fetch(desk, inbox.id, MEDIA)


def test_an_id_leads_to_an_address_that_leads_to_the_file(desk: Desk, world: World) -> None:
    found = fetched(desk, world, reply(200, {"url": PLACE, "mime_type": "image/jpeg"}))

    assert found == File(name="image.jpg", content_type="image/jpeg", content=b"\xff\xd8")
    assert [sent.headers for sent in world.http.sent] == [{"Authorization": f"Bearer {TOKEN}"}] * 2


def test_a_file_may_be_larger_than_other_answers(desk: Desk, world: World) -> None:
    large = Reply(status=200, headers={}, body=bytes(MAX_REPLY + 1))

    assert len(fetched(desk, world, reply(200, {"url": PLACE}), large).content) > MAX_REPLY


@pytest.mark.parametrize(
    "place",
    [
        "https://files.evil.example/a",
        "https://fbsbx.com.evil.example/a",
        "https://evilfbsbx.com/a",
        "http://lookaside.fbsbx.com/a",
        "https://[broken",
        "",
    ],
)
def test_a_token_is_shown_to_metas_hosts_alone(desk: Desk, world: World, place: str) -> None:
    with pytest.raises(DeliveryFailed) as refused:
        fetched(desk, world, reply(200, {"url": place}))

    assert refused.value.permanent is True
    assert len(world.http.sent) == 1


def test_where_the_file_is_sent_on_to_gets_no_token(desk: Desk, world: World) -> None:
    on = reply(302, headers={"location": "https://scontent.fbcdn.net/a.jpg?s=1"})
    world.http.on("GET", "https://scontent.fbcdn.net/*", FILE)

    assert fetched(desk, world, reply(200, {"url": PLACE}), on).content == b"\xff\xd8"
    assert world.http.sent[-1].headers == {}


@pytest.mark.parametrize("location", ["https://evil.example/a", "file:///etc/passwd", ""])
def test_a_file_is_followed_to_no_other_host(desk: Desk, world: World, location: str) -> None:
    on = reply(302, headers={"location": location})
    with pytest.raises(DeliveryFailed):
        fetched(desk, world, reply(200, {"url": PLACE}), on)


def test_a_file_that_goes_round_in_circles_is_given_up(desk: Desk, world: World) -> None:
    with pytest.raises(DeliveryFailed):
        fetched(desk, world, reply(200, {"url": PLACE}), reply(302, headers={"location": PLACE}))

    assert len(world.http.sent) == 4


@pytest.mark.parametrize(
    ("file", "error"),
    [
        (reply(503, text=""), Unavailable),
        (reply(429, text=""), Unavailable),
        (reply(404, text=""), DeliveryFailed),
        (reply(403, text=""), DeliveryFailed),
    ],
)
def test_what_is_gone_is_told_from_what_may_come(
    desk: Desk, world: World, file: Reply, error: type[Exception]
) -> None:
    with pytest.raises(error):
        fetched(desk, world, reply(200, {"url": PLACE}), file)


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (reply(400, {"error": {"code": 100, "error_subcode": 33}}), DeliveryFailed),
        (reply(401, {"error": {"code": 190}}), DeliveryFailed),
        (reply(400, {"error": {"code": 100}}), DeliveryFailed),
        (reply(429, {"error": {"code": 80007}}), Unavailable),
        (reply(400, {"error": {"code": 1}}), Unavailable),
        (reply(500, {"error": {"code": 131000}}), Unavailable),
    ],
)
def test_a_file_that_is_not_given_is_no_fault_of_the_inbox(
    desk: Desk, world: World, answer: Reply, error: type[Exception]
) -> None:
    inbox = connect(desk, Kind.whatsapp)
    world.http.on("GET", "https://graph.facebook.com/*", answer)
    with pytest.raises(error):
        fetch(desk, inbox.id, MEDIA)

    assert again(desk, inbox).fault == ""


def test_a_file_that_is_given_does_not_say_that_messages_leave(desk: Desk, world: World) -> None:
    inbox = connect(desk, Kind.whatsapp)
    faults.broken(desk, inbox, "Unpaid.")
    world.http.on("GET", "https://graph.facebook.com/*", reply(200, {"url": PLACE}))
    world.http.on("GET", "https://lookaside.fbsbx.com/*", FILE)
    fetch(desk, inbox.id, MEDIA)

    assert again(desk, inbox).fault == "Unpaid."

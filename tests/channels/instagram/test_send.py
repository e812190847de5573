"""What leaves by Instagram, and when Instagram is told that a person answers."""

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.channels.instagram.send import contents, fetch, name_of
from chalicelib.channels.model import File, Kind, Media
from chalicelib.channels.registry import capabilities
from chalicelib.core.desk import Desk, Reply
from chalicelib.core.errors import Invalid, Unavailable
from chalicelib.tickets.rules import speaking
from tests.builders import a_ticket, an_agent
from tests.channels.connected import again, connect
from tests.contract.test_sending import BILL, MUG, an_outgoing
from tests.kit.http_world import NOON, World, reply


def posted(**facts: Any) -> list[dict[str, Any]]:
    return [dict(part) for part in contents(an_outgoing(Kind.instagram, "inb_1", **facts), NOON)]


@pytest.mark.parametrize(
    ("hours", "is_automatic", "tag"),
    [
        (0, False, None),
        (24, False, None),
        (24.01, False, "HUMAN_AGENT"),
        (24 * 6, False, "HUMAN_AGENT"),
        (24 * 6, True, None),
        (1, True, None),
    ],
)
def test_after_a_day_only_a_person_is_announced(
    hours: float, *, is_automatic: bool, tag: str | None
) -> None:
    wrote_at = NOON - timedelta(hours=hours)
    [part] = posted(last_inbound_at=wrote_at, is_automatic=is_automatic)

    assert part.get("tag") == tag
    assert part.get("messaging_type") == ("MESSAGE_TAG" if tag else None)


def test_without_knowing_when_the_customer_wrote_nothing_is_claimed() -> None:
    assert "tag" not in posted(last_inbound_at=None)[0]


def test_files_and_words_are_messages_of_their_own() -> None:
    assert [part["message"] for part in posted(media=(MUG, BILL))] == [
        {"attachment": {"type": "image", "payload": {"url": MUG.url}}},
        {"attachment": {"type": "file", "payload": {"url": BILL.url}}},
        {"text": "It is on its way."},
    ]


@pytest.mark.parametrize(("text", "fits"), [("é" * 500, True), ("é" * 501, False)])
def test_a_text_is_measured_in_bytes(text: str, *, fits: bool) -> None:
    ticket, carries = a_ticket(channel=Kind.instagram), capabilities(Kind.instagram)
    if fits:
        assert speaking.reply(ticket, an_agent(), text, NOON, capabilities=carries).entries
    else:
        with pytest.raises(Invalid):
            speaking.reply(ticket, an_agent(), text, NOON, capabilities=carries)


@pytest.mark.parametrize(
    ("answer", "name"),
    [
        (reply(200, {"name": "Ann\nLee", "username": "ann.lee"}), "Ann Lee"),
        (reply(200, {"name": None, "username": "ann.lee"}), "@ann.lee"),
        (reply(403, {"error": {"code": 230}}), ""),
        (reply(500, text="<html>"), ""),
        (Unavailable("Busy."), ""),
    ],
)
def test_instagram_tells_what_somebody_is_called_or_nothing_is_lost(
    desk: Desk, world: World, answer: Reply | Exception, name: str
) -> None:
    inbox = connect(desk, Kind.instagram)
    world.http.on("GET", "https://graph.instagram.com/v26.0/620?fields=name,username", answer)

    assert name_of(desk, inbox.id, "620") == name
    assert again(desk, inbox).fault == ""


def test_a_file_is_fetched_without_any_secret(desk: Desk, world: World) -> None:
    connect(desk, Kind.instagram)
    file = Reply(status=200, headers={"content-type": "image/png; x=y"}, body=b"png")
    world.http.on("GET", "https://lookaside.fbsbx.com/*", file)
    media = Media(name="image", url="https://lookaside.fbsbx.com/ig_messaging_cdn/?asset_id=1")

    assert fetch(desk, media) == File(name="image.png", content_type="image/png", content=b"png")
    assert world.http.sent[0].headers == {}

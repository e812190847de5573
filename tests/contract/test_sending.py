"""One contract for all channels that call a provider: where, as whom, in which form, and failures.

WhatsApp's requests are checked against a schema in our words of what Meta publishes; of Instagram's
Meta publishes only prose. Mail leaves by SES, whose own client checks what it is given.
"""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from jsonschema import Draft202012Validator

from chalicelib.channels.model import Kind, MediaLink, Outgoing, Template
from chalicelib.channels.registry import CHANNELS
from chalicelib.core.desk import Desk, Reply
from chalicelib.core.errors import DeliveryFailed, Unavailable, Uncertain
from chalicelib.inboxes import storage
from tests.channels.connected import TOKEN, again, connect
from tests.kit.http_world import NOON, World, reply

HOSTS = {Kind.whatsapp: "graph.facebook.com", Kind.instagram: "graph.instagram.com"}
TAKEN = {
    Kind.whatsapp: {"messages": [{"id": "wamid.NEW"}]},
    Kind.instagram: {"recipient_id": "6200000000000001", "message_id": "aWdfNEW"},
}
PEOPLE = {Kind.whatsapp: "+4915155500001", Kind.instagram: "6200000000000001"}
IDS = {Kind.whatsapp: "wamid.NEW", Kind.instagram: "aWdfNEW"}
every_kind = pytest.mark.parametrize("kind", HOSTS, ids=lambda kind: kind.value)
SCHEMAS = {
    kind: Draft202012Validator(
        json.loads((Path(__file__).parent / "schemas" / f"{kind.value}.json").read_text("utf-8"))
    )
    for kind in HOSTS
}
MUG = MediaLink(url="https://files.example/a", content_type="image/png", name="mug.png")
BILL = MediaLink(url="https://files.example/b", content_type="application/pdf", name="bill.pdf")
SONG = MediaLink(url="https://files.example/c", content_type="audio/mpeg", name="song.mp3")
FORMS: dict[str, dict[str, Any]] = {
    "words": {},
    "picture and words": {"media": (MUG,)},
    "picture alone": {"media": (MUG,), "text": ""},
    "sound and words": {"media": (SONG,)},
    "picture and many words": {"media": (MUG,), "text": "w" * 1000},
    "two files": {"media": (MUG, BILL)},
    "late": {"last_inbound_at": NOON - timedelta(days=3)},
}


def an_outgoing(kind: Kind, inbox_id: str, **facts: Any) -> Outgoing:
    """Return an answer to the customer."""
    known: dict[str, Any] = {
        "message_id": "msg_0000000000000000000000000A_2",
        "inbox_id": inbox_id,
        "sender": "+493012345678",
        "sender_name": "Mug Shop",
        "recipient": PEOPLE[kind],
        "text": "It is on its way.",
        "last_inbound_at": NOON - timedelta(hours=1),
    }
    return Outgoing(**{**known, **facts})


def send(desk: Desk, world: World, kind: Kind, *answers: Any, **facts: Any) -> str:
    """Send one over a recording Http."""
    inbox = storage.inboxes_now(desk) or (connect(desk, kind),)
    world.http.on("POST", f"https://{HOSTS[kind]}/*", *(answers or [reply(200, TAKEN[kind])]))
    return CHANNELS[kind].send(desk, an_outgoing(kind, inbox[0].id, **facts))


@every_kind
@pytest.mark.parametrize("form", FORMS)
def test_each_request_goes_where_it_should_as_whom_and_in_the_right_form(
    desk: Desk, world: World, kind: Kind, form: str
) -> None:
    assert send(desk, world, kind, **FORMS[form]) == IDS[kind]

    [inbox] = storage.inboxes_now(desk)
    for sent in world.http.sent:
        place = urlsplit(sent.url)
        assert (place.scheme, place.netloc) == ("https", HOSTS[kind])
        assert place.path == f"/v26.0/{inbox.external_id}/messages"
        assert not place.query
        assert sent.headers["Authorization"] == f"Bearer {TOKEN}"
        assert sent.headers["Content-Type"] == "application/json"
        assert [error.message for error in SCHEMAS[kind].iter_errors(sent.json())] == []


@pytest.mark.parametrize(
    ("kind", "content_type"),
    [
        (kind, content_type)
        for kind in HOSTS
        for files in CHANNELS[kind].capabilities.media["meta"].kinds
        for content_type in files.types
    ],
)
def test_every_kind_of_file_that_agents_may_attach_is_sent_as_one_that_the_provider_knows(
    desk: Desk, world: World, kind: Kind, content_type: str
) -> None:
    link = MediaLink(url="https://files.example/x", content_type=content_type, name="x.y")

    send(desk, world, kind, media=(link,), text="")

    [sent] = world.http.sent
    assert [error.message for error in SCHEMAS[kind].iter_errors(sent.json())] == []
    assert "https://files.example/x" in str(sent.json())


def test_every_channel_that_has_inboxes_is_under_this_contract() -> None:
    assert {channel.kind for channel in CHANNELS.values() if channel.providers} >= set(HOSTS)


SAID = {"error": {"code": 0, "message": "…"}}
FAILURES = [
    (reply(400, {"error": {"code": 131047}}), DeliveryFailed),
    (reply(401, {"error": {"code": 190}}), DeliveryFailed),
    (reply(429, {"error": {"code": 130429}}), Unavailable),
    (reply(500, text="<html>"), Uncertain),
    (reply(200, text="<html>"), Uncertain),
    (reply(200, {}), Uncertain),
    (reply(200, {"messages": "none"}), Uncertain),
    (Unavailable("Nobody listens."), Unavailable),
    (Uncertain("No answer."), Uncertain),
    (DeliveryFailed("A private address.", permanent=True), DeliveryFailed),
]


@every_kind
@pytest.mark.parametrize(("answer", "error"), FAILURES)
def test_what_goes_wrong_is_told_apart_and_asked_once(
    desk: Desk, world: World, kind: Kind, answer: Reply | Exception, error: type[Exception]
) -> None:
    with pytest.raises(error):
        send(desk, world, kind, answer)

    assert len(world.http.sent) == 1


@every_kind
@pytest.mark.parametrize("second", [reply(400, {"error": {"code": 100}}), Unavailable("Busy.")])
def test_a_message_of_which_a_part_has_left_is_never_begun_again(
    desk: Desk, world: World, kind: Kind, second: Reply | Exception
) -> None:
    with pytest.raises(Uncertain, match="Only a part"):
        send(desk, world, kind, reply(200, TAKEN[kind]), second, media=(MUG, BILL))


@every_kind
def test_a_fault_of_the_inbox_is_noted_until_it_works_again(
    desk: Desk, world: World, kind: Kind
) -> None:
    with pytest.raises(DeliveryFailed) as refused:
        send(desk, world, kind, reply(401, {"error": {"code": 190, "message": f"at {TOKEN}"}}))
    [inbox] = storage.inboxes_now(desk)
    assert inbox.fault == refused.value.detail
    assert "expired" in inbox.fault
    assert inbox.faulty_since == NOON

    send(desk, world, kind)
    assert again(desk, inbox).fault == ""


@every_kind
def test_what_concerns_one_message_is_no_fault_of_the_inbox(
    desk: Desk, world: World, kind: Kind
) -> None:
    with pytest.raises(DeliveryFailed):
        send(desk, world, kind, reply(400, {"error": {"code": 131026}}))

    assert [inbox.fault for inbox in storage.inboxes_now(desk)] == [""]


@every_kind
def test_nothing_leaves_from_an_inbox_that_is_not_connected(desk: Desk, kind: Kind) -> None:
    with pytest.raises(DeliveryFailed) as refused:
        CHANNELS[kind].send(desk, an_outgoing(kind, "inb_00000000000000000000000000"))

    assert refused.value.permanent is True


@every_kind
def test_no_account_sends_from_the_inbox_of_another(
    desk_of: Callable[[str], Desk], desk: Desk, world: World, kind: Kind
) -> None:
    inbox = connect(desk, kind)
    other = replace(desk_of(desk.account_id), account_id="acc_00000000000000000000000ZZZ")

    with pytest.raises(DeliveryFailed):
        CHANNELS[kind].send(other, an_outgoing(kind, inbox.id))
    assert world.http.sent == []


TEMPLATE = Template(name="order_follow_up", language="en_US", variables=("Mira", "#12"))


@pytest.mark.parametrize("template", [TEMPLATE, replace(TEMPLATE, variables=())])
def test_a_template_is_sent_instead_of_the_words(
    desk: Desk, world: World, template: Template
) -> None:
    send(desk, world, Kind.whatsapp, template=template)

    [sent] = world.http.sent
    assert not list(SCHEMAS[Kind.whatsapp].iter_errors(sent.json()))
    assert sent.json()["template"]["name"] == "order_follow_up"
    assert "text" not in sent.json()

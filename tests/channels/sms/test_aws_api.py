"""Texts leave by the merchant's own account at AWS, and SNS is asked for its certificate alone."""

import json
from typing import Any

import pytest

from chalicelib.channels.model import File, Media, Outgoing
from chalicelib.channels.sms import CHANNEL, aws_api, sns
from chalicelib.channels.sms.aws import HOOK
from chalicelib.core.desk import Desk
from chalicelib.core.errors import DeliveryFailed, OptedOut, Unavailable, Uncertain
from chalicelib.inboxes import connect, storage
from chalicelib.inboxes.model import Edit, Inbox
from tests.channels.sms import texts
from tests.channels.sms.texts import CERTIFICATE, TOPIC
from tests.inboxes.numbers import AWS, connected
from tests.kit.http_world import World, reply

KNOWN = {"topic_arn": TOPIC}


@pytest.fixture
def inbox(desk: Desk, world: World) -> Inbox:
    return connected(desk, world, provider="aws")


@pytest.fixture(autouse=True)
def _forget() -> None:
    aws_api._certificates.forget("")


def a_text(inbox: Inbox, **facts: Any) -> Outgoing:
    known: dict[str, Any] = {
        "message_id": "msg_1",
        "inbox_id": inbox.id,
        "sender": inbox.address,
        "sender_name": "",
        "recipient": "+447700900199",
        "text": "Hello",
    }
    return Outgoing(**{**known, **facts})


def test_a_text_leaves_from_the_number(desk: Desk, world: World, inbox: Inbox) -> None:
    settings = {"configuration_set": "texts"}
    connect.edit(desk, inbox.id, Edit(settings=settings))
    world.http.on("POST", AWS, reply(200, {"MessageId": "out-1"}))

    assert CHANNEL.send(desk.for_operation("op_send"), a_text(inbox)) == "out-1"

    sent = world.http.sent[-1]
    assert sent.json() == {
        "DestinationPhoneNumber": "+447700900199",
        "OriginationIdentity": inbox.address,
        "MessageBody": "Hello",
        "MessageType": "TRANSACTIONAL",
        "Context": {"message": "msg_1"},
        "ConfigurationSetName": "texts",
    }
    assert sent.headers["x-amz-target"] == "PinpointSMSVoiceV2.SendTextMessage"
    assert (
        "Credential=AKIA00000000/20260304/eu-central-1/sms-voice" in sent.headers["authorization"]
    )
    assert "s" * 40 not in repr(sent)


BUCKET = "https://texts-media.s3.eu-central-1.amazonaws.com/deskhand/msg_1-0.png"
MUG = File(name="mug.png", content_type="image/png", content=b"a mug")


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (reply(403, text="<Error/>"), DeliveryFailed),
        (reply(404, text="<Error/>"), DeliveryFailed),
        (reply(503, text="<Error/>"), Unavailable),
        (reply(429, text="<Error/>"), Unavailable),
        (Uncertain("No answer."), Unavailable),
        (Unavailable("Nobody listens."), Unavailable),
    ],
)
def test_nothing_leaves_while_the_bucket_has_not_the_picture(
    desk: Desk, world: World, inbox: Inbox, answer: Any, error: type[Exception]
) -> None:
    connect.edit(desk, inbox.id, Edit(settings={"media_bucket": "texts-media"}))
    world.http.on("PUT", BUCKET, answer)

    with pytest.raises(error):
        CHANNEL.send(desk.for_operation("op_send"), a_text(inbox, files=(MUG,)))

    assert [sent.method for sent in world.http.sent[-1:]] == ["PUT"]
    assert storage.find_now(desk, inbox.id).fault == ""


def test_no_picture_leaves_without_a_bucket(desk: Desk, world: World, inbox: Inbox) -> None:
    before = len(world.http.sent)

    with pytest.raises(DeliveryFailed, match="bucket"):
        CHANNEL.send(desk, a_text(inbox, files=(MUG,)))

    assert len(world.http.sent) == before


@pytest.mark.parametrize(
    ("kind", "reason", "status", "error", "detail", "is_faulty"),
    [
        ("AccessDeniedException", "", 400, DeliveryFailed, "does not let", True),
        ("UnrecognizedClientException", "", 400, DeliveryFailed, "does not know", True),
        ("ResourceNotFoundException", "", 400, DeliveryFailed, "does not belong", True),
        ("ServiceQuotaExceededException", "", 402, DeliveryFailed, "spending", True),
        ("", "", 403, DeliveryFailed, "does not let", True),
        ("ConflictException", "DESTINATION_PHONE_NUMBER_OPTED_OUT", 400, OptedOut,
         "opted_out: ", False),
        ("ValidationException", "INVALID_PARAMETER", 400, DeliveryFailed, "INVALID_PAR", False),
        ("ThrottlingException", "", 400, Unavailable, "busy", False),
        ("", "", 429, Unavailable, "busy", False),
        ("", "", 503, Uncertain, "stumbled", False),
        ("InternalServerException", "", 500, Uncertain, "stumbled", False),
    ],
)  # fmt: skip
def test_what_aws_refuses_is_told(
    desk: Desk, world: World, inbox: Inbox, kind: str, reason: str, status: int,
    error: type[Exception], detail: str, is_faulty: bool,  # noqa: FBT001 - a column
) -> None:  # fmt: skip
    world.http.on("POST", AWS, reply(status, {"__type": f"com.x#{kind}", "Reason": reason}))

    with pytest.raises(error) as failed:
        CHANNEL.send(desk, a_text(inbox))

    assert detail in str(failed.value)
    assert bool(storage.find(desk, inbox.id).fault) is is_faulty


@pytest.mark.parametrize("answer", [reply(200, {}), reply(200, []), reply(200, text="<html>")])
def test_an_answer_that_nobody_understands_may_have_sent(
    desk: Desk, world: World, inbox: Inbox, answer: Any
) -> None:
    world.http.on("POST", AWS, answer)

    with pytest.raises(Uncertain):
        CHANNEL.send(desk, a_text(inbox))


def test_the_certificate_is_fetched_once_a_day(desk: Desk, world: World) -> None:
    world.http.on("GET", CERTIFICATE, reply(200, text=texts.certificate()))

    for _ in range(3):
        found = aws_api.certificate(desk, texts.sns(), KNOWN)
        assert HOOK.verify(texts.sns(), {**KNOWN, **found}, desk.now())

    assert len(world.http.sent) == 1


def test_nobody_else_makes_us_ask_for_certificates(desk: Desk, world: World) -> None:
    other = {"topic_arn": TOPIC.replace("texts", "other")}
    evil = texts.sns(SigningCertURL="https://evil.example/SimpleNotificationService-a.pem")

    assert aws_api.certificate(desk, texts.sns(), other) == {}
    assert aws_api.certificate(desk, evil, KNOWN) == {}
    assert world.http.sent == []


def test_a_certificate_that_cannot_be_had_is_asked_for_again(desk: Desk, world: World) -> None:
    world.http.on("GET", CERTIFICATE, reply(500), reply(200, text=texts.certificate()))

    with pytest.raises(Unavailable):
        aws_api.certificate(desk, texts.sns(), KNOWN)
    assert sns.CERTIFICATE in aws_api.certificate(desk, texts.sns(), KNOWN)


def test_a_topic_is_confirmed_where_it_asks(desk: Desk, world: World) -> None:
    url = json.loads(texts.confirmation().body)["SubscribeURL"]
    world.http.on("GET", url, reply(200, text="<ok/>"), reply(500))

    aws_api.confirm(desk, texts.confirmation(), KNOWN)
    aws_api.confirm(desk, texts.sns(), KNOWN)
    assert [sent.url for sent in world.http.sent] == [url]

    with pytest.raises(Unavailable):
        aws_api.confirm(desk, texts.confirmation(), KNOWN)


def test_aws_holds_no_pictures(desk: Desk, inbox: Inbox) -> None:
    assert CHANNEL.fetch
    with pytest.raises(DeliveryFailed):
        CHANNEL.fetch(desk, inbox.id, Media(url="https://x"))

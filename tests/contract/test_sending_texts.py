"""Texts as we send them, held against what the providers themselves publish: their own clients.

Twilio's library sends the same text over a recording client; AWS's service model, which travels
with botocore, judges what we ask.
"""

import base64
import re
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import parse_qs

import pytest
from botocore.loaders import Loader
from botocore.model import ServiceModel
from botocore.validate import ParamValidator
from twilio.http import HttpClient
from twilio.http.response import Response
from twilio.rest import Client

from chalicelib.channels.model import File, MediaLink, Outgoing
from chalicelib.channels.sms import CHANNEL
from chalicelib.core.desk import Desk
from chalicelib.inboxes import connect
from chalicelib.inboxes.model import Edit, Inbox
from tests.inboxes.numbers import AWS, SID, TOKEN, connected
from tests.kit.http_world import World, reply

MESSAGES = f"https://api.twilio.com/2010-04-01/Accounts/{SID}/Messages.json"
BACK = "https://desk.example/hooks/twilio?message=msg_1"
PICTURES = tuple(f"https://f.example/{name}?a=1&b=2" for name in ("a", "b"))
WORDS = ["It comes tomorrow 🌿 & more", "Zoë +1 =\n", "w" * 1600]
SERVICE = ServiceModel(Loader().load_service_model("pinpoint-sms-voice-v2", "service-2"))


@dataclass
class Recording(HttpClient):
    """What Twilio's own library would have sent."""

    calls: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])

    def request(self, method: str, url: str, *_: Any, **facts: Any) -> Response:
        """Keep it; the text is taken."""
        self.calls.append({"method": method, "url": url, **facts})
        return Response(201, '{"sid": "SM1"}')


def an_outgoing(inbox: Inbox, text: str, media: tuple[str, ...] = ()) -> Outgoing:
    return Outgoing(
        message_id="msg_1",
        inbox_id=inbox.id,
        sender=inbox.address,
        sender_name="",
        recipient="+447700900199",
        text=text,
        media=tuple(MediaLink(url=url, content_type="image/png", name="x") for url in media),
    )


def by_twilios_own(inbox: Inbox, text: str, media: tuple[str, ...]) -> dict[str, Any]:
    """Return the request of Twilio's library for the same text."""
    client = Client(SID, TOKEN, http_client=(recording := Recording()))
    client.messages.create(
        to="+447700900199", from_=inbox.address, body=text, status_callback=BACK,
        **({"media_url": list(media)} if media else {}),
    )  # fmt: skip
    [call] = recording.calls
    return call


def listed(form: dict[str, Any]) -> dict[str, list[str]]:
    return {name: value if isinstance(value, list) else [value] for name, value in form.items()}


def fits(shape: Any, value: Any) -> bool:
    """Tell what botocore leaves to the service: how long words may be, and what they look like."""
    known = shape.metadata
    if isinstance(value, list):
        return len(value) <= known["max"] and all(fits(shape.member, one) for one in value)
    if not isinstance(value, str):
        return True
    is_short = len(value) <= known.get("max", len(value))
    return is_short and bool(re.search(known.get("pattern", ""), value))


@pytest.mark.parametrize("media", [(), PICTURES], ids=["words", "pictures"])
@pytest.mark.parametrize("text", WORDS, ids=["plain", "odd", "long"])
def test_twilio_is_asked_as_its_own_library_asks(
    desk: Desk, world: World, text: str, media: tuple[str, ...]
) -> None:
    inbox = connected(desk, world)
    world.http.on("POST", MESSAGES, reply(201, {"sid": "SM1"}))
    theirs = by_twilios_own(inbox, text, media)

    CHANNEL.send(desk, an_outgoing(inbox, text, media))

    ours = world.http.sent[-1]
    assert (ours.method, ours.url) == (theirs["method"], theirs["url"])
    assert parse_qs((ours.body or b"").decode(), strict_parsing=True) == listed(theirs["data"])
    assert ours.headers["Content-Type"] == theirs["headers"]["Content-Type"]
    pair = base64.b64encode(":".join(theirs["auth"]).encode()).decode()
    assert ours.headers["Authorization"] == f"Basic {pair}"


BUCKET = "https://texts-media.s3.eu-central-1.amazonaws.com/deskhand/msg_1-0.png"
MUG = File(name="mug.png", content_type="image/png", content=b"a mug")


@pytest.mark.parametrize("text", ["", *WORDS], ids=["none", "plain", "odd", "long"])
def test_aws_is_asked_for_a_picture_as_its_own_model_says(
    desk: Desk, world: World, text: str
) -> None:
    inbox = connected(desk, world, provider="aws")
    connect.edit(desk, inbox.id, Edit(settings={"media_bucket": "texts-media"}))
    world.http.on("PUT", BUCKET, reply(200, text=""))
    world.http.on("POST", AWS, reply(200, {"MessageId": "out-1"}))

    CHANNEL.send(desk, replace(an_outgoing(inbox, text), files=(MUG,)))

    put, sent = world.http.sent[-2:]
    assert put.body == b"a mug"
    assert "/s3/aws4_request" in put.headers["authorization"]
    assert sent.headers["x-amz-target"].endswith(".SendMediaMessage")
    assert faults_of("SendMediaMessage", sent.json()) == ""
    assert sent.json()["MediaUrls"] == ["s3://texts-media/deskhand/msg_1-0.png"]
    assert sent.json().get("MessageBody", "") == text


def faults_of(operation: str, asked: dict[str, Any]) -> str:
    """Return what AWS's own model finds wrong with a request."""
    shape: Any = SERVICE.operation_model(operation).input_shape
    odd = [n for n, v in asked.items() if n not in shape.members or not fits(shape.members[n], v)]
    return ParamValidator().validate(asked, shape).generate_report() + ", ".join(odd)


@pytest.mark.parametrize("settings", [{}, {"configuration_set": "texts"}], ids=["plain", "set"])
@pytest.mark.parametrize("text", WORDS, ids=["plain", "odd", "long"])
def test_aws_is_asked_as_its_own_model_says(
    desk: Desk, world: World, text: str, settings: dict[str, str]
) -> None:
    inbox = connected(desk, world, provider="aws")
    connect.edit(desk, inbox.id, Edit(settings=settings))
    world.http.on("POST", AWS, reply(200, {"MessageId": "out-1"}))
    operation = SERVICE.operation_model("SendTextMessage")

    CHANNEL.send(desk, an_outgoing(inbox, text))

    sent, told = world.http.sent[-1], SERVICE.metadata
    shape: Any = operation.input_shape
    assert faults_of("SendTextMessage", sent.json()) == ""
    assert sent.json()["MessageType"] in shape.members["MessageType"].enum
    assert sent.headers["x-amz-target"] == f"{told['targetPrefix']}.{operation.name}"
    assert sent.headers["content-type"] == f"application/x-amz-json-{told['jsonVersion']}"
    assert f"/{told['signingName']}/aws4_request" in sent.headers["authorization"]
    assert sent.url == f"https://{told['endpointPrefix']}.eu-central-1.amazonaws.com/"

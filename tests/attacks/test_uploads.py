"""A-30: a form is good for one file in one place, and what was sent stays what it was (A-44, A-53).

The door is S3's as `dev` keeps it: it reads the policy that S3 would read.
"""

import base64
import json
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.faults.shop import Shop, found
from tests.kit.forms import posted
from tests.messaging.conftest import cloud, images, shop, table
from tests.messaging.uploading import (
    PNG,
    at_the_door,
    attach,
    content_of,
    put,
    upload,
    vanish,
    wanted,
)

__all__ = ["cloud", "images", "shop", "table"]
OTHER = b"!" * len(PNG)


@pytest.fixture
def started(shop: Shop) -> dict[str, Any]:
    """Return an upload that nobody made yet."""
    shop.receive()
    return shop.done("POST", "/v1/uploads", wanted())


def code(answered: Any) -> str:
    """Return what S3 says in its XML."""
    return answered.body.decode().partition("<Code>")[2].partition("</Code>")[0]


def policy(started: dict[str, Any]) -> dict[str, Any]:
    return json.loads(base64.b64decode(started["fields"]["policy"]))


def test_the_form_pins_everything(shop: Shop, started: dict[str, Any]) -> None:
    conditions = policy(started)["conditions"]
    exact = {name: text for c in conditions if isinstance(c, dict) for name, text in c.items()}

    assert exact["key"] == f"uploads/{shop.account.id}/{started['id']}"
    assert len(started["id"].removeprefix("upl_")) * 4 >= 128
    assert exact["Content-Type"] == "image/png"
    assert exact["bucket"] in urlsplit(started["url"]).netloc
    assert [c for c in conditions if not isinstance(c, dict)] == [
        ["content-length-range", len(PNG), len(PNG)]
    ]


@pytest.mark.parametrize(
    ("content", "fields", "refused"),
    [
        (PNG, {}, ""),
        (PNG + b"!", {}, "EntityTooLarge"),
        (PNG[:-1], {}, "EntityTooSmall"),
        (b"", {}, "EntityTooSmall"),
        (PNG, {"Content-Type": "text/html"}, "AccessDenied"),
        (PNG, {"key": "uploads/acc_00000000000000000000000000/upl_1"}, "AccessDenied"),
        (PNG, {"x-amz-meta-name": "other.exe"}, "AccessDenied"),
        (PNG, {"acl": "public-read"}, "AccessDenied"),
        (PNG, {"x-amz-signature": "0" * 64}, "SignatureDoesNotMatch"),
        (PNG, {"policy": base64.b64encode(b"{}").decode()}, "SignatureDoesNotMatch"),
        (PNG, {"policy": ""}, "SignatureDoesNotMatch"),
    ],
)
def test_the_door_takes_that_file_alone(
    shop: Shop, started: dict[str, Any], content: bytes, fields: dict[str, str], refused: str
) -> None:
    vanish(shop, started["id"])
    answered = put(shop, started, content, **fields)

    assert code(answered) == refused
    assert (attach(shop, started["id"]).status == 201) == (not refused)


def test_a_form_is_good_for_minutes(shop: Shop, started: dict[str, Any]) -> None:
    until = policy(started)["expiration"]
    told = started["expires_at"]

    assert told == (shop.cloud.world.now + timedelta(minutes=15)).isoformat(
        timespec="milliseconds"
    ).replace("+00:00", "Z")
    assert until.endswith("Z")


def test_a_post_without_a_file_is_nothing(shop: Shop, started: dict[str, Any]) -> None:
    kind, body = posted(started["fields"], PNG)
    cut = body[: body.index(b'name="file"') - 60]

    assert code(at_the_door(shop, kind, cut)) == "InvalidArgument"


def test_what_was_sent_stays_when_the_form_is_used_again(
    shop: Shop, started: dict[str, Any]
) -> None:
    put(shop, started)
    sent = attach(shop, started["id"]).json

    assert put(shop, started, OTHER).status == 204

    assert content_of(shop, sent) == PNG


def test_what_was_never_uploaded_cannot_be_sent(shop: Shop, started: dict[str, Any]) -> None:
    vanish(shop, started["id"])
    refused = attach(shop, started["id"])

    assert (refused.status, refused.json["code"]) == (422, "unknown_upload")
    assert refused.json["errors"][0]["pointer"] == "/attachment_ids/0"


@pytest.mark.parametrize("verb", ["replies", "notes"])
def test_another_accounts_upload_is_not_there(
    shop: Shop, started: dict[str, Any], verb: str
) -> None:
    rival = found(shop.cloud, "Rival")
    theirs = upload(rival)
    refused = attach(shop, theirs, verb=verb)
    nobodys = attach(shop, "upl_" + "0" * 32, verb=verb)

    told = ("status", "code", "detail", "errors")
    assert [refused.json[name] for name in told] == [nobodys.json[name] for name in told]
    assert refused.json["code"] == "unknown_upload"


@pytest.mark.parametrize(
    "upload_id",
    ["", "upl_", "upl_../../x", "../acc_1/files/att_1", "upl_" + "A" * 32, "upl_" + "0" * 31 + "/"],
)
def test_no_id_leads_out_of_the_uploads(
    shop: Shop, started: dict[str, Any], upload_id: str
) -> None:
    assert attach(shop, upload_id).json["code"] == "unknown_upload"


def test_nothing_that_is_sent_is_ever_rendered(shop: Shop, started: dict[str, Any]) -> None:
    page = upload(shop, b"<script>", name="a.html", content_type="text/html")
    sent = attach(shop, page).json
    path = f"/v1/messages/{sent['id']}/attachments/{sent['attachments'][0]['id']}"

    query = parse_qs(urlsplit(shop.done("GET", path)["url"]).query)
    assert query["response-content-type"] == ["application/octet-stream"]
    assert query["response-content-disposition"][0].startswith("attachment;")
    assert int(query["X-Amz-Expires"][0]) <= 300


def test_visitors_reach_the_files_of_their_own_chat_alone(shop: Shop) -> None:
    shop.receive()
    mailed = attach(shop, upload(shop)).json
    shop.chat()
    shop.say()
    chatted = attach(shop, upload(shop)).json
    noted = attach(shop, upload(shop), verb="notes").json
    own = shop.visitor

    assert _fetched(shop, chatted) == 200
    assert {_fetched(shop, mailed), _fetched(shop, noted)} == {404}
    shop.chat("eve@mail.example")
    shop.say()
    assert shop.visitor != own
    assert _fetched(shop, chatted) == 404


def _fetched(shop: Shop, entry: dict[str, Any]) -> int:
    path = f"/v1/chat/messages/{entry['id']}/attachments/{entry['attachments'][0]['id']}"
    return shop.ask("GET", path, by="visitor").status

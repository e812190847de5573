"""Files that visitors send: their own, of some kinds, to their own chat alone."""

from typing import Any

import pytest

from chalicelib.core.errors import NotFound
from chalicelib.messaging import chat_routes
from dev.aws.gate import gate
from tests.faults.shop import Answer, Shop
from tests.messaging.mails import thread, tickets
from tests.messaging.uploading import PNG, attach, bring, content_of, upload, wanted

UPLOADS, MESSAGES = "/v1/chat/uploads", "/v1/chat/messages"


@pytest.fixture
def open_chat(shop: Shop) -> Shop:
    """Return a shop whose visitor has said something."""
    shop.chat()
    shop.say()
    return shop


def send(shop: Shop, *ids: str, text: str = "", **headers: str) -> Answer:
    body = {"text": text, "attachment_ids": list(ids)}
    return shop.ask("POST", MESSAGES, body, by="visitor", **headers)


def begin(shop: Shop, by: str = "visitor", **facts: Any) -> Answer:
    return shop.ask("POST", UPLOADS, wanted(**facts), by=by)


def test_both_sides_see_what_a_visitor_sent(open_chat: Shop) -> None:
    sent = send(open_chat, bring(open_chat, name="Größe.png"), text="Broken").json

    [file] = sent["attachments"]
    assert (file["name"], file["size"]) == ("Größe.png", len(PNG))
    assert thread(open_chat)[-1]["attachments"] == [file]
    assert content_of(open_chat, sent) == PNG
    path = f"{MESSAGES}/{sent['id']}/attachments/{file['id']}"
    assert open_chat.done("GET", path, by="visitor")["url"]
    assert open_chat.done("GET", path.replace("chat/", ""))["url"]


def test_a_first_message_may_be_a_file_alone(shop: Shop) -> None:
    shop.chat()

    assert send(shop).json["code"] == "empty_text"
    assert send(shop, bring(shop)).status == 201
    [ticket] = tickets(shop)
    assert shop.done("GET", f"/v1/tickets/{ticket}")["preview"] == "mug.png"


def test_the_same_message_again_is_one_message(open_chat: Shop) -> None:
    upload_id = bring(open_chat)
    one, two = (send(open_chat, upload_id, idempotency_key="again") for _ in range(2))

    assert (one.is_replay, two.is_replay) == (False, True)
    assert one.json == two.json
    assert len(thread(open_chat)) == 2


def test_without_a_visitors_session_nothing_is_begun(open_chat: Shop) -> None:
    assert [begin(open_chat, by=who).status for who in ("nobody", "alice")] == [401, 401]


def test_what_another_visitor_uploaded_is_not_there(open_chat: Shop) -> None:
    theirs, teams = bring(open_chat), upload(open_chat)
    open_chat.chat("eve@mail.example")
    told = [send(open_chat, other).json for other in (theirs, teams, "upl_" + "0" * 32)]

    for each in told:
        del each["request_id"]
    assert told[0] == told[1] == told[2]
    assert told[0]["code"] == "unknown_upload"
    assert attach(open_chat, theirs).json["code"] == "unknown_upload"
    assert open_chat.ask("GET", f"/v1/uploads/{theirs}").status == 404


@pytest.mark.parametrize(
    ("facts", "pointer", "code"),
    [
        ({"content_type": "application/zip"}, "/content_type", "media_not_supported"),
        ({"content_type": "text/html"}, "/content_type", "media_not_supported"),
        ({"content_type": "image/svg+xml"}, "/content_type", "media_not_supported"),
        ({"size": 10_000_001}, "/size", "too_large"),
        ({"size": 0}, "/size", "empty_file"),
        ({"name": "mug.exe"}, "/name", "program_refused"),
    ],
)
def test_a_file_that_nobody_wants_is_not_begun(
    open_chat: Shop, facts: dict[str, Any], pointer: str, code: str
) -> None:
    refused = begin(open_chat, content=b"", **{"size": 1, **facts})

    assert refused.status == 422
    assert [(f["pointer"], f["code"]) for f in refused.json["errors"]] == [(pointer, code)]


def test_a_message_brings_five_files_at_most(open_chat: Shop) -> None:
    ids = [bring(open_chat) for _ in range(6)]

    assert send(open_chat, *ids).json["code"] == "too_many_files"
    assert send(open_chat, *ids[:5]).status == 201


def test_who_uploads_too_much_is_slowed_down(
    open_chat: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chat_routes, "UPLOADS", 2)
    first = [begin(open_chat).status for _ in range(3)]
    open_chat.chat("eve@mail.example")
    monkeypatch.setattr(chat_routes, "UPLOADS_FROM", 3)
    others = [begin(open_chat).status for _ in range(2)]

    assert (first, others) == ([201, 201, 429], [201, 429])


def test_what_a_blocked_visitor_sends_is_not_kept(open_chat: Shop) -> None:
    open_chat.chat("eve@mail.example")
    upload_id = bring(open_chat)
    block = {"kind": "email", "value": "eve@mail.example"}
    open_chat.done("POST", "/v1/blocks", block)

    with gate.recorded() as calls:
        assert send(open_chat, upload_id).json["code"] == "blocked"
    assert [call.name for call in calls if call.name == "s3.CopyObject"] == []


def test_what_was_uploaded_lies_where_the_bucket_forgets_it(open_chat: Shop) -> None:
    started = begin(open_chat).json

    assert started["fields"]["key"].startswith(f"uploads/{open_chat.account.id}/chat_")
    with pytest.raises(NotFound):
        open_chat.desk().files.look(f"uploads/{open_chat.account.id}/{started['id']}")

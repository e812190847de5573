"""Whose a WhatsApp number and an Instagram account are, says Meta; and whose the secrets are."""

import hmac
from typing import Any

import pytest

from chalicelib.channels.model import Kind
from chalicelib.core.desk import Desk, Reply
from chalicelib.core.errors import Invalid, Unavailable
from chalicelib.inboxes.model import Inbox
from chalicelib.inboxes.proof import prove
from tests.kit.http_world import World, reply

SECRETS = {"access_token": "EAAB-token", "app_secret": "5f1c0b7e8d"}
FACEBOOK = "https://graph.facebook.com/v26.0/410000000000001?*"
INSTAGRAM = "https://graph.instagram.com/v26.0/me?*"


def an_inbox(desk: Desk, kind: Kind) -> Inbox:
    is_number = kind is Kind.whatsapp
    return Inbox(
        id="inb_1",
        channel=kind.value,
        provider="meta",
        address="+493012345678" if is_number else "17841400000000001",
        external_id="410000000000001",
        settings={"phone_number_id": "410000000000001", "waba_id": "77"} if is_number else {},
        created_at=desk.now(),
    )


def asked(desk: Desk, world: World, kind: Kind, answer: Reply) -> None:
    world.http.on("GET", FACEBOOK if kind is Kind.whatsapp else INSTAGRAM, answer)
    prove(desk, an_inbox(desk, kind), SECRETS)


@pytest.mark.parametrize(
    ("kind", "answer"),
    [
        (Kind.whatsapp, {"display_phone_number": "+49 30 12345678", "id": "410000000000001"}),
        (Kind.instagram, {"user_id": "17841400000000001", "username": "mugs"}),
        (Kind.instagram, {"data": [{"user_id": "17841400000000001", "username": "mugs"}]}),
    ],
)
def test_who_owns_it_connects_it(desk: Desk, world: World, kind: Kind, answer: Any) -> None:
    asked(desk, world, kind, reply(200, answer))

    assert world.http.sent[0].headers["Authorization"] == "Bearer EAAB-token"


def test_the_secret_is_proved_with_the_token(desk: Desk, world: World) -> None:
    asked(desk, world, Kind.whatsapp, reply(200, {"display_phone_number": "+493012345678"}))

    proof = hmac.new(b"5f1c0b7e8d", b"EAAB-token", "sha256").hexdigest()
    assert world.http.sent[0].url.endswith(f"&appsecret_proof={proof}")


@pytest.mark.parametrize("kind", [Kind.whatsapp, Kind.instagram])
@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (reply(400, {"error": {"code": 190}}), "credentials_refused"),
        (reply(400, {"error": {"code": 100}}), "credentials_refused"),
        (reply(401, {"error": {"code": 190}}), "credentials_refused"),
        (reply(200, {"display_phone_number": "+49 30 999", "user_id": "1"}), "_not_found"),
        (reply(200, {}), "_not_found"),
    ],
)
def test_who_does_not_own_it_is_refused(
    desk: Desk, world: World, kind: Kind, answer: Reply, code: str
) -> None:
    with pytest.raises(Invalid) as refused:
        asked(desk, world, kind, answer)

    assert refused.value.code.endswith(code)


@pytest.mark.parametrize("answer", [reply(500, text="<html>"), reply(200, text="<html>")])
def test_without_a_clear_answer_nothing_is_connected(
    desk: Desk, world: World, answer: Reply
) -> None:
    with pytest.raises(Unavailable):
        asked(desk, world, Kind.whatsapp, answer)

"""The key of a test shop: whoever has it, or makes one up, gets a test chat at most."""

from typing import Any
from urllib.parse import urlsplit

import pytest

from chalicelib.accounts.model import Role
from chalicelib.accounts.settings import change
from tests.accounts.shop import Shop
from tests.edge import Edge
from tests.kit.http_world import World

SESSIONS, LINK = "/v1/chat/sessions", "/v1/setup/sandbox"


def key_of(whole: Edge, shop: Shop) -> str:
    bearer = f"Bearer {shop.key(shop.owner)}"
    status, opened, _ = whole.call("POST", LINK, Authorization=bearer)
    assert status == 200
    return urlsplit(opened["url"]).query.removeprefix("key=")


def enter(whole: Edge, key: str, **headers: str) -> tuple[int, Any]:
    return whole.call("POST", SESSIONS, {"public_key": key}, **headers)[:2]


def other_digit(text: str, place: int) -> str:
    at = place % len(text)
    return f"{text[:at]}{'1' if text[at] == '0' else '0'}{text[at + 1 :]}"


@pytest.mark.parametrize("forge", ["signature", "later", "other account", "unsigned"])
def test_a_forged_key_opens_nothing(whole: Edge, shop: Shop, other_shop: Shop, forge: str) -> None:
    key = key_of(whole, shop)
    head, kind, until, signature = key.rsplit("_", 3)
    other = other_shop.account.public_key.rsplit("_", 1)[0]
    forged = {
        "signature": other_digit(key, -1),
        "later": f"{head}_{kind}_{int(until) + 3600}_{signature}",
        "other account": f"{other}_{kind}_{until}_{signature}",
        "unsigned": f"{head}_{kind}_{until}_{'0' * 40}",
    }[forge]

    assert enter(whole, key)[0] == 201
    assert enter(whole, forged)[0] == 404
    assert whole.call("GET", f"/widget/{forged}")[0] == 404


def test_an_old_key_opens_nothing(whole: Edge, shop: Shop, world: World) -> None:
    key = key_of(whole, shop)
    world.pass_time(minutes=30)

    assert enter(whole, key)[0] == 404


def test_a_key_is_no_token_of_anybody(whole: Edge, shop: Shop) -> None:
    key = key_of(whole, shop)

    for method, path in (("GET", "/v1/me"), ("GET", "/v1/tickets"), ("GET", "/v1/chat/messages")):
        assert whole.call(method, path, Authorization=f"Bearer {key}")[0] == 401


def test_what_the_key_opens_is_a_test_whoever_they_say_they_are(whole: Edge, shop: Shop) -> None:
    change.patch(shop.desk(), {"web_chat": {"enabled": True}})
    body = {"public_key": key_of(whole, shop), "user_id": "7", "email": "ann@home.example"}

    status, session, _ = whole.call("POST", SESSIONS, body)
    bearer = f"Bearer {session['token']}"
    whole.call("POST", "/v1/chat/messages", {"text": "Hello"}, Authorization=bearer)

    found = whole.call("GET", "/v1/tickets", Authorization=f"Bearer {shop.key(shop.owner)}")[1]
    assert (status, session["is_identified"]) == (201, False)
    assert [(t["is_test"], t["customer"]["email"]) for t in found["data"]] == [(True, "")]


@pytest.mark.parametrize("path", ["/sandbox?key={}", "/chat?key={}"])
def test_no_other_site_frames_a_test_shop(whole: Edge, shop: Shop, path: str) -> None:
    change.patch(shop.desk(), {"web_chat": {"allowed_origins": ["https://mugs.example"]}})

    _, _, headers = whole.call("GET", path.format(key_of(whole, shop)))

    policy = headers["Content-Security-Policy"]
    framed_by = policy.rpartition("frame-ancestors ")[2]
    assert framed_by in ("'none'", "'self'")
    assert "script-src 'self';" in policy


def test_no_other_site_shows_or_begins_a_test(whole: Edge, shop: Shop) -> None:
    # Not even one that may show the chat itself.
    change.patch(shop.desk(), {"web_chat": {"allowed_origins": ["https://mugs.example"]}})
    key = key_of(whole, shop)

    status, problem = enter(whole, key, Origin="https://mugs.example")
    shown = whole.call("GET", f"/widget/{key}", Origin="https://mugs.example")[1]

    assert (status, problem["code"]) == (403, "origin_not_allowed")
    assert shown in (b"export default null;\n", "export default null;\n")


@pytest.mark.parametrize("method", ["POST", "DELETE"])
def test_who_may_not_set_up_opens_and_closes_none(whole: Edge, shop: Shop, method: str) -> None:
    bearer = f"Bearer {shop.key(shop.hire(Role.support))}"

    assert whole.call(method, LINK, Authorization=bearer)[0] == 403

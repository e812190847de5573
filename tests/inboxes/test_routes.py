"""Inboxes over HTTP: what goes in as a secret never comes out."""

import json
from functools import partial
from typing import Any

import pytest

from chalicelib.accounts.model import Role
from chalicelib.core.desk import Desk
from chalicelib.inboxes import tokens
from tests.accounts.shop import Shop
from tests.edge import Edge
from tests.inboxes import numbers
from tests.inboxes.numbers import a_number, owns
from tests.kit.http_world import World, reply

INSTAGRAM_ME = "https://graph.instagram.com/*/me*"
AT_INSTAGRAM = {
    "channel": "instagram",
    "provider": "meta",
    "address": "17841400000000977",
    "credentials": {"access_token": "t" * 40, "app_secret": "s" * 32},
}

MEMBERS = {
    "id", "channel", "provider", "address", "name", "settings", "has_credentials", "webhook_url",
    "verify_token", "country", "advice", "fault", "faulty_since", "expires_at", "created_at",
}  # fmt: skip


@pytest.fixture
def ask(whole: Edge, shop: Shop) -> Any:
    """Return a way to ask as a manager."""
    token = shop.session(shop.hire(Role.manager))
    return partial(whole.call, Authorization=f"Bearer {token}")


@pytest.fixture
def body(world: World) -> dict[str, Any]:
    """Return a number to be connected."""
    number = a_number()
    owns(world, number)
    return numbers.wanted(address=number, name="Texts")


def test_a_number_is_connected_and_listed(ask: Any, body: dict[str, Any]) -> None:
    status, inbox, _ = ask("POST", "/v1/inboxes", body)

    assert (status, set(inbox)) == (201, MEMBERS)
    assert (inbox["address"], inbox["name"], inbox["fault"]) == (body["address"], "Texts", None)
    assert inbox["webhook_url"] == "https://desk.example/hooks/twilio"
    assert (inbox["country"], inbox["advice"], inbox["verify_token"]) == ("US", [], None)
    assert ask("GET", "/v1/inboxes")[1] == {"data": [inbox]}
    assert ask("GET", f"/v1/inboxes/{inbox['id']}")[1] == inbox


def test_credentials_never_come_out(ask: Any, body: dict[str, Any], capsys: Any) -> None:
    made = ask("POST", "/v1/inboxes", body)[1]
    path = f"/v1/inboxes/{made['id']}"
    other = {"credentials": {"auth_token": "f" * 32}}

    answers = [made, ask("PATCH", path, other)[1], ask("GET", path)[1], ask("GET", "/v1/inboxes")]

    assert made["has_credentials"] is True
    said = json.dumps(answers) + capsys.readouterr().out
    assert numbers.TOKEN not in said
    assert "f" * 32 not in said


def test_a_number_is_renamed_and_disconnected(ask: Any, body: dict[str, Any]) -> None:
    made = ask("POST", "/v1/inboxes", body)[1]
    path = f"/v1/inboxes/{made['id']}"

    assert ask("PATCH", path, {"name": "More"})[1] == {**made, "name": "More"}
    assert ask("DELETE", path, Idempotency_Key="k")[0] == 204
    assert ask("DELETE", path, Idempotency_Key="k")[0] == 204
    assert (ask("GET", path)[0], ask("GET", "/v1/inboxes")[1]) == (404, {"data": []})


def test_a_request_that_comes_again_is_answered_as_before(ask: Any, body: dict[str, Any]) -> None:
    first = ask("POST", "/v1/inboxes", body, Idempotency_Key="k")
    again = ask("POST", "/v1/inboxes", body, Idempotency_Key="k")

    assert again[:2] == first[:2]
    assert again[2]["Idempotent-Replayed"] == "true"
    assert ask("POST", "/v1/inboxes", body)[1]["code"] == "inbox_taken"


@pytest.mark.acceptance(33)
def test_a_branded_sender_id_is_refused(ask: Any, body: dict[str, Any]) -> None:
    status, problem, _ = ask("POST", "/v1/inboxes", {**body, "address": "FERNMOSS"})

    assert (status, problem["code"]) == (422, "sender_cannot_receive")
    assert problem["errors"][0]["pointer"] == "/address"


@pytest.mark.acceptance(68)
def test_support_sees_inboxes_and_changes_none(
    whole: Edge, shop: Shop, ask: Any, body: dict[str, Any]
) -> None:
    support = partial(whole.call, Authorization=f"Bearer {shop.session(shop.hire())}")
    made = ask("POST", "/v1/inboxes", body)[1]
    path = f"/v1/inboxes/{made['id']}"

    assert support("GET", "/v1/inboxes")[1] == {"data": [made]}
    assert support("GET", path)[1] == made
    assert support("POST", "/v1/inboxes", body)[0] == 403
    assert support("PATCH", path, {"name": "Mine"})[0] == 403
    assert support("DELETE", path)[0] == 403


def test_the_verify_token_is_for_who_may_connect(
    whole: Edge, shop: Shop, world: World, ask: Any
) -> None:
    support = partial(whole.call, Authorization=f"Bearer {shop.session(shop.hire())}")
    world.http.on("GET", INSTAGRAM_ME, reply(200, {"user_id": "17841400000000977"}))
    made = ask("POST", "/v1/inboxes", AT_INSTAGRAM)[1]

    assert made["verify_token"]
    assert support("GET", f"/v1/inboxes/{made['id']}")[1] == {**made, "verify_token": None}


@pytest.mark.parametrize("nothing", [None, ""])
def test_what_the_provider_can_do_without_is_removed(
    ask: Any, world: World, nothing: str | None
) -> None:
    number = a_number()
    owns(world, number)
    known = numbers.at_aws(address=number)
    more = {"media_bucket": "pictures", "configuration_set": "texts"}
    made = ask("POST", "/v1/inboxes", {**known, "settings": {**known["settings"], **more}})[1]
    path = f"/v1/inboxes/{made['id']}"

    change = {"settings": {"media_bucket": nothing}}
    assert ask("PATCH", path, change)[1]["settings"] == {
        **known["settings"], "configuration_set": "texts"
    }  # fmt: skip
    status, problem, _ = ask("PATCH", path, {"settings": {"region": nothing}})
    assert (status, problem["errors"][0]["pointer"]) == (422, "/settings/region")
    assert ask("PATCH", path, {"settings": {"host": nothing}})[0] == 422


def test_aws_gets_a_path_that_names_the_number(ask: Any, world: World) -> None:
    number = a_number()
    owns(world, number)
    made = ask("POST", "/v1/inboxes", numbers.at_aws(address=number))[1]

    assert made["webhook_url"] == f"https://desk.example/hooks/sns?number={number[1:]}"


def test_the_verify_token_names_and_proves_an_account(desk: Desk) -> None:
    token, other = tokens.verify_token(desk), desk.for_account("acc_other")

    assert tokens.is_verify_token(desk, token)
    assert token == tokens.verify_token(desk)
    assert token != tokens.verify_token(other)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda token: "",
        lambda token: token[:-1],
        lambda token: token + "a",
        lambda token: token.replace("acc_0", "acc_1", 1),
        lambda token: token.rpartition(".")[0] + ".",
        lambda token: token.rpartition(".")[0] + "." + "a" * 32,
        lambda token: token.rpartition(".")[0] + "." + "1" * 32,
        lambda token: token.rpartition(".")[0] + "." + "é" * 32,
        lambda token: "\ud800" + token,
    ],
)
def test_other_verify_tokens_are_refused(desk: Desk, spoil: Any) -> None:
    assert not tokens.is_verify_token(desk, spoil(tokens.verify_token(desk)))

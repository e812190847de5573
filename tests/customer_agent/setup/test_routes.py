"""The Customer Agent's settings over HTTP, in the shapes that outsiders rely on."""

from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from chalicelib.accounts import amend, storage
from chalicelib.accounts.model import Plan, Role
from tests.accounts.shop import Shop
from tests.edge import Edge

SETUP = "/v1/customer_agent"
NO_HANDOFF = {"method": "helpdesk", "helpdesk": "own", "message": "", "links": []}
OFF = {"is_on": False, "handoff": NO_HANDOFF}
RULE = {"title": "Press", "trigger": "Somebody of the press asks."}


def handing(**handoff: Any) -> dict[str, Any]:
    return {"channels": {"chat": {"handoff": handoff}}}


def test_untouched_it_is_off_everywhere(manage: Any) -> None:
    status, shown, headers = manage("GET", SETUP)

    names = ("chat", "sms", "whatsapp", "email", "instagram")
    assert (status, headers["ETag"]) == (200, '"0"')
    assert shown == {
        "is_on": False, "name": "", "greeting": "", "avatar_url": None, "tone": "neutral",
        "custom_tone": None, "brain": "knowledge", "channels": dict.fromkeys(names, OFF),
        "rules": [],
    }  # fmt: skip


@pytest.mark.acceptance(124, 125, 137)
def test_what_is_saved_is_kept_and_the_rest_stays(manage: Any, shop: Shop) -> None:
    links = [{"label": "Help", "url": "https://shop.example/help"}]
    chosen = {"method": "none", "message": "Look here.", "links": links}
    manage("PATCH", SETUP, {"is_on": True, "name": " Robin ", "rules": [RULE, RULE]})
    status, shown, headers = manage("PATCH", SETUP, handing(**chosen))
    _, again, _ = manage("GET", SETUP)

    ids = [rule["id"] for rule in shown["rules"]]
    assert (status, headers["ETag"], again) == (200, '"2"', shown)
    assert (shown["is_on"], shown["name"]) == (True, "Robin")
    assert shown["channels"]["chat"]["handoff"] == chosen | {"helpdesk": "own"}
    assert (len(set(ids)), shown["rules"][0]["is_on"]) == (2, True)
    assert storage.helped_channels(shop.desk()) == frozenset()


def test_what_is_on_is_known_to_every_message(manage: Any, shop: Shop) -> None:
    on = {"channels": {"chat": {"is_on": True}, "sms": {"is_on": True}}}
    manage("PATCH", SETUP, {"is_on": True, **on})
    known = storage.helped_channels(shop.desk())
    manage("PATCH", SETUP, {"is_on": False})

    assert known == {"webchat", "sms"}
    assert storage.helped_channels(shop.desk()) == frozenset()


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"tone": "custom"}, "/custom_tone"),
        ({"tone": "rude"}, "/tone"),
        ({"avatar_url": "http://shop.example/a.png"}, "/avatar_url"),
        ({"avatar_url": "javascript:alert(1)"}, "/avatar_url"),
        ({"avatar_url": "https://*.example/a.png"}, "/avatar_url"),
        ({"rules": [RULE] * 21}, "/rules"),
        ({"rules": [RULE | {"id": "mine"}]}, "/rules/0/id"),
        ({"rules": [{"title": " ", "trigger": "x"}]}, "/rules/0"),
        (handing(method="none"), "/channels/chat/handoff/message"),
        (
            handing(links=[{"label": "x", "url": "https://a@evil.example"}]),
            "/channels/chat/handoff/links/0/url",
        ),
        ({"channels": {"fax": {"is_on": True}}}, "/channels/fax"),
        ({"colour": "red"}, "/colour"),
    ],
)
def test_what_makes_no_sense_is_refused_where_it_stands(
    manage: Any, changes: dict[str, Any], pointer: str
) -> None:
    status, problem, _ = manage("PATCH", SETUP, changes)
    _, _, headers = manage("GET", SETUP)

    assert (status, headers["ETag"]) == (422, '"0"')
    assert pointer in [error["pointer"] for error in problem["errors"]]


def instead_of(channel: str, length: int) -> dict[str, Any]:
    """Return a message that has this length with its link."""
    message = "x" * (length - len("\nHelp: https://shop.example/help"))
    link = {"label": "Help", "url": "https://shop.example/help"}
    return {"channels": {channel: {"handoff": {
        "method": "none", "message": message, "links": [link],
    }}}}  # fmt: skip


@pytest.mark.acceptance(136)
@pytest.mark.parametrize(("channel", "most"), [("sms", 1_600), ("instagram", 1_000)])
def test_what_a_channel_cannot_carry_is_refused_where_it_is_chosen(
    manage: Any, channel: str, most: int
) -> None:
    fits, _, _ = manage("PATCH", SETUP, instead_of(channel, most))
    status, problem, _ = manage("PATCH", SETUP, instead_of(channel, most + 1))
    chat, _, _ = manage("PATCH", SETUP, instead_of("chat", most + 1))

    [error] = problem["errors"]
    assert (fits, status, chat) == (200, 422, 200)
    assert error["pointer"] == f"/channels/{channel}/handoff/message"
    assert error["code"] == "too_long"
    assert f"at most {most} " in error["detail"]


@pytest.mark.parametrize("helpdesk", ["zendesk", "gorgias"])
def test_a_helpdesk_is_connected_first(manage: Any, helpdesk: str) -> None:
    status, problem, _ = manage("PATCH", SETUP, handing(helpdesk=helpdesk))

    assert (status, problem["code"]) == (422, "not_connected")
    assert problem["errors"][0]["pointer"] == "/channels/chat/handoff/helpdesk"


def test_of_two_who_change_the_same_the_second_is_told(manage: Any) -> None:
    manage("PATCH", SETUP, {"name": "Robin"})
    status, problem, _ = manage("PATCH", SETUP, {"name": "Kim"}, If_Match='"0"')
    _, shown, _ = manage("GET", SETUP)

    assert (status, problem["code"], shown["name"]) == (409, "version_mismatch", "Robin")


def test_agents_look_and_managers_change(whole: Edge, shop: Shop) -> None:
    agent = shop.session(shop.hire(Role.support))
    ask = partial(whole.call, Authorization=f"Bearer {agent}")

    assert ask("GET", SETUP)[0] == 200
    assert ask("PATCH", SETUP, {"is_on": True})[0] == 403


def test_a_plan_without_it_keeps_it_off(manage: Any, shop: Shop) -> None:
    manage("PATCH", SETUP, {"is_on": True, "channels": {"chat": {"is_on": True}}})
    amend.amend(shop.desk(), "plan_changed", lambda known: replace(known, plan=Plan.inbox))
    off = storage.helped_channels(shop.desk())
    manage("PATCH", SETUP, {"is_on": False})
    status, problem, _ = manage("PATCH", SETUP, {"is_on": True})

    assert off == frozenset()
    assert (status, problem["feature"]) == (402, "customer_agent")

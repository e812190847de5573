"""The list over HTTP: what it says of an account as it is, and what the team says of it."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from chalicelib.accounts import forwarding, heard
from chalicelib.accounts.model import Role
from chalicelib.accounts.settings import change
from chalicelib.channels.webchat import sites
from tests.accounts.conftest import Mailed
from tests.accounts.shop import Shop, event_names
from tests.edge import Edge
from tests.inboxes import numbers
from tests.inboxes.numbers import a_number, owns
from tests.kit.http_world import World

ESSENTIAL = {"forwarding", "widget"}
SITE = "https://mugs.example"


@pytest.fixture
def ask(whole: Edge, shop: Shop) -> Any:
    """Return a way to ask as the owner."""
    return partial(whole.call, Authorization=f"Bearer {shop.key(shop.owner)}")


def step(ask: Any, name: str) -> dict[str, Any]:
    return next(each for each in ask("GET", "/v1/setup")[1]["data"] if each["name"] == name)


def a_test_out(shop: Shop) -> str:
    address = f"help@{shop.account.slug}.example"
    forwarding.add(shop.desk(), address)
    forwarding.send_test(shop.desk(), address)
    return address


def test_a_new_shop_has_everything_before_it(ask: Any) -> None:
    status, shown, headers = ask("GET", "/v1/setup")

    assert status == 200
    assert (shown["settled"], shown["of"], shown["is_open"]) == (0, 8, True)
    assert (shown["dismissed"], headers["ETag"]) == (None, '"0"')
    assert {s["state"] for s in shown["data"]} == {"todo"}
    assert {s["name"] for s in shown["data"] if s["is_essential"]} == ESSENTIAL
    assert all(s["detail"] and s["to_do"] and s["title"] for s in shown["data"])


@pytest.mark.acceptance(69)
def test_forwarding_is_followed_from_the_test_to_its_proof(
    ask: Any, shop: Shop, mailed: Mailed, world: World
) -> None:
    address = a_test_out(shop)
    assert step(ask, "forwarding")["reason"] == "test_out"

    heard.note(shop.desk(), "Hi", sender="ann@mail.example", recipients=["old@mugs.example"])
    world.pass_time(minutes=31)
    told = step(ask, "forwarding")
    assert (told["state"], told["reason"]) == ("wrong", "other_mail")
    assert "ann@mail.example" in told["detail"]
    assert "old@mugs.example" in told["detail"]

    forwarding.confirm(shop.desk(), mailed(address)[0]["Subject"])
    assert (step(ask, "forwarding")["state"], step(ask, "sender")["reason"]) == (
        "done",
        "sender_unknown",
    )


@pytest.mark.acceptance(69)
@pytest.mark.parametrize(
    ("text", "reason"),
    [("confirm forwarding to INBOUND", "question"), (f"dhf_00000000_{'0' * 40}", "void_test")],
)
def test_what_came_instead_of_the_test_is_told_at_once(
    ask: Any, shop: Shop, text: str, reason: str
) -> None:
    a_test_out(shop)
    inbound = f"{shop.account.slug}@in.desk.example"

    heard.note(
        shop.desk(), text.replace("INBOUND", inbound), sender="no@mail.example", recipients=[]
    )

    told = step(ask, "forwarding")
    assert (told["state"], told["reason"]) == ("wrong", reason)


def test_nothing_is_noted_while_no_test_is_out(ask: Any, shop: Shop) -> None:
    heard.note(shop.desk(), "Hi", sender="ann@mail.example", recipients=[])
    a_test_out(shop)

    assert step(ask, "forwarding")["reason"] == "test_out"


def test_the_sender_is_what_the_mail_service_says(
    ask: Any, shop: Shop, mailed: Mailed, set_up: Callable[[str], None]
) -> None:
    address = a_test_out(shop)
    forwarding.confirm(shop.desk(), mailed(address)[0]["Subject"])
    set_up(address.partition("@")[2])

    told = step(ask, "sender")

    assert (told["state"], told["facts"]["sender"]) == ("done", address)


def test_the_chat_is_seen_on_the_shops_site(ask: Any, shop: Shop, world: World) -> None:
    sites.note(shop.desk(), "https://desk.example")
    sites.note(shop.desk(), "null")
    assert step(ask, "widget")["reason"] == "not_seen"

    sites.note(shop.desk(), SITE)
    assert (step(ask, "widget")["state"], step(ask, "widget")["facts"]["site"]) == ("done", SITE)

    world.pass_time(days=31)
    assert step(ask, "widget")["reason"] == "not_seen_lately"
    sites.note(shop.desk(), SITE)
    assert step(ask, "widget")["state"] == "done"


def test_hours_people_and_numbers_are_seen_as_they_are(ask: Any, shop: Shop, world: World) -> None:
    number = a_number()
    owns(world, number)
    change.patch(shop.desk(), {"office_hours": {"days": {"mon": [["09:00", "17:00"]]}}})
    ask("POST", "/v1/inboxes", numbers.wanted(address=number))
    ben = shop.hire(Role.support)

    assert step(ask, "hours")["state"] == "done"
    assert step(ask, "channels")["facts"]["names"] == number
    assert step(ask, "people")["state"] == "waiting"
    shop.session(ben)
    assert step(ask, "people")["state"] == "done"


@pytest.mark.acceptance(33)
def test_a_branded_sender_is_refused_with_a_reason_and_leaves_the_step_open(
    ask: Any, shop: Shop
) -> None:
    status, problem, _ = ask("POST", "/v1/inboxes", numbers.wanted(address="MUGSHOP"))

    assert (status, problem["code"]) == (422, "sender_cannot_receive")
    told = step(ask, "channels")
    assert told["state"] == "todo"
    assert "branded sender ID" in told["to_do"]


def test_a_step_is_passed_over_and_taken_up_again(ask: Any, shop: Shop) -> None:
    status, shown, headers = ask("PATCH", "/v1/setup", {"steps": {"shop": "skipped"}})

    [passed] = [s for s in shown["data"] if s["skipped"]]
    assert (status, passed["name"], shown["settled"]) == (200, "shop", 1)
    assert (passed["skipped"]["by"], passed["skipped"]["name"]) == (shop.owner.id, "Olga")
    assert (passed["state"], headers["ETag"]) == ("todo", '"1"')
    assert event_names(shop.desk())[-1] == "setup_changed"

    _, shown, headers = ask("PATCH", "/v1/setup", {"steps": {"shop": "open"}})
    assert (shown["settled"], headers["ETag"]) == (0, '"2"')


def test_the_list_is_put_away_and_brought_back(ask: Any) -> None:
    away = ask("PATCH", "/v1/setup", {"is_dismissed": True})[1]
    again = ask("PATCH", "/v1/setup", {"is_dismissed": True})
    back = ask("PATCH", "/v1/setup", {"is_dismissed": False})[1]

    assert (away["is_open"], away["dismissed"]["name"]) == (False, "Olga")
    assert (again[1]["dismissed"], again[2]["ETag"]) == (away["dismissed"], '"1"')
    assert (back["is_open"], back["dismissed"]) == (True, None)


def test_a_key_changes_the_list_once_and_if_match_keeps_others_from_it(ask: Any) -> None:
    body = {"steps": {"people": "skipped"}}

    first = ask("PATCH", "/v1/setup", body, Idempotency_Key="one")
    ask("PATCH", "/v1/setup", {"steps": {"people": "open"}})
    again = ask("PATCH", "/v1/setup", body, Idempotency_Key="one")
    late = ask("PATCH", "/v1/setup", body, If_Match=first[2]["ETag"])

    assert again[2]["ETag"] == '"2"'
    assert (late[0], late[1]["code"]) == (409, "version_mismatch")


@pytest.mark.parametrize(
    "body", [{"steps": {"party": "skipped"}}, {"steps": {"shop": "done"}}, {"is_open": True}]
)
def test_a_tick_cannot_be_set(ask: Any, body: Any) -> None:
    assert ask("PATCH", "/v1/setup", body)[0] == 422
    assert ask("GET", "/v1/setup")[1]["settled"] == 0


def test_who_may_not_change_settings_only_looks(whole: Edge, shop: Shop, other_shop: Shop) -> None:
    mine = {"Authorization": f"Bearer {shop.session(shop.hire())}"}
    other = {"Authorization": f"Bearer {other_shop.session(other_shop.owner)}"}

    assert whole.call("GET", "/v1/setup", **mine)[0] == 200
    assert whole.call("PATCH", "/v1/setup", {"is_dismissed": True}, **mine)[0] == 403
    assert whole.call("PATCH", "/v1/setup", {"is_dismissed": True}, **other)[0] == 200
    assert whole.call("GET", "/v1/setup", **mine)[1]["dismissed"] is None

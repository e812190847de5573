"""People, sessions and keys over HTTP, in the shapes that outsiders rely on."""

from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from chalicelib import wiring
from chalicelib.accounts import storage
from chalicelib.accounts.model import Role
from tests.accounts.conftest import Jobs
from tests.accounts.shop import Shop, an_address
from tests.edge import Edge

AGENT = {"id", "email", "name", "role", "is_active", "is_online", "created_at"}


@pytest.fixture
def ask(whole: Edge, shop: Shop) -> Any:
    """Return a way to ask as the owner."""
    return partial(whole.call, Authorization=f"Bearer {shop.session(shop.owner)}")


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def test_me_is_who_asks_and_what_they_may(ask: Any, shop: Shop) -> None:
    status, me, headers = ask("GET", "/v1/me")

    assert status == 200
    assert set(me) == {*AGENT, "account", "permissions", "unread_badge"}
    assert (me["id"], me["role"], me["is_online"]) == (shop.owner.id, "owner", False)
    assert me["account"]["public_key"] == shop.account.public_key
    assert headers["Cache-Control"] == "no-store"


def test_one_changes_ones_own_name_and_badge(ask: Any) -> None:
    status, me, _ = ask("PATCH", "/v1/me", {"name": "Olga  P.", "unread_badge": False})

    assert (status, me["name"], me["unread_badge"]) == (200, "Olga P.", False)


@pytest.mark.acceptance(2, 97, 99)
def test_agents_go_online_and_offline(ask: Any) -> None:
    assert ask("PUT", "/v1/me/presence", {"online": True})[1]["is_online"] is True
    assert ask("GET", "/v1/me")[1]["is_online"] is True
    assert ask("PUT", "/v1/me/presence", {"online": False})[1]["is_online"] is False


@pytest.mark.acceptance(100)
def test_nobody_switches_somebody_else(ask: Any, shop: Shop) -> None:
    ana = shop.hire()

    status, problem, _ = ask("PUT", f"/v1/agents/{ana.id}/presence", {"online": True})

    assert (status, problem["code"]) == (403, "not_yours")
    assert not storage.agent(shop.desk(), ana.id).is_switched_on


@pytest.mark.acceptance(2)
def test_a_team_is_made_shown_and_changed(ask: Any, shop: Shop, jobs: Jobs) -> None:
    person = {"email": an_address(shop.desk()), "name": "Ana", "role": "support"}

    status, ana, _ = ask("POST", "/v1/agents", person)
    assert (status, set(ana)) == (201, AGENT)
    path = f"/v1/agents/{ana['id']}"
    assert ask("PATCH", path, {"role": "manager"})[1]["role"] == "manager"
    assert ask("POST", f"{path}/deactivate")[1]["is_active"] is False
    assert ask("POST", f"{path}/reactivate")[1]["is_active"] is True
    assert ask("GET", path)[1]["role"] == "manager"

    team = ask("GET", "/v1/agents")[1]
    assert [agent["name"] for agent in team["data"]] == ["Olga", "Ana"]
    assert (team["has_more"], team["next_cursor"]) == (False, None)
    assert [job["job"] for job in jobs()] == ["invitation"]


def test_the_owner_hands_over_by_giving_the_role(ask: Any, shop: Shop) -> None:
    ana = shop.hire()

    status, heir, _ = ask("PATCH", f"/v1/agents/{ana.id}", {"role": "owner"})

    assert (status, heir["role"]) == (200, "owner")
    assert ask("GET", "/v1/me")[1]["role"] == "admin"


def test_handing_over_changes_no_name_beside(ask: Any, shop: Shop) -> None:
    ana = shop.hire()

    status, problem, _ = ask("PATCH", f"/v1/agents/{ana.id}", {"role": "owner", "name": "Anna"})

    assert (status, problem["errors"][0]["pointer"]) == (422, "/name")


def test_signing_in_and_out(whole: Edge, shop: Shop) -> None:
    link = shop.link(shop.owner)

    status, session, _ = whole.call("POST", "/v1/sessions/confirm", {"token": link})
    assert (status, set(session)) == (
        201,
        {"id", "agent_id", "created_at", "expires_at", "token"},
    )
    mine = bearer(session["token"])
    assert whole.call("GET", "/v1/me", **mine)[0] == 200
    assert whole.call("DELETE", "/v1/sessions/current", **mine)[0] == 204
    assert whole.call("GET", "/v1/me", **mine)[0] == 401
    assert whole.call("POST", "/v1/sessions/confirm", {"token": link})[0] == 410


def test_asking_for_a_link_tells_nothing(whole: Edge, shop: Shop, jobs: Jobs) -> None:
    known = whole.call("POST", "/v1/sessions", {"email": shop.owner.email})
    unknown = whole.call("POST", "/v1/sessions", {"email": an_address(shop.desk())})
    nonsense = whole.call("POST", "/v1/sessions", {"email": "nonsense"})

    assert known == unknown == nonsense
    assert known[0] == 202


def test_sessions_are_listed_and_ended(ask: Any, shop: Shop) -> None:
    other = shop.session(shop.owner)
    data = ask("GET", "/v1/sessions")[1]["data"]

    assert [each["is_current"] for each in data] == [True, False]
    assert ask("DELETE", f"/v1/sessions/{data[1]['id']}")[0] == 204
    assert ask("DELETE", f"/v1/sessions/{data[1]['id']}")[0] == 404
    assert other not in str(data)


def test_a_key_is_shown_once_and_revoked(ask: Any, whole: Edge) -> None:
    status, key, _ = ask("POST", "/v1/api_keys", {"name": "Bridge", "scopes": ["people:read"]})
    assert status == 201
    assert whole.call("GET", "/v1/agents", **bearer(key["token"]))[0] == 200
    assert whole.call("GET", "/v1/settings", **bearer(key["token"]))[0] == 403

    [listed] = [k for k in ask("GET", "/v1/api_keys")[1]["data"] if k["id"] == key["id"]]
    assert "token" not in listed
    assert ask("DELETE", f"/v1/api_keys/{key['id']}")[0] == 204
    assert whole.call("GET", "/v1/agents", **bearer(key["token"]))[0] == 401


def test_the_same_request_again_is_answered_as_before(ask: Any, shop: Shop) -> None:
    person = {"email": an_address(shop.desk()), "name": "Ana", "role": "support"}

    first = ask("POST", "/v1/agents", person, Idempotency_Key="k1")
    again = ask("POST", "/v1/agents", person, Idempotency_Key="k1")
    other = ask("POST", "/v1/agents", {**person, "name": "Bo"}, Idempotency_Key="k1")

    assert again[:2] == first[:2]
    assert again[2]["Idempotent-Replayed"] == "true"
    assert (other[0], other[1]["code"]) == (422, "idempotency_mismatch")


def test_a_shop_signs_up_where_that_is_open(whole: Edge, shop: Shop, jobs: Jobs) -> None:
    wanted = {"name": "New Shop", "email": an_address(shop.desk()), "owner_name": "Nils"}

    status, account, _ = whole.call("POST", "/v1/accounts", wanted)

    assert (status, account["plan"]) == (201, "helpdesk")
    assert account["inbound_address"].endswith("@in.desk.example")
    assert [(job["job"], job["email"]) for job in jobs()] == [("sign_in", wanted["email"])]


def test_no_shop_signs_up_where_that_is_closed(whole: Edge, ports: wiring.Ports) -> None:
    wiring.install(replace(ports, place=replace(ports.place, is_sign_up_open=False)))
    wanted = {"name": "New Shop", "email": "n@shop.example", "owner_name": "Nils"}

    status, problem, _ = whole.call("POST", "/v1/accounts", wanted)

    assert (status, problem["code"]) == (403, "sign_up_closed")


@pytest.mark.parametrize(
    "body",
    [
        {"email": "a@b.example", "name": "Ana", "role": "support", "account_id": "acc_1"},
        {"email": "a@b.example", "name": "Ana", "role": "support", "is_admin": True},
        {"email": "a@b.example", "name": "Ana", "role": "superuser"},
        {"email": "a@b.example", "name": ["Ana"], "role": "support"},
        {"email": "a@b.example", "name": "Ana"},
    ],
)
def test_fields_that_nobody_asked_for_are_refused(ask: Any, body: dict[str, Any]) -> None:
    status, problem, _ = ask("POST", "/v1/agents", body)

    assert status == 422
    assert len(problem["errors"]) == 1


def test_support_sees_the_team_but_does_not_change_it(whole: Edge, shop: Shop) -> None:
    mine = bearer(shop.session(shop.hire(Role.support)))
    person = {"email": "a@b.example", "name": "Ana", "role": "support"}

    assert whole.call("GET", "/v1/agents", **mine)[0] == 200
    assert whole.call("POST", "/v1/agents", person, **mine)[0] == 403
    assert whole.call("PATCH", "/v1/settings", {}, **mine)[0] == 403

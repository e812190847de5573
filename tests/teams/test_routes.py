"""Teams over HTTP, in the shapes that outsiders rely on."""

from functools import partial
from typing import Any

import pytest

from chalicelib.accounts.model import Role
from tests.accounts.shop import Shop
from tests.edge import Edge

MEMBERS = {
    "id", "name", "description", "order", "agent_ids", "tags", "segments", "created_at",
}  # fmt: skip


def asking(whole: Edge, token: str) -> Any:
    return partial(whole.call, Authorization=f"Bearer {token}")


@pytest.fixture
def ask(whole: Edge, shop: Shop) -> Any:
    """Return a way to ask as a manager."""
    return asking(whole, shop.session(shop.hire(Role.manager)))


@pytest.fixture
def body(shop: Shop) -> dict[str, Any]:
    """Return a team to be made."""
    return {
        "name": "Returns",
        "description": "Whoever sends something back",
        "agent_ids": [shop.owner.id],
        "tags": ["returns"],
        "segments": ["VIP"],
    }


@pytest.mark.acceptance(83, 93, 94)
def test_a_team_is_added_and_listed(ask: Any, body: dict[str, Any]) -> None:
    status, team, _ = ask("POST", "/v1/teams", body)

    assert (status, set(team)) == (201, MEMBERS)
    assert {name: team[name] for name in body} == body
    assert (team["order"], team["id"][:5]) == (1, "team_")
    assert ask("GET", "/v1/teams")[1] == {"data": [team]}
    assert ask("GET", f"/v1/teams/{team['id']}")[1] == team


def test_what_is_left_out_stays(ask: Any, body: dict[str, Any]) -> None:
    team = ask("POST", "/v1/teams", body)[1]

    status, after, _ = ask("PATCH", f"/v1/teams/{team['id']}", {"tags": [], "order": 7})

    assert (status, after) == (200, {**team, "tags": [], "order": 7})


def test_a_team_is_ended(ask: Any, body: dict[str, Any]) -> None:
    path = f"/v1/teams/{ask('POST', '/v1/teams', body)[1]['id']}"

    assert ask("DELETE", path, Idempotency_Key="k")[0] == 204
    assert ask("DELETE", path, Idempotency_Key="k")[0] == 204
    assert ask("DELETE", path)[0] == 404
    assert ask("GET", path)[0] == 404


def test_a_request_that_comes_again_is_answered_as_before(ask: Any, body: dict[str, Any]) -> None:
    first = ask("POST", "/v1/teams", body, Idempotency_Key="k")
    again = ask("POST", "/v1/teams", body, Idempotency_Key="k")

    assert (again[0], again[1]) == (201, first[1])
    assert again[2]["Idempotent-Replayed"] == "true"


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"name": ""}, "/name"),
        ({"name": None}, "/name"),
        ({"agent_ids": []}, "/agent_ids"),
        ({"agent_ids": ["agt_1"]}, "/agent_ids/0"),
        ({"agent_ids": ["x"] * 201}, "/agent_ids"),
        ({"order": -1}, "/order"),
        ({"tags": ["x"] * 21}, "/tags"),
        ({"id": "team_1"}, "/id"),
    ],
)
def test_a_faulty_team_is_refused(
    ask: Any, body: dict[str, Any], change: dict[str, Any], pointer: str
) -> None:
    status, problem, _ = ask("POST", "/v1/teams", {**body, **change})

    assert (status, problem["errors"][0]["pointer"]) == (422, pointer)


def test_a_name_is_used_once(ask: Any, body: dict[str, Any]) -> None:
    team = ask("POST", "/v1/teams", body)[1]

    status, problem, _ = ask("POST", "/v1/teams", {**body, "name": "returns"})

    assert (status, problem["code"], problem["team_id"]) == (409, "team_exists", team["id"])


@pytest.mark.acceptance(83)
def test_support_sees_teams_and_changes_none(
    whole: Edge, shop: Shop, ask: Any, body: dict[str, Any]
) -> None:
    team = ask("POST", "/v1/teams", body)[1]
    support = asking(whole, shop.session(shop.hire()))

    assert support("GET", "/v1/teams")[1]["data"] == [team]
    assert support("POST", "/v1/teams", body)[0] == 403
    assert support("PATCH", f"/v1/teams/{team['id']}", {})[0] == 403
    assert support("DELETE", f"/v1/teams/{team['id']}")[0] == 403

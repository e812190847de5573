"""What checks every answer finds what is wrong with one."""

from typing import Any

import pytest

import app
from chalicelib.teams.routes import routes
from chalicelib.web.mount import mounts
from tests.kit import described

TEAM: dict[str, Any] = {
    "id": "team_1", "name": "Returns", "description": "", "order": 0, "agent_ids": ["agt_1"],
    "tags": [], "segments": [], "created_at": "2026-03-02T09:00:00.000000Z",
}  # fmt: skip
JSON = {"Content-Type": "application/json"}
PROBLEM = {"Content-Type": "application/problem+json"}
REFUSED = {
    "type": "urn:x", "title": "Not Found", "status": 404, "code": "not_found", "detail": "No.",
    "request_id": "1",
}  # fmt: skip
[SHOWN] = [each for each in routes.table if each.line == "GET /v1/teams/{team_id}"]


@pytest.mark.parametrize(
    ("status", "body", "headers"),
    [
        (200, {**TEAM, "colour": "red"}, JSON),
        (200, {name: value for name, value in TEAM.items() if name != "order"}, JSON),
        (200, {**TEAM, "order": "first"}, JSON),
        (200, {**TEAM, "created_at": "yesterday"}, JSON),
        (200, TEAM, {**JSON, "ETag": '"1"'}),
        (201, TEAM, JSON),
        (402, REFUSED, PROBLEM),
        (404, REFUSED, JSON),
        (404, {"detail": "No."}, PROBLEM),
        (429, REFUSED, PROBLEM),
    ],
)  # fmt: skip
def test_what_is_not_as_described_fails(status: int, body: Any, headers: dict[str, str]) -> None:
    with pytest.raises(AssertionError, match=r"GET /v1/teams/\{team_id\}"):
        described.check(SHOWN, status, body, headers)


def test_what_is_as_described_passes() -> None:
    described.check(SHOWN, 200, TEAM, JSON)
    described.check(SHOWN, 404, REFUSED, PROBLEM)
    described.check(SHOWN, 429, REFUSED, {**PROBLEM, "Retry-After": "3"})


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("/v1/tickets/bulk", "POST /v1/tickets/bulk"),
        ("/v1/tickets/tkt_1/close", "POST /v1/tickets/{ticket_id}/close"),
        ("/v1/knowledge/import?x=1", "POST /v1/knowledge/import"),
        ("/v1/nothing", None),
    ],
)
def test_a_path_leads_to_its_route(path: str, line: str | None) -> None:
    assert app.app
    table = [route for each in mounts for route in each.routes.table]

    found = described.route_of(table, "POST", path)
    assert (found.line if found else None) == line

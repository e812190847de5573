"""Working on tickets over HTTP."""

from dataclasses import replace
from typing import Any

import pytest

from chalicelib import wiring
from chalicelib.accounts.model import Account
from chalicelib.core.desk import Caller, Desk
from chalicelib.routing.routes import routes as routing_routes
from chalicelib.tickets import storage
from chalicelib.tickets.action_routes import routes as ticket_routes
from chalicelib.tickets.model import Status, Ticket
from tests.builders import ALICE, BOB, TICKET, a_caller, a_chat_ticket, a_ticket
from tests.edge import Edge, admit, edge
from tests.tickets.conftest import GONE, stored

ROUTES = (ticket_routes, routing_routes)
WORKER = a_caller(
    permissions=frozenset({"tickets:read", "tickets:write", "tickets:assign", "notes:write"})
)


@pytest.fixture
def edge_of(desk: Desk, account: Account, ports: wiring.Ports) -> Any:
    """Return a maker of edges, one for each caller."""
    return lambda caller: edge(ROUTES, admit(desk.account_id, caller))


@pytest.fixture
def api(edge_of: Any) -> Edge:
    """Return the routes as Alice meets them."""
    return edge_of(WORKER)


def post(api: Edge, verb: str, body: Any = None, **headers: str) -> tuple[int, Any]:
    status, answer, _ = api.call("POST", f"/v1/tickets/{TICKET}/{verb}", body or {}, **headers)
    return status, answer


# verb, body, what the answer shows of it
VERBS: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("assign", {"agent_id": BOB}, {"assignee": {"id": BOB, "name": "Bob"}}),
    ("assign", {"agent_id": None}, {"assignee": None}),
    ("snooze", {"preset": "later_today"}, {"status": "snoozed",
                                           "snoozed_until": "2026-03-04T15:00:00.000Z"}),
    ("snooze", {"preset": "tomorrow"}, {"snoozed_until": "2026-03-05T09:00:00.000Z"}),
    ("snooze", {"preset": "one_week"}, {"snoozed_until": "2026-03-11T12:00:00.000Z"}),
    ("snooze", {"until": "2026-03-04T14:00:00+01:00"},
     {"snoozed_until": "2026-03-04T13:00:00.000Z"}),
    ("close", {}, {"status": "closed", "closed_at": "2026-03-04T12:00:00.000Z"}),
    ("reopen", {}, {"status": "open", "closed_at": None}),
    ("tags", {"add": ["late"]}, {"tags": [{"name": "late", "source": "agent"}]}),
    ("tags", {"remove": ["late"]}, {"tags": []}),
    ("read", {}, {"is_unread": False}),
    ("unread", {}, {"is_unread": True}),
    ("spam", {}, {"is_spam": True}),
    ("not_spam", {}, {"is_spam": False}),
]  # fmt: skip


@pytest.mark.acceptance(44, 50, 51, 52, 67, 108, 111, 112)
@pytest.mark.parametrize(("verb", "body", "expected"), VERBS, ids=str)
def test_a_verb_answers_with_the_ticket_as_it_is(
    ticket: Ticket, api: Edge, verb: str, body: dict[str, Any], expected: dict[str, Any]
) -> None:
    status, shown = post(api, verb, body)

    assert status == 200, shown
    assert {name: shown[name] for name in expected} == expected


@pytest.mark.parametrize(("verb", "body", "expected"), VERBS, ids=str)
def test_a_verb_with_one_key_is_done_once(
    desk: Desk, ticket: Ticket, api: Edge, verb: str, body: Any, expected: object
) -> None:
    post(api, verb, body, Idempotency_Key="k")
    version = storage.load(desk, TICKET).version
    status, _ = post(api, verb, body, Idempotency_Key="k")

    assert (status, storage.load(desk, TICKET).version) == (200, version)


@pytest.mark.acceptance(87)
def test_a_note_is_added(ticket: Ticket, api: Edge) -> None:
    status, note = post(api, "notes", {"text": "Between us"})

    assert (status, note["kind"], note["text"]) == (201, "note", "Between us")
    assert note["author"] == {"type": "agent", "id": ALICE, "name": "Alice"}


@pytest.mark.acceptance(107)
def test_who_is_late_learns_who_has_it_and_may_insist(
    ticket: Ticket, edge_of: Any, api: Edge
) -> None:
    post(edge_of(replace(WORKER, id=BOB, name="Bob")), "assign", {"agent_id": BOB})

    status, problem = post(api, "assign", {"agent_id": ALICE})
    assert (status, problem["code"]) == (409, "already_assigned")
    assert problem["assignee"] == {"id": BOB, "name": "Bob"}
    assert "assignee_id" not in problem

    status, shown = post(api, "assign", {"agent_id": ALICE, "force": True})
    assert (status, shown["assignee"]["id"]) == (200, ALICE)


BAD: list[tuple[str, dict[str, Any], int, str]] = [
    ("assign", {}, 422, "/agent_id"),
    ("assign", {"agent_id": GONE}, 422, "/agent_id"),
    ("assign", {"agent_id": "agt_nobody"}, 422, "/agent_id"),
    ("assign", {"agent_id": BOB, "force": "yes"}, 422, "/force"),
    ("assign", {"agent_id": BOB, "role": "owner"}, 422, "/role"),
    ("snooze", {}, 422, ""),
    ("snooze", {"preset": "tomorrow", "until": "2026-03-05T00:00:00Z"}, 422, ""),
    ("snooze", {"preset": "never"}, 422, "/preset"),
    ("snooze", {"until": "tomorrow"}, 422, "/until"),
    ("snooze", {"until": "2026-03-05T00:00:00"}, 422, "/until"),
    ("snooze", {"until": "2026-03-04T11:59:59Z"}, 422, ""),
    ("snooze", {"until": "2030-01-01T00:00:00Z"}, 422, ""),
    ("snooze", {"until": "0001-01-01T00:00:00+14:00"}, 422, ""),
    ("snooze", {"until": "9999-12-31T23:59:59-14:00"}, 422, ""),
    ("notes", {}, 422, "/text"),
    ("notes", {"text": " "}, 422, ""),
    ("notes", {"text": "x", "internal": False}, 422, "/internal"),
    ("notes", {"text": "x", "author_type": "agent"}, 422, "/author_type"),
    ("notes", {"text": "x" * 20_001}, 422, ""),
    ("tags", {"add": [""]}, 422, "/add/0"),
    ("tags", {"add": ["x" * 61]}, 422, "/add/0"),
    ("tags", {"add": ["x"] * 51}, 422, "/add"),
    ("close", {"because": "spite"}, 200, ""),
]


@pytest.mark.parametrize(("verb", "body", "status", "pointer"), BAD, ids=str)
def test_what_makes_no_sense_is_refused_by_its_place(
    ticket: Ticket, api: Edge, verb: str, body: Any, status: int, pointer: str
) -> None:
    found, problem = post(api, verb, body)

    assert found == status, problem
    assert [fault["pointer"] for fault in problem.get("errors", [])] == [pointer] * bool(pointer)


@pytest.mark.acceptance(20)
def test_a_closed_chat_stays_closed(desk: Desk, api: Edge) -> None:
    stored(desk, a_chat_ticket(status=Status.closed, closed_at=a_ticket().updated_at))

    assert post(api, "reopen")[1]["code"] == "closed_chat"


def test_a_ticket_of_nobody_or_of_others_is_not_there(
    desk: Desk, ticket: Ticket, account: Account, ports: wiring.Ports
) -> None:
    stranger = edge(ROUTES, admit("acc_other", WORKER))

    for verb, body, _ in VERBS:
        status, _answer = post(stranger, verb, body)
        assert status in (404, 422), verb
    assert storage.load(desk, TICKET) == ticket


@pytest.mark.parametrize("verb", sorted({verb for verb, _, _ in VERBS} | {"notes"}))
def test_a_caller_without_the_permission_is_refused(
    desk: Desk, ticket: Ticket, edge_of: Any, verb: str
) -> None:
    nobody: Caller = a_caller()

    assert post(edge_of(nobody), verb)[0] == 403
    assert storage.load(desk, TICKET) == ticket

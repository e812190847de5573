"""Guarded, typed views that leak nothing (A-50, A-104)."""

from dataclasses import replace
from typing import Any

import pytest

from chalicelib import wiring
from chalicelib.core import errors
from chalicelib.core.desk import STRANGER, Caller, Desk
from chalicelib.table import operations
from chalicelib.table.write import transact
from chalicelib.web.answers import Answer, no_content
from chalicelib.web.bodies import Body
from chalicelib.web.request import Request
from chalicelib.web.routes import NOBODY_ASKED, Routes
from tests.builders import BOB, a_caller
from tests.edge import Edge, admit, edge

routes = Routes()
raised: list[Exception] = []


class _Named(Body, frozen=True):
    name: str


@routes.get("/things/{thing_id}", needs="things:read")
def get_thing(desk: Desk, thing_id: str) -> dict[str, str]:
    """Return what was asked for and by whom."""
    return {"id": thing_id, "by": desk.caller.id, "account": desk.account_id}


@routes.post("/things/{thing_id}", needs="things:write", body=_Named, status=201)
def name_thing(desk: Desk, thing_id: str, body: _Named) -> dict[str, Any]:
    """Name a thing once."""
    if known := operations.find(desk):
        return known
    result = {"id": thing_id, "name": body.name, "operation": desk.operation_id}
    if marks := operations.mark(desk, result):
        transact(desk, marks)
    return result


@routes.get("/queries", needs=NOBODY_ASKED)
def get_query(desk: Desk, request: Request) -> dict[str, Any]:
    """Return the query."""
    return dict(request.query)


@routes.get("/v1/strict", needs=NOBODY_ASKED)
def get_strict(desk: Desk) -> dict[str, Any]:
    """Return nothing; a query is none of its things."""
    return {}


@routes.on("DELETE", "/things/{thing_id}", needs=NOBODY_ASKED)
def delete_thing(desk: Desk, thing_id: str) -> Answer:
    """Return nothing."""
    return no_content()


@routes.get("/raises", needs=NOBODY_ASKED)
def get_raised(desk: Desk) -> None:
    """Raise what the test put there."""
    raise raised.pop()


ALLOWED = a_caller(permissions=frozenset({"things:read", "things:write"}))


def an_edge(desk: Desk, caller: Caller = ALLOWED) -> Edge:
    return edge(routes, admit(desk.account_id, caller))


def named(api: Edge, name: str = "a", thing_id: str = "1", key: str = "k") -> tuple[int, Any]:
    status, body, _ = api.call("POST", f"/things/{thing_id}", {"name": name}, Idempotency_Key=key)
    return status, body


def test_a_view_gets_the_desk_the_path_and_the_body(desk: Desk, ports: wiring.Ports) -> None:
    api = an_edge(desk)

    assert api.call("GET", "/things/a%2Fb")[:2] == (
        200,
        {"id": "a/b", "by": ALLOWED.id, "account": desk.account_id},
    )
    assert api.call("POST", "/things/7", {"name": "x"})[0] == 201
    assert api.call("GET", "/queries?a=1&a=2&b=")[1] == {"a": "2", "b": ""}
    assert api.call("DELETE", "/things/7")[0] == 204


def test_routes_without_a_guard_admit_nobody(ports: wiring.Ports) -> None:
    api = edge(routes, None)  # type: ignore[arg-type]

    assert {api.call(route.method, route.path, {})[0] for route in routes.table} == {403}


def test_a_caller_needs_the_routes_own_permission(desk: Desk, ports: wiring.Ports) -> None:
    reader = an_edge(desk, a_caller(permissions=frozenset({"things:read"})))

    assert reader.call("GET", "/things/1")[0] == 200
    assert reader.call("POST", "/things/1", {"name": "x"})[1]["code"] == "forbidden"


def test_who_may_not_learns_nothing_about_the_body(desk: Desk, ports: wiring.Ports) -> None:
    nobody = an_edge(desk, STRANGER)

    assert nobody.call("POST", "/things/1", {"nonsense": 1})[0] == 403


def test_a_body_that_does_not_fit_is_refused(desk: Desk, ports: wiring.Ports) -> None:
    status, problem, headers = an_edge(desk).call("POST", "/things/1", {"role": "owner"})

    assert (status, problem["errors"][0]["pointer"]) == (422, "/role")
    assert headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    "kind",
    ["application/x-www-form-urlencoded", "text/plain", "", "text/plain, application/json",
     "text/plain; a=*/*", "text/plain; application/json"],
)  # fmt: skip
def test_json_that_is_not_called_json_is_refused(
    desk: Desk, ports: wiring.Ports, kind: str
) -> None:
    status, problem, headers = an_edge(desk).call(
        "POST", "/things/1", {"name": "x"}, Content_Type=kind
    )

    assert (status, problem["code"]) == (415, "unsupported_media_type")
    assert problem["detail"] == "Send the header Content-Type: application/json."
    assert headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("kind", ["application/json; charset=utf-8", "Application/JSON"])
def test_json_is_known_however_it_is_called(desk: Desk, ports: wiring.Ports, kind: str) -> None:
    sent = an_edge(desk).call("POST", "/things/1", {"name": "x"}, Content_Type=kind)

    assert sent[0] == 201


LEAKS = [
    ValueError("arn:aws:dynamodb:eu-west-1:123456789012:table/deskhand"),
    KeyError("pk"),
    RecursionError(),
    AssertionError("secret"),
    type("VendorError", (Exception,), {"__str__": lambda _: "token=abc"})(),
]


@pytest.mark.parametrize("error", LEAKS, ids=lambda error: type(error).__name__)
def test_a_bug_leaks_nothing(desk: Desk, ports: wiring.Ports, error: Exception) -> None:
    raised.append(error)

    status, problem, headers = an_edge(desk).call("GET", "/raises")

    assert (status, problem["code"]) == (500, "internal_error")
    said = str(problem) + str(headers)
    assert not [word for word in ("arn:", "pk'", "Error(", "secret", "token", type(error).__name__,
                "deskhand-", "Traceback", ".py") if word in said]  # fmt: skip


@pytest.mark.parametrize(
    ("error", "status"),
    [(errors.NotFound("no"), 404), (errors.Conflict("no"), 409), (errors.Gone("no"), 410)],
)
def test_an_error_of_the_domain_is_a_problem(
    desk: Desk, ports: wiring.Ports, error: Exception, status: int
) -> None:
    raised.append(error)

    found, problem, headers = an_edge(desk).call("GET", "/raises")

    assert (found, problem["status"]) == (status, status)
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_a_key_that_comes_again_does_nothing_again(desk: Desk, ports: wiring.Ports) -> None:
    api = an_edge(desk)
    first = named(api)
    status, body, headers = api.call("POST", "/things/1", {"name": "a"}, Idempotency_Key="k")

    assert (status, body) == first
    assert headers["Idempotent-Replayed"] == "true"


@pytest.mark.parametrize("other", [{"name": "b"}, {"thing_id": "2"}])
def test_a_key_that_comes_with_another_request_is_refused(
    desk: Desk, ports: wiring.Ports, other: dict[str, str]
) -> None:
    api = an_edge(desk)
    named(api)

    status, problem = named(api, **other)

    assert (status, problem["code"]) == (422, "idempotency_mismatch")


def test_a_key_is_its_owners_alone(desk: Desk, ports: wiring.Ports) -> None:
    mine = named(an_edge(desk))
    bobs = named(an_edge(desk, replace(ALLOWED, id=BOB)), name="b")
    theirs = named(an_edge(replace(desk, account_id="acc_other")), name="c")

    assert [status for status, _ in (mine, bobs, theirs)] == [201, 201, 201]
    assert [body["name"] for _, body in (mine, bobs, theirs)] == ["a", "b", "c"]


def test_without_a_key_every_request_is_another_operation(desk: Desk, ports: wiring.Ports) -> None:
    api = an_edge(desk)

    ids = {api.call("POST", "/things/1", {"name": "a"})[1]["operation"] for _ in range(3)}

    assert len(ids) == 3


@pytest.mark.parametrize("key", ["x" * 256, "a\tb", "\x7f"])
def test_a_key_without_form_is_refused(desk: Desk, ports: wiring.Ports, key: str) -> None:
    assert named(an_edge(desk), key=key)[0] == 422


def test_a_reading_request_needs_no_key(desk: Desk, ports: wiring.Ports) -> None:
    assert an_edge(desk).call("GET", "/queries", Idempotency_Key="x" * 999)[0] == 200


def test_the_api_refuses_a_query_that_no_route_of_it_has(desk: Desk, ports: wiring.Ports) -> None:
    status, problem, _ = an_edge(desk).call("GET", "/v1/strict?limits=5")

    assert (status, problem["code"]) == (400, "invalid_query")
    assert [fault["pointer"] for fault in problem["errors"]] == ["/limits"]


def test_links_may_come_with_what_others_added(desk: Desk, ports: wiring.Ports) -> None:
    status, body, _ = an_edge(desk).call("GET", "/queries?utm_source=mail")

    assert (status, body) == (200, {"utm_source": "mail"})

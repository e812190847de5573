"""A-41: every route against everybody who has no business there (acceptance 2, 4).

The matrix is made from the routing table: a new route is in it at once, and fails until the lists
below say what a stranger needs to reach it.
"""

import json
import re
from functools import cache
from typing import Any

import pytest
from chalice.test import Client, HTTPResponse

import app
from chalicelib import wiring
from chalicelib.accounts import guards, rules
from chalicelib.accounts.model import Role
from chalicelib.channels.webchat.guard import visitor
from chalicelib.web.mount import mounts
from chalicelib.web.routes import Route
from tests.attacks.cast import TARGETS, cast
from tests.kit import described

OPEN = {
    "GET /sandbox",
    "POST /v1/accounts",
    "POST /v1/sessions",
    "POST /v1/sessions/confirm",
    "POST /v1/chat/sessions",
    "GET /console",
    "GET /docs",
    "GET /mail",
    "GET /chat",
    "GET /widget.js",
    "GET /widget/{public_key}",
    "GET /static/{version}/{folder}/{name}",
    "GET /static/{version}/{folder}/{name}/{file}",
    "GET /v1/openapi.json",
    "POST /hooks/twilio",
    "POST /hooks/sns",
    "POST /hooks/meta",
    "GET /hooks/meta",
    "GET /l/{code}",
    "HEAD /l/{code}",
    "GET /l/probe/{challenge}",
    "POST /hooks/klaviyo/{account_id}",
    "GET /hooks/shopify/callback",
    "POST /hooks/shopify",
    "POST /hooks/helpdesks/zendesk/{account_id}",
    "POST /hooks/helpdesks/gorgias/{account_id}",
}
"""What everybody may call; whoever opens another route says so here."""

BODIES: dict[str, dict[str, Any]] = {
    "PATCH /v1/agents/{agent_id}": {"role": "admin"},
    "PATCH /v1/customers/{customer_id}": {"name": "Mallory"},
    "PATCH /v1/inboxes/{inbox_id}": {"name": "Mallory's"},
    "PATCH /v1/knowledge/{article_id}": {"title": "Mallory's"},
    "POST /v1/knowledge/{article_id}/restore": {"version": 1},
    "PATCH /v1/macros/{macro_id}": {"title": "Mallory's"},
    "POST /v1/tickets/{ticket_id}/macros/{macro_id}/preview": {"order_id": "1"},
    "PATCH /v1/teams/{team_id}": {"name": "Mallory"},
    "PATCH /v1/views/{view_id}": {"name": "Mallory's"},
    "POST /v1/customers/{customer_id}/consents": {
        "channel": "sms",
        "kind": "marketing",
        "state": "subscribed",
    },
    "POST /v1/customers/{customer_id}/merge": {"other_id": "cus_00000000000000000000000000"},
    "POST /v1/customers/{customer_id}/unmerge": {"other_id": "cus_00000000000000000000000000"},
    "POST /v1/tickets/{ticket_id}/assign": {"agent_id": None},
    "POST /v1/tickets/{ticket_id}/orders/{order_id}/cancel": {"reason": "customer"},
    "PUT /v1/tickets/{ticket_id}/orders/{order_id}/lines": {
        "lines": [{"id": "1", "quantity": 0}],
        "updated_at": "2026-03-04T12:00:00Z",
    },
    "PUT /v1/tickets/{ticket_id}/orders/{order_id}/shipping_address": {
        "name": "Eve",
        "address1": "1 Elm Street",
        "city": "Leeds",
        "country": "GB",
        "updated_at": "2026-03-04T12:00:00Z",
    },
    "POST /v1/tickets/{ticket_id}/notes": {"text": "mine"},
    "POST /v1/tickets/{ticket_id}/replies": {"text": "mine"},
    "POST /v1/tickets/{ticket_id}/snooze": {"preset": "tomorrow"},
    "POST /v1/tickets/{ticket_id}/subscriptions/{subscription_id}/skip": {},
    "POST /v1/tickets/{ticket_id}/subscriptions/{subscription_id}/cancel": {"reason": "mine"},
    "PATCH /v1/tickets/{ticket_id}/subscriptions/{subscription_id}": {"quantity": 9},
    "POST /v1/tickets/{ticket_id}/tags": {"add": ["mine"]},
    "PUT /v1/tickets/{ticket_id}/draft": {"text": "mine"},
    "PUT /v1/agents/{agent_id}/presence": {"online": True},
}
"""What makes a request to a thing complete, so that only the thing itself can be missing."""


def name(route: Route) -> str:
    return f"{route.method} {route.path}"


def routes_behind(*guard: object) -> list[Route]:
    return [route for each in mounts if each.guard in guard for route in each.routes.table]


AGENTS = routes_behind(guards.agent)
VISITORS = routes_behind(visitor)
WITH_THINGS = [route for route in AGENTS if "{" in route.path]
GUARDED = [route for route in AGENTS if route.needs]


@cache
def client() -> Client:
    """Return the one client; it reads the configuration each time it is made."""
    return Client(app.app)


def ask(route: Route, token: str, things: dict[str, str]) -> HTTPResponse:
    path = re.sub(r"\{(\w+)\}", lambda found: things[found[1]], route.path)
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {token}"}
    body = json.dumps(BODIES.get(name(route), {})).encode()
    answer = client().http.request(route.method, path, headers=headers, body=body)
    decoded = answer.json_body if answer.body else None
    described.check(route, answer.status_code, decoded, answer.headers)
    return answer


def problem(answer: HTTPResponse) -> dict[str, Any]:
    assert answer.headers["Content-Type"] == "application/problem+json"
    document = json.loads(answer.body)
    return {key: value for key, value in document.items() if key != "request_id"}


def test_every_route_has_a_guard_and_only_the_listed_ones_are_open() -> None:
    assert {own for _, own in app.TABLE} == {guards.public, guards.agent, visitor}
    assert {name(route) for route in routes_behind(guards.public)} <= OPEN


def test_every_route_names_permissions_and_things_that_exist() -> None:
    assert {route.needs for route in GUARDED} <= rules.PERMISSIONS
    assert set(re.findall(r"\{(\w+)\}", " ".join(map(name, WITH_THINGS)))) <= set(TARGETS)
    assert {name(route) for route in WITH_THINGS if route.body} <= set(BODIES)


@pytest.mark.parametrize("route", AGENTS, ids=name)
def test_strangers_are_refused(ports: wiring.Ports, route: Route) -> None:
    for who, token in cast().strangers.items():
        answer = ask(route, token, cast().things)

        assert (who, answer.status_code) == (who, 401)
        assert problem(answer)["code"] == "unauthenticated"
        assert answer.headers["WWW-Authenticate"] == "Bearer"


@pytest.mark.acceptance(4)
@pytest.mark.parametrize("route", AGENTS, ids=name)
def test_roles_outside_the_helpdesk_are_forbidden(ports: wiring.Ports, route: Route) -> None:
    answer = ask(route, cast().analyst, cast().things)

    assert (answer.status_code, problem(answer)["code"]) == (403, "role_not_allowed")


@pytest.mark.parametrize(
    "route",
    [route for route in GUARDED if route.needs not in rules.permissions(Role.support)],
    ids=name,
)
def test_support_may_not_what_its_role_lacks(ports: wiring.Ports, route: Route) -> None:
    answer = ask(route, cast().support, cast().things)

    assert (answer.status_code, problem(answer)["code"]) == (403, "forbidden")


@pytest.mark.parametrize("route", WITH_THINGS, ids=name)
def test_another_accounts_things_are_not_there(ports: wiring.Ports, route: Route) -> None:
    nothing = {key: re.sub(r"\w{4}(?=$|[_@])", "0000", text, count=1)
               for key, text in cast().things.items()}  # fmt: skip

    theirs = ask(route, cast().foreign_owner, cast().things)
    nobodys = ask(route, cast().foreign_owner, nothing)

    assert (theirs.status_code, nobodys.status_code) == (404, 404)
    assert problem(theirs) == problem(nobodys)


@pytest.mark.parametrize("route", VISITORS, ids=name)
def test_only_visitors_are_let_into_a_chat(ports: wiring.Ports, route: Route) -> None:
    tokens = {**cast().strangers, "an agent": cast().owner}
    del tokens["a visitor"]
    for who, token in tokens.items():
        answer = ask(route, token, cast().things)

        assert (who, answer.status_code) == (who, 401)


def test_a_stranger_tells_nothing_apart(ports: wiring.Ports) -> None:
    [route] = [each for each in AGENTS if name(each) == "GET /v1/tickets/{ticket_id}"]

    answers = [problem(ask(route, token, cast().things)) for token in cast().strangers.values()]

    details = {answer["detail"] for answer in answers}
    assert len(details) <= 3  # no token of ours, the wrong kind, unknown or over


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_a_method_is_never_overridden(ports: wiring.Ports, method: str) -> None:
    headers = {
        "X-HTTP-Method-Override": method,
        "X-Original-URL": "/v1/agents",
        "X-User-Id": cast().things["agent_id"],
        "X-Forwarded-Host": "evil.example",
        "Authorization": f"Bearer {cast().owner}",
    }

    answer = client().http.request("GET", "/v1/me", headers=headers)

    assert answer.status_code == 200
    assert json.loads(answer.body)["role"] == "owner"

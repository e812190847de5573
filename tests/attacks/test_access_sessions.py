"""A-55 to A-64: guessing, finding out who is there, forged headers, tokens where none belong."""

import json
from functools import cache
from typing import Any

import pytest
from chalice.test import Client

import app
from chalicelib import wiring
from chalicelib.accounts import people, sessions, storage
from chalicelib.core.errors import Unauthenticated
from chalicelib.table import keys
from chalicelib.table.row import Row
from dev.aws.gate import gate
from tests.accounts.shop import DeskOf, Shop, open_shop
from tests.attacks.cast import cast

NONSENSE = ["", " ", "%20", "null", "[]", "x", "0", "Bearer", "dhs_", "x" * 1_000_000]


@cache
def client() -> Client:
    """Return the one client."""
    return Client(app.app)


def ask(
    method: str, path: str, body: object = None, **headers: str
) -> tuple[int, dict[str, Any], dict[str, Any]]:
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    sent["Content-Type"] = "application/json"
    raw = b"" if body is None else json.dumps(body).encode()
    answer = client().http.request(method, path, headers=sent, body=raw)
    return answer.status_code, json.loads(answer.body or "{}"), dict(answer.headers)


@pytest.mark.parametrize("text", NONSENSE, ids=lambda text: text[:8] or "empty")
def test_nonsense_is_refused_before_any_look_up(ports: wiring.Ports, text: str) -> None:
    client()
    with gate.recorded() as calls:
        as_token = ask("GET", "/v1/me", Authorization=f"Bearer {text}")
        as_link = ask("POST", "/v1/sessions/confirm", {"token": text})

    assert as_token[0] == 401
    assert as_link[0] in (410, 413, 422)
    assert calls == []


@pytest.mark.parametrize("value", [None, 1, [], {}, True, ["a"]])
def test_a_link_is_a_text(ports: wiring.Ports, value: object) -> None:
    assert ask("POST", "/v1/sessions/confirm", {"token": value})[0] == 422


@pytest.mark.parametrize("path", ["/v1/me", "/v1/tickets", "/v1/sessions/current"])
@pytest.mark.parametrize("name", ["token", "access_token", "api_key", "q"])
def test_a_token_in_the_address_is_refused(ports: wiring.Ports, path: str, name: str) -> None:
    address = f"{path}?{name}={cast().support}"

    assert ask("GET", address, Authorization=f"Bearer {cast().owner}")[0] in (401, 405)
    assert ask("GET", address)[0] in (401, 405)


@pytest.mark.parametrize(
    "scheme", ["", "Basic ", "bearer", "Token ", "Bearer\t", "Bearer Bearer ", "Bearer ,"]
)
def test_a_token_comes_as_bearer(ports: wiring.Ports, scheme: str) -> None:
    assert ask("GET", "/v1/me", Authorization=f"{scheme}{cast().owner}")[0] == 401


def test_known_and_unknown_people_are_answered_alike(shop: Shop, ports: wiring.Ports) -> None:
    known, gone = shop.hire(), shop.hire()
    people.deactivate(shop.desk(), gone.id)
    answers: list[Any] = []
    calls: list[list[str]] = []

    for address in (known.email, gone.email, f"x{known.email}"):
        with gate.recorded() as made:
            answers.append(ask("POST", "/v1/sessions", {"email": address}))
        calls.append([call.name for call in made])

    assert answers[0] == answers[1] == answers[2]
    assert calls[0] == calls[1] == calls[2]


def test_links_are_asked_for_so_often_by_one_address_and_by_one_source(
    shop: Shop, ports: wiring.Ports
) -> None:
    forged = [{"X_Forwarded_For": f"198.51.100.{number}"} for number in range(6)]
    body = {"email": shop.hire().email}

    answers = [ask("POST", "/v1/sessions", body, **headers) for headers in forged]

    assert [status for status, _, _ in answers] == [202] * 5 + [429]
    assert int(answers[-1][2]["Retry-After"]) > 0
    assert answers[-1][1]["code"] == "rate_limited"


def test_only_digests_of_secrets_are_stored(shop: Shop) -> None:
    ana = shop.hire()
    tokens = [shop.session(ana), shop.key(ana), shop.link(ana)]

    pk, _ = keys.credentials(shop.account.id, "s")
    rows = [str(row.serialize()) for row in Row.query(pk)]

    assert len(rows) == 3
    for token in tokens:
        assert not any(token[-64:] in row for row in rows)


def test_a_token_of_another_owner_or_account_opens_nothing(shop: Shop, other_shop: Shop) -> None:
    ana, bob = shop.hire(), shop.hire()
    token = shop.session(ana)
    swaps = [
        token.replace(ana.id[4:], bob.id[4:]),
        token.replace(shop.account.id[4:], other_shop.account.id[4:]),
    ]

    for swapped in swaps:
        with pytest.raises(Unauthenticated):
            shop.let_in(swapped)


def test_forged_headers_change_nobody(ports: wiring.Ports) -> None:
    headers = {
        "X_User_Id": cast().things["agent_id"],
        "X_Account_Id": "acc_1",
        "X_Forwarded_Host": "evil.example",
        "X_Original_URL": "/v1/agents",
        "X_HTTP_Method_Override": "DELETE",
    }

    forged = ask("GET", "/v1/me", Authorization=f"Bearer {cast().support}", **headers)

    assert forged == ask("GET", "/v1/me", Authorization=f"Bearer {cast().support}")


def test_a_link_in_a_mail_leads_here_whatever_host_was_asked(
    shop: Shop, ports: wiring.Ports, mailed: Any
) -> None:
    ask("POST", "/v1/sessions", {"email": shop.owner.email}, Host="evil.example")
    sessions.send_links(shop.desk_of(""), shop.owner.email)

    text = mailed(shop.owner.email)[-1].get_content()
    assert "https://desk.example/console#sign-in=" in text
    assert "evil" not in text


def test_each_session_is_a_new_one(shop: Shop) -> None:
    assert len({shop.session(shop.owner) for _ in range(5)}) == 5


def test_refusals_name_no_inner_things(ports: wiring.Ports) -> None:
    for who, token in cast().strangers.items():
        _, problem, headers = ask("GET", "/v1/me", Authorization=f"Bearer {token}")

        assert set(problem) == {"type", "title", "status", "code", "detail", "request_id"}, who
        assert "Server" not in headers
        assert not any(word in str(problem) for word in ("deskhand-test", "Traceback", "dynamo"))


def test_an_agent_of_one_shop_lists_nothing_of_another(desk_of: DeskOf) -> None:
    shops = [open_shop(desk_of) for _ in range(2)]

    for own, foreign in (shops, reversed(shops)):
        assert [agent.id for agent in storage.agents(own.desk())] == [own.owner.id]
        assert foreign.owner.id not in str(ask(
            "GET", "/v1/agents", Authorization=f"Bearer {own.session(own.owner)}"
        ))  # fmt: skip

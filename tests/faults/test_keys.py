"""F-6, F-7: an Idempotency-Key is one effect, of one caller, for two days."""

import pytest

from tests.faults.invariants import check, scan
from tests.faults.shop import Answer, Shop, found


@pytest.fixture
def ticket(shop: Shop) -> Shop:
    """Return a shop with a ticket at hand."""
    shop.receive()
    shop.hand = shop.words("Dear Ada")
    return shop


def reply(shop: Shop, key: str = "k", text: str = "", by: str = "alice") -> Answer:
    body = {"text": text or shop.hand}
    return shop.ask("POST", f"{shop.at}/replies", body, by=by, idempotency_key=key)


def test_a_client_that_heard_nothing_gets_the_first_answer(ticket: Shop) -> None:
    first, second = reply(ticket), reply(ticket)

    assert (second.status, second.json) == (201, first.json)
    assert (first.is_replay, second.is_replay) == (False, True)
    ticket.cloud.calm()
    check(ticket)


def test_a_key_is_remembered_for_a_day(ticket: Shop) -> None:
    first = reply(ticket)
    ticket.cloud.calm()
    ticket.cloud.world.pass_time(hours=23, minutes=59)

    assert reply(ticket).json["id"] == first.json["id"]
    ticket.cloud.calm()
    check(ticket)


@pytest.mark.parametrize(
    ("path", "body"),
    [("replies", {"text": "Something else."}), ("notes", None), ("close", {})],
)
def test_another_request_with_the_key_is_refused(
    ticket: Shop, path: str, body: dict[str, str] | None
) -> None:
    reply(ticket)
    sent = {"text": ticket.hand} if body is None else body

    answer = ticket.ask("POST", f"{ticket.at}/{path}", sent, idempotency_key="k")

    assert (answer.status, answer.json["code"]) == (422, "idempotency_mismatch")
    assert len(scan(ticket).entries[ticket.ticket_id]) == 2


def test_another_agents_key_is_another_key(ticket: Shop) -> None:
    reply(ticket)

    answer = reply(ticket, text=ticket.words("Bob here"), by="bob")

    assert (answer.status, answer.is_replay) == (201, False)
    ticket.cloud.calm()
    check(ticket)


def test_another_accounts_key_is_another_key(ticket: Shop) -> None:
    reply(ticket)
    other = found(ticket.cloud, "Rival")
    other.receive()
    other.hand = other.words("Dear Ada")

    assert not reply(other).is_replay
    ticket.cloud.calm()
    check(ticket)
    check(other)


def test_strangers_never_meet_in_a_key(shop: Shop) -> None:
    opening = {"name": "One", "email": "one@one.example", "owner_name": "Una"}

    first = shop.done("POST", "/v1/accounts", opening, by="nobody", idempotency_key="1")
    same = shop.done("POST", "/v1/accounts", opening, by="nobody", idempotency_key="1")
    other = {**opening, "email": "two@two.example"}
    second = shop.done("POST", "/v1/accounts", other, by="nobody", idempotency_key="1")

    assert same["id"] == first["id"] != second["id"]


def test_a_refused_request_uses_its_key_for_nothing(ticket: Shop) -> None:
    assert reply(ticket, text=" ").status == 422

    assert reply(ticket, text=ticket.hand).status == 201


def test_a_deleted_thing_is_deleted_once(shop: Shop) -> None:
    body = {"name": "Sync", "scopes": ["tickets:read"]}
    path = f"/v1/api_keys/{shop.done('POST', '/v1/api_keys', body, by='owner')['id']}"

    first = shop.ask("DELETE", path, by="owner", idempotency_key="d")
    second = shop.ask("DELETE", path, by="owner", idempotency_key="d")

    assert (first.status, second.status, second.is_replay) == (204, 204, True)
    assert shop.ask("DELETE", path, by="owner").status == 404

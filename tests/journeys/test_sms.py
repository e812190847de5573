"""A customer texts, is answered by text, and texts again after the ticket was closed."""

from typing import Any

import pytest

from tests.journeys.phones import Number, Phone, connect, phone
from tests.journeys.shop import Agent, Shop

PROVIDERS = ("twilio", pytest.param("aws", marks=pytest.mark.thorough))


@pytest.fixture(params=PROVIDERS)
def number(shop: Shop, request: pytest.FixtureRequest) -> Number:
    """Return a number at each of the providers."""
    return connect(shop, request.param)


@pytest.fixture
def ann(number: Number) -> Phone:
    """Return somebody's phone."""
    return phone(number)


def texts(agent: Agent, ticket_id: str) -> list[tuple[str, Any]]:
    """Return what was said, with how far it got."""
    return [(m["text"], m["state"]) for m in agent.thread(ticket_id) if m["kind"] == "message"]


@pytest.mark.acceptance(16, 23, 24)
def test_a_text_is_answered_and_reopens_its_ticket(
    shop: Shop, agent: Agent, number: Number, ann: Phone
) -> None:
    ann.text("Hi, where is my fern? 🌿")
    [ticket] = agent.tickets()
    assert (ticket["channel"], ticket["inbox"]) == ("sms", number.address)
    assert ticket["customer"]["phone"] == ann.address

    ann.text("Order 1043")
    agent.do(ticket["id"], "replies", text="It left this morning.")

    assert ann.shows() == ["It left this morning."]
    assert [m["segments"] for m in agent.thread(ticket["id"])] == [None, None, 1]
    assert texts(agent, ticket["id"]) == [
        ("Hi, where is my fern? 🌿", None),
        ("Order 1043", None),
        ("It left this morning.", "delivered"),
    ]
    agent.do(ticket["id"], "close")
    ann.text("Thank you!")

    [again] = agent.tickets()
    assert (again["id"], again["status"], again["preview"]) == (ticket["id"], "open", "Thank you!")
    assert agent.events(ticket["id"])[-2:] == ["closed", "reopened"]


@pytest.mark.acceptance(23)
def test_everybody_has_a_ticket_of_their_own_with_each_number(
    shop: Shop, agent: Agent, number: Number, ann: Phone
) -> None:
    other = connect(shop)
    bea = phone(number)
    for each, words in ((ann, "A"), (bea, "B"), (Phone(shop.server, other, ann.address), "C")):
        each.text(words)

    found = {ticket["preview"]: ticket for ticket in agent.tickets()}
    assert sorted(found) == ["A", "B", "C"]
    assert found["A"]["customer"]["id"] == found["C"]["customer"]["id"]

    agent.do(found["C"]["id"], "replies", text="From the other number")
    assert ann.shows() == []
    assert Phone(shop.server, other, ann.address).shows() == ["From the other number"]


def test_a_webhook_that_comes_twice_is_one_text(agent: Agent, ann: Phone) -> None:
    for _ in range(2):
        ann.text("Once, please", id="SM" + ann.address[1:].zfill(32))

    [ticket] = agent.tickets()
    assert texts(agent, ticket["id"]) == [("Once, please", None)]


def test_numbers_of_another_shop_are_out_of_reach(
    shop: Shop, agent: Agent, other: Shop, ann: Phone
) -> None:
    theirs = connect(other)
    ann.text("For the first shop")

    assert len(agent.tickets()) == 1
    assert other.owner.tickets() == []
    assert shop.owner.call("GET", f"/v1/inboxes/{theirs.inbox['id']}").status == 404
    body = shop.server.call("POST", "/dev/numbers", theirs.inbox).ok()
    refused = shop.owner.call("POST", "/v1/inboxes", body)
    assert (refused.status, refused.body["code"]) == (409, "inbox_taken")


def test_wrong_credentials_connect_nothing(shop: Shop) -> None:
    wanted = {"channel": "sms", "address": "+12025550188"}
    body = shop.server.call("POST", "/dev/numbers", wanted).ok()

    refused = shop.owner.call(
        "POST", "/v1/inboxes", {**body, "credentials": {"auth_token": "f" * 32}}
    )

    assert (refused.status, refused.body["code"]) == (422, "credentials_refused")


def test_a_phone_out_of_reach_is_told_to_the_agent(shop: Shop, agent: Agent) -> None:
    away = Phone(shop.server, connect(shop), "+447700990003").agree()
    away.text("Hello?")
    [ticket] = agent.tickets()

    agent.do(ticket["id"], "replies", text="Hello!")

    failed = agent.thread(ticket["id"])[-1]
    assert (failed["state"], failed["state_detail"]) == (
        "failed",
        "The phone is off or out of reach. (30003)",
    )


def test_a_number_whose_account_is_gone_says_so_until_it_is_mended(
    shop: Shop, agent: Agent
) -> None:
    number = connect(shop)
    ann = phone(number)
    ann.text("Hello?")
    [ticket] = agent.tickets()
    path = f"/v1/inboxes/{number.inbox['id']}"
    shop.server.call("DELETE", "/dev/numbers", {"address": number.address}).ok()

    agent.do(ticket["id"], "replies", text="Hello!")

    assert "credentials" in shop.owner.get(path)["fault"]
    assert agent.thread(ticket["id"])[-1]["state"] == "failed"
    body = shop.server.call(
        "POST", "/dev/numbers", {"channel": "sms", "address": number.address}
    ).ok()
    mended = {"credentials": body["credentials"]}
    assert shop.owner.call("PATCH", path, mended).ok()["fault"] is None


def test_nobody_answers_from_a_number_that_was_disconnected(shop: Shop, agent: Agent) -> None:
    number = connect(shop)
    ann = phone(number)
    ann.text("Hello?")
    [ticket] = agent.tickets()
    shop.owner.call("DELETE", f"/v1/inboxes/{number.inbox['id']}").ok()

    agent.do(ticket["id"], "replies", text="Hello!")

    assert agent.thread(ticket["id"])[-1]["state"] == "failed"
    assert ann.shows() == []
    assert ann.text("Hello again?").body["webhook_status"] == 401

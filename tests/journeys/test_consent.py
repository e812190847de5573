"""What a customer agreed to decides what reaches their phone, over a real socket."""

from typing import Any

import pytest

from tests.journeys.phones import Number, Phone, connect
from tests.journeys.shop import Agent, Shop

pytestmark = pytest.mark.thorough

PROVIDERS = ("twilio", "aws")
ASKS = "{{Organization prefix}}: text START to get answers here, or write to {{email}}."


@pytest.fixture(params=PROVIDERS)
def number(shop: Shop, request: pytest.FixtureRequest) -> Number:
    """Return a number at each of the providers."""
    return connect(shop, request.param)


@pytest.fixture
def bea(shop: Shop, number: Number) -> Phone:
    """Return the phone of somebody who agreed to nothing."""
    return Phone(shop.server, number)


def why_not(agent: Agent, ticket_id: str) -> str:
    """Return why no answer can be sent; the composer knew it before."""
    shown = agent.ticket(ticket_id)["reply"]
    refused = agent.call("POST", f"/v1/tickets/{ticket_id}/replies", {"text": "Hello"})
    assert (refused.status, refused.body["code"]) == (409, shown["code"])
    return shown["code"]


def keywords(agent: Agent, ticket: dict[str, Any]) -> list[tuple[str, str | None]]:
    """Return the customer's keywords, newest first, and what became of the answers."""
    path = f"/v1/customers/{ticket['customer']['id']}/keyword_texts"
    found = agent.get(path)["data"]
    return [(each["keyword"], each["answer"] and each["answer"]["state"]) for each in found]


@pytest.mark.acceptance(16, 30, 31, 34, 70, 71, 72)
def test_who_has_not_agreed_is_told_how_to_and_is_answered_once_they_do(
    shop: Shop, agent: Agent, bea: Phone
) -> None:
    shop.set(
        organization_prefix="Ferns",
        sms={"autoresponder": {"mode": "non_consented", "text": ASKS}},
    )
    bea.text("Where is my fern?")
    [ticket] = agent.tickets()
    told = f"Ferns: text START to get answers here, or write to {shop.inbox}."
    assert (bea.shows(), why_not(agent, ticket["id"])) == ([told], "consent_required")

    bea.text("Start")
    agent.do(ticket["id"], "replies", text="On its way!")

    assert bea.shows()[1].startswith("Ferns: you are subscribed.")
    assert bea.shows()[2:] == ["On its way!"]
    assert keywords(agent, ticket) == [("START", "delivered")]
    assert len(agent.tickets()) == 1


@pytest.mark.acceptance(16, 34)
def test_nothing_reaches_who_said_stop(shop: Shop, agent: Agent, bea: Phone) -> None:
    bea.agree().text("Where is my fern?")
    [ticket] = agent.tickets()
    bea.text("STOP")
    assert why_not(agent, ticket["id"]) == "opted_out"

    bea.text("HELP")
    bea.text("Hello?")

    assert bea.shows() == []
    assert keywords(agent, ticket) == [("HELP", None), ("STOP", None)]
    assert len(agent.thread(ticket["id"])) == 2


@pytest.mark.acceptance(73)
def test_a_new_text_is_told_to_the_team(shop: Shop, agent: Agent, bea: Phone) -> None:
    address = shop.address("ops")
    shop.set(sms={"notify": [address]})

    bea.text("Where is my fern?")

    [mail] = [each for each in shop.server.outbox() if each["to"] == [address]]
    assert mail["subject"] == f"New text from {bea.address}"
    assert agent.tickets()[0]["id"] in mail["text"]

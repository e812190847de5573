"""Whom the team does not want to hear from."""

import pytest

from tests.journeys.shop import Agent, Shop

pytestmark = pytest.mark.thorough


def block(agent: Agent, kind: str, value: str) -> str:
    """Block, and return the block's path."""
    made = agent.call("POST", "/v1/blocks", {"kind": kind, "value": value}).ok()
    return f"/v1/blocks/{made['id']}"


def dropped(agent: Agent) -> list[int]:
    """Return how many messages each block has stopped."""
    return [each["dropped"] for each in agent.get("/v1/blocks")["data"]]


@pytest.mark.parametrize("kind", ["email", "domain"])
def test_mail_of_a_blocked_sender_is_dropped_and_counted(
    shop: Shop, agent: Agent, kind: str
) -> None:
    ticket = shop.first_mail("eve")
    agent.do(ticket["id"], "replies", text="Hello")
    reply_to = shop.sent()[0]["headers"]["Reply-To"]
    address = shop.address("eve")
    block(agent, kind, address if kind == "email" else address.partition("@")[2])
    shop.mail(sender=f"Eve <{address.upper()}>", text="Listen")
    shop.mail(sender=address, to=reply_to, text="Listen!")

    assert [each["id"] for each in agent.tickets(status="any")] == [ticket["id"]]
    assert len(agent.thread(ticket["id"])) == 2
    assert dropped(agent) == [2]


def test_others_are_heard_and_an_unblocked_sender_is_again(shop: Shop, agent: Agent) -> None:
    path = block(agent, "email", shop.address("eve"))
    shop.first_mail("ann")
    shop.mail(sender=shop.address("eve"), text="Listen")
    agent.call("DELETE", path).ok()
    heard = shop.first_mail("eve")

    assert heard["customer"]["email"] == shop.address("eve")
    assert agent.get("/v1/blocks")["data"] == []
    assert len(agent.tickets()) == 2


def test_a_blocked_visitor_is_told_so(shop: Shop, agent: Agent) -> None:
    block(agent, "email", shop.address("eve"))
    refused = shop.visitor(email=shop.address("eve")).call("POST", "messages", {"text": "Listen"})

    assert (refused.status, refused.body["code"]) == (403, "blocked")
    assert agent.tickets(status="any") == []
    assert dropped(agent) == [1]


def test_nobody_answers_whom_they_have_blocked(shop: Shop, agent: Agent) -> None:
    ticket = shop.first_mail("eve")["id"]
    block(agent, "email", shop.address("eve"))
    refused = agent.call("POST", f"/v1/tickets/{ticket}/replies", {"text": "Hello"})

    assert agent.ticket(ticket)["reply"]["code"] == "blocked"
    assert (refused.status, refused.body["code"]) == (409, "blocked")
    assert shop.sent() == []


def test_a_block_holds_in_one_shop_only(shop: Shop, agent: Agent, other: Shop) -> None:
    path = block(agent, "domain", shop.address("eve").partition("@")[2])
    other.mail(sender=shop.address("eve"), text="Listen")

    assert len(other.owner.tickets()) == 1
    assert other.owner.call("DELETE", path).status == 404
    assert other.owner.get("/v1/blocks")["data"] == []


def test_the_shop_cannot_shut_out_crowds_or_itself(shop: Shop, agent: Agent) -> None:
    for kind, value in (("domain", "gmail.com"), ("email", shop.inbox)):
        refused = agent.call("POST", "/v1/blocks", {"kind": kind, "value": value})
        assert refused.status == 422

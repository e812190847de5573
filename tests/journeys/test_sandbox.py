"""The test shop: whoever sets up writes as a shopper, is answered, and leaves no trace outside."""

from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.journeys.shop import Agent, Shop, Visitor

QUESTION = "Where is my parcel?"


def opened(shop: Shop) -> str:
    """Press the button; return the key in the link."""
    url: str = shop.owner.call("POST", "/v1/setup/sandbox").ok()["url"]
    page = shop.server.call("GET", urlsplit(url).path + "?" + urlsplit(url).query)
    assert page.status == 200
    assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]
    return urlsplit(url).query.removeprefix("key=")


def enter(shop: Shop, key: str, **who: str) -> Visitor:
    opening = {"public_key": key, **who}
    answer = shop.server.call_from_elsewhere("POST", "/v1/chat/sessions", opening).ok()
    assert answer["is_identified"] is False
    return Visitor(shop.server, answer["token"])


def figures(shop: Shop) -> Any:
    shop.server.wait(minutes=10)
    day = shop.now().date()
    return shop.owner.get(f"/v1/reports/summary?from={day}&to={day}")["current"]


@pytest.mark.acceptance(14)
def test_a_test_is_a_ticket_that_is_answered_and_counted_nowhere(shop: Shop, agent: Agent) -> None:
    shop.set(round_robin={"enabled": True}, web_chat={"allowed_origins": ["https://mugs.example"]})
    agent.go("online")
    before = figures(shop)

    visitor = enter(shop, opened(shop), email=shop.address("mallory"), user_id="u1")
    visitor.write(QUESTION)
    [ticket] = agent.tickets(channel="webchat")
    agent.do(ticket["id"], "replies", text="On its way.")
    said = visitor.texts()
    after = figures(shop)
    shop.visitor().write("A real one")
    counted = figures(shop)

    assert (ticket["is_test"], ticket["preview"], ticket["assignee"]) == (True, QUESTION, None)
    assert (ticket["customer"]["name"], ticket["customer"]["email"]) == ("Sandbox shopper", "")
    assert said == [QUESTION, "On its way."]
    assert after == before
    assert counted != before
    assert shop.sent() == []


def test_no_mail_goes_after_somebody_who_only_tried(shop: Shop, agent: Agent) -> None:
    visitor = enter(shop, opened(shop))
    visitor.write(QUESTION)
    left = visitor.call("POST", "email", {"email": shop.address("mallory")})
    [ticket] = agent.tickets(channel="webchat")
    agent.do(ticket["id"], "replies", text="On its way.")
    shop.server.wait(minutes=10)

    assert (left.status, left.body["code"]) == (403, "is_test")
    assert shop.sent() == []


def test_a_test_goes_to_no_other_helpdesk_and_a_human_has_it_at_once(
    shop: Shop, agent: Agent
) -> None:
    helped = {"is_on": True, "name": "Robin", "channels": {"chat": {"is_on": True}}}
    shop.owner.call("PATCH", "/v1/customer_agent", helped).ok()
    before = shop.owner.get("/v1/customer_agent/conversations")["data"]
    visitor = enter(shop, opened(shop))
    visitor.write("I want to talk to a human, please.")
    shop.server.wait(minutes=1)
    if visitor.poll()["handoff"] == "offered":
        visitor.call("POST", "handoff", {"is_wanted": True}).ok()
        shop.server.drain()

    [ticket] = agent.tickets(channel="webchat")
    assert ticket["is_test"] is True
    assert shop.owner.get("/v1/customer_agent/conversations")["data"] == before


def test_the_test_tickets_are_closed_by_one_press_and_others_stay(shop: Shop, agent: Agent) -> None:
    key = opened(shop)
    for _ in range(2):
        enter(shop, key).write(QUESTION)
    shop.visitor().write("A real one")

    closed = shop.owner.call("DELETE", "/v1/setup/sandbox").ok()
    again = shop.owner.call("DELETE", "/v1/setup/sandbox").ok()
    shop.server.drain()

    assert (closed, again) == ({"closed": 2, "left": 0}, {"closed": 0, "left": 0})
    assert [t["is_test"] for t in agent.tickets(channel="webchat")] == [False]


def test_the_link_ends_and_the_chat_switched_off_opens_none(shop: Shop) -> None:
    key = opened(shop)
    shop.server.wait(minutes=31)
    over = shop.server.call_from_elsewhere("POST", "/v1/chat/sessions", {"public_key": key})
    shop.set(web_chat={"enabled": False})
    refused = shop.owner.call("POST", "/v1/setup/sandbox")

    assert over.status == 404
    assert (refused.status, refused.body["code"]) == (409, "chat_off")

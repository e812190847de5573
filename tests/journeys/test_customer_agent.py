"""The Customer Agent answers first in the chat, and hands off to the team where it cannot."""

from typing import Any

import pytest

from tests.journeys.shop import Agent, Shop, Visitor

QUESTION = "How long does delivery take?"
ANSWER = "Delivery takes three to five working days."
RIDDLE = "Can my parrot wear the blue scarf?"


@pytest.fixture
def helped(shop: Shop) -> Shop:
    """Return a shop whose Customer Agent knows one thing."""
    article = {"title": QUESTION, "text": ANSWER, "questions": ["When does my parcel arrive?"]}
    shop.owner.call("POST", "/v1/knowledge", article).ok()
    set_up(shop, is_on=True, name="Robin", channels={"chat": {"is_on": True}})
    return shop


def set_up(shop: Shop, **changes: Any) -> dict[str, Any]:
    done = shop.owner.call("PATCH", "/v1/customer_agent", changes).ok()
    shop.server.wait(seconds=6)  # others remember the account for some seconds
    return done


def wants_human(visitor: Visitor, **more: str) -> Any:
    answer = visitor.call("POST", "handoff", {"is_wanted": True, **more}).ok()
    visitor.server.drain()
    return answer["handoff"]


@pytest.mark.acceptance(123)
def test_what_is_known_is_answered_and_no_inbox_hears_of_it(helped: Shop, agent: Agent) -> None:
    visitor = helped.visitor(name="Tess")
    visitor.write(QUESTION)
    page = visitor.poll()

    assert [message["text"] for message in page["data"]] == [QUESTION, ANSWER]
    assert page["data"][1]["author"] == {"type": "customer_agent", "name": "Robin"}
    assert (page["handoff"], page["is_agent_typing"]) == (None, False)
    assert agent.tickets(status="any") == []
    assert agent.badge() == 0


@pytest.mark.acceptance(123, 126, 127, 128, 129, 135)
def test_a_human_is_asked_for_by_a_click_and_an_address(helped: Shop, agent: Agent) -> None:
    agent.go("online")
    visitor = helped.visitor(name="Tess")
    visitor.write(QUESTION)
    visitor.write(RIDDLE)
    asked = visitor.poll()["handoff"]
    before = agent.tickets(status="any")
    stage = wants_human(visitor)
    still = agent.tickets(status="any")
    done = wants_human(visitor, email=helped.address("tess"))
    again = wants_human(visitor)
    told = visitor.texts()

    [ticket] = agent.tickets(channel="webchat")
    agent.do(ticket["id"], "replies", text="Yes, it can!")
    visitor.write("Thank you!")
    thread = agent.thread(ticket["id"])

    assert (asked, stage, done, again) == ("offered", "email", "routed", "routed")
    assert (before, still) == ([], [])
    assert told == ["Your conversation was sent to our team. Somebody will answer you here."]
    assert ticket["customer"]["email"] == helped.address("tess")
    assert ticket["customer"]["id"]
    assert (ticket["is_unread"], ticket["status"]) == (True, "open")
    words = [entry["text"] for entry in thread if entry["kind"] == "message"]
    assert words[:3] == [QUESTION, ANSWER, RIDDLE]
    assert all(entry["created_at"] for entry in thread)
    assert agent.events(ticket["id"])[:3] == ["offered_handoff", "accepted_handoff", "handed_off"]
    assert visitor.texts() == ["Yes, it can!", "Thank you!"]

"""What the team writes for itself stays with the team."""

import json

import pytest

from tests.journeys.shop import Agent, Shop

CANARY = "canary-7f3a-never-leaves"


@pytest.mark.acceptance(87)
def test_a_note_is_in_no_mail_and_no_chat(shop: Shop, agent: Agent) -> None:
    shop.set(auto_close={"enabled": True, "after_hours": 24, "closing_text": "Bye"})
    mailed = shop.first_mail()["id"]
    visitor = shop.visitor(email=shop.address("tess"), name="Tess")
    visitor.write("Hello?")
    [chatted] = [each["id"] for each in agent.tickets(channel="webchat")]
    heard: list[object] = []
    for ticket in (mailed, chatted):
        agent.do(ticket, "notes", text=f"before {CANARY}")
        agent.do(ticket, "replies", text="An answer")
        agent.do(ticket, "notes", text=f"after {CANARY}")
        heard.append(visitor.poll())
    shop.server.wait(minutes=6)
    for mail in shop.sent():
        shop.mail(sender=mail["to"][0], to=mail["headers"]["Reply-To"], text="> quoting\n\nand?")
    agent.do(mailed, "replies", text="Another answer")
    shop.server.wait(days=2)
    visitor.after = 0
    heard += [visitor.poll(), visitor.call("POST", "messages", {"text": "x"}).body]

    left = json.dumps(shop.server.outbox())
    assert len(shop.sent()) >= 4
    assert CANARY not in left
    assert CANARY not in json.dumps(heard)
    notes = [entry["text"] for entry in agent.thread(mailed) if entry["kind"] == "note"]
    assert notes == [f"before {CANARY}", f"after {CANARY}"]


def test_a_note_does_not_stop_the_customers_clock_or_show_as_an_answer(
    shop: Shop, agent: Agent
) -> None:
    shop.set(auto_close={"enabled": True, "after_hours": 24})
    ticket = shop.first_mail(text="Where is it?")["id"]
    agent.do(ticket, "notes", text="Ask the depot")
    shop.server.wait(days=3)

    now = agent.ticket(ticket)
    assert (now["status"], now["preview"]) == ("open", "Where is it?")
    assert shop.sent() == []

"""A customer writes by mail, the team answers: in, out, and back into the same ticket."""

import pytest

from tests.journeys.shop import Agent, Shop


@pytest.mark.acceptance(1, 10, 11, 12, 13, 15, 21, 29)
def test_a_mail_becomes_a_ticket_and_its_answer_a_mail(shop: Shop, agent: Agent) -> None:
    first = shop.mail(sender=shop.address("ann"), subject="Late", text="Where is my order?")
    [ticket] = agent.tickets()
    reply = agent.do(ticket["id"], "replies", text="It comes tomorrow.")

    [mail] = shop.sent()
    assert (ticket["channel"], ticket["status"], ticket["subject"]) == ("email", "open", "Late")
    assert ticket["customer"]["email"] == shop.address("ann")
    assert reply["state"] == "queued"
    assert mail["to"] == [shop.address("ann")]
    assert shop.inbox in mail["from"]
    assert mail["subject"] == "Re: Late"
    assert "It comes tomorrow." in mail["text"]
    assert mail["headers"]["In-Reply-To"] == f"<{first}>"
    assert mail["headers"]["References"] == f"<{first}>"
    name, _, domain = shop.inbox.partition("@")
    assert mail["headers"]["Reply-To"].startswith(f"{name}+")
    assert mail["headers"]["Reply-To"].endswith(f"@{domain}")
    words = [(entry["direction"], entry["text"]) for entry in agent.thread(ticket["id"])]
    assert words == [("inbound", "Where is my order?"), ("outbound", "It comes tomorrow.")]
    assert agent.thread(ticket["id"])[1]["state"] == "delivered"

"""What nobody should have to read, and how a mistake is put right."""

from typing import Any

import pytest

from tests.journeys.shop import Agent, Shop

OFFER = (
    "Guaranteed first page rankings on Google! Buy 10,000 backlinks today, special price $99. "
    "Click https://rank.example/buy now, unsubscribe here https://rank.example/stop"
)

pytestmark = pytest.mark.thorough
PALLETS = "Our warehouse offers wooden pallets. Call us for the best price."


def line(agent: Agent, ticket: dict[str, Any]) -> dict[str, Any]:
    """Return the last thing that happened."""
    return [entry for entry in agent.thread(ticket["id"]) if entry["kind"] == "event"][-1]


@pytest.fixture
def alice(shop: Shop, agent: Agent) -> Agent:
    """Return Alice online, in a shop with a team and where tickets go round."""
    shop.set(round_robin={"enabled": True})
    shop.team("Sales", agent, tags=["pricing", "returns"])
    agent.go("online")
    return agent


@pytest.mark.acceptance(42, 43)
def test_spam_waits_in_its_view_and_disturbs_nobody(shop: Shop, alice: Agent) -> None:
    ticket = shop.first_mail("seo", text=OFFER)
    [found] = alice.tickets(view="spam")
    why = line(alice, ticket)

    assert found["id"] == ticket["id"]
    assert alice.tickets() == alice.tickets(view="unassigned") == alice.tickets(view="mine") == []
    assert (ticket["assignee"], ticket["team"], ticket["tags"]) == (None, None, [])
    assert alice.badge() == 0
    assert (why["event"], why["author"]["type"]) == ("marked_spam", "system")
    assert "Words often seen in spam" in why["details"]["because"]


@pytest.mark.acceptance(43)
def test_a_bad_verdict_of_the_mail_service_is_said(shop: Shop, agent: Agent) -> None:
    shop.mail(sender=shop.address("ann"), text=PALLETS, envelope={"spam": "FAIL"})
    [ticket] = agent.tickets(view="spam")

    assert "The mail service judged it to be spam" in line(agent, ticket)["details"]["because"]


@pytest.mark.acceptance(43)
def test_a_customers_mail_is_not_spam_whatever_the_mail_service_says(
    shop: Shop, agent: Agent
) -> None:
    text = "Where is my order 1043? The tracking page has not moved since Monday."
    shop.mail(sender=shop.address("ann"), text=text, envelope={"spam": "FAIL"})

    assert len(agent.tickets()) == 1


@pytest.mark.acceptance(43, 44)
def test_what_was_no_spam_is_sorted_and_handed_out_once(shop: Shop, alice: Agent) -> None:
    text = f"{OFFER}. And I want to return my shoes for a refund."
    ticket = shop.first_mail("seo", text=text)
    back = alice.do(ticket["id"], "not_spam")
    events = alice.events(ticket["id"])
    alice.do(ticket["id"], "assign", agent_id=None)
    alice.do(ticket["id"], "tags", remove=["returns"])
    alice.do(ticket["id"], "spam")
    again = alice.do(ticket["id"], "not_spam")

    assert (back["is_spam"], back["team"]["name"]) == (False, "Sales")
    assert (back["assignee"]["id"], back["assigned_by"]) == (alice.id, "team")
    assert {"name": "returns", "source": "auto"} in back["tags"]
    assert back["is_unread"] is True
    assert events == ["marked_spam", "marked_not_spam", "tagged", "assigned"]
    assert (again["assignee"], again["team"]["name"]) == (None, "Sales")
    assert "returns" not in [tag["name"] for tag in again["tags"]]
    assert shop.sent() == []


@pytest.mark.acceptance(44)
def test_not_spam_teaches(shop: Shop, agent: Agent) -> None:
    ticket = shop.first_mail("seo", text=OFFER)
    agent.do(ticket["id"], "not_spam")
    shop.server.wait(seconds=31)
    again = shop.first_mail("other", text=OFFER)

    assert (ticket["is_spam"], again["is_spam"]) == (True, False)


@pytest.mark.acceptance(42)
def test_spam_by_hand_teaches(shop: Shop, agent: Agent) -> None:
    ticket = shop.first_mail("pal", text=PALLETS)
    judged = agent.do(ticket["id"], "spam")
    shop.server.wait(seconds=31)
    again = shop.first_mail("let", text=PALLETS)

    assert (ticket["is_spam"], judged["is_spam"], again["is_spam"]) == (False, True, True)
    assert "Like messages your team marked as spam" in line(agent, again)["details"]["because"]


@pytest.mark.acceptance(44)
def test_what_one_shop_teaches_stays_there(shop: Shop, agent: Agent, other: Shop) -> None:
    agent.do(shop.first_mail("seo", text=OFFER)["id"], "not_spam")
    shop.server.wait(seconds=31)

    assert other.first_mail("seo", text=OFFER)["is_spam"] is True


@pytest.mark.acceptance(43)
def test_whom_the_team_has_answered_is_never_spam(shop: Shop, agent: Agent) -> None:
    agent.do(shop.first_mail("ann")["id"], "replies", text="Hello")
    shop.first_mail("ben")

    assert shop.first_mail("ann", text=OFFER)["is_spam"] is False
    assert shop.first_mail("ben", text=OFFER)["is_spam"] is True


@pytest.mark.acceptance(43)
def test_a_shopper_who_is_signed_in_is_never_spam(shop: Shop, agent: Agent) -> None:
    shop.shopper("customer-1").write(OFFER)
    shop.visitor().write(OFFER)

    assert len(agent.tickets(channel="webchat")) == 1
    assert len(agent.tickets(view="spam", channel="webchat")) == 1


def test_an_answer_to_the_team_is_never_spam(shop: Shop, agent: Agent) -> None:
    ticket = shop.first_mail("ann")
    agent.do(ticket["id"], "replies", text="Hello")
    shop.mail(sender=shop.address("ann"), to=shop.sent()[0]["headers"]["Reply-To"], text=OFFER)

    assert agent.ticket(ticket["id"])["is_spam"] is False
    assert agent.tickets(view="spam") == []


@pytest.mark.acceptance(91)
def test_a_tag_that_was_corrected_is_learnt(shop: Shop, agent: Agent) -> None:
    for number in range(4):
        ticket = shop.first_mail(f"c{number}", text=PALLETS)
        agent.do(ticket["id"], "tags", add=["loyalty"])
    shop.server.wait(seconds=31)
    again = shop.first_mail("late", text=PALLETS)

    assert {"name": "loyalty", "source": "auto"} in again["tags"]

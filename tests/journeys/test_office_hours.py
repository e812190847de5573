"""Office hours: when tickets are handed out, and what visitors are told."""

from datetime import timedelta

import pytest

from tests.journeys.shop import WEEK, Agent, Shop

pytestmark = pytest.mark.thorough
SOON = timedelta(hours=2)
"""Hours that have not begun."""
SINCE = timedelta(hours=-1)
TEXTS = {"reply_in_hours": "We are here.", "reply_out_of_hours": "The team is unavailable."}
OFFER = "WINNER!!! You have won $1,000,000. Click http://win.example/claim to claim your prize!!!"


@pytest.fixture
def alice(shop: Shop, agent: Agent) -> Agent:
    """Return Alice online, in a shop where tickets go round."""
    shop.set(round_robin={"enabled": True})
    agent.go("online")
    return agent


@pytest.mark.acceptance(80, 102, 103, 105)
def test_nothing_is_handed_out_until_hours_open(shop: Shop, alice: Agent) -> None:
    shop.opens(after=SOON)
    shop.server.wait(minutes=5)
    waiting = [shop.first_mail("ann")["id"], shop.first_mail("ben")["id"]]
    shop.server.wait(hours=1, minutes=45)
    before = [alice.ticket(ticket)["assignee"] for ticket in waiting]
    shop.server.wait(minutes=12)

    assert before == [None, None]
    assert {alice.ticket(ticket)["assignee"]["id"] for ticket in waiting} == {alice.id}
    assert shop.first_mail("cem")["assignee"]["id"] == alice.id


@pytest.mark.acceptance(102)
def test_inside_hours_tickets_go_round_and_after_them_no_more(shop: Shop, alice: Agent) -> None:
    shop.opens(after=SINCE, span=timedelta(hours=2))
    inside = shop.first_mail("ann")
    shop.server.wait(hours=2)
    outside = shop.first_mail("ben")

    assert inside["assignee"]["id"] == alice.id
    assert outside["assignee"] is None


@pytest.mark.acceptance(105)
def test_the_backlog_is_shared_out_oldest_first_when_hours_open(shop: Shop, alice: Agent) -> None:
    bob = shop.invite("bob")
    bob.go("online")
    shop.opens(after=SOON)
    waiting = [shop.first_mail(f"c{number}")["id"] for number in range(4)]
    shop.server.wait(hours=2, minutes=2)

    given = [alice.ticket(ticket)["assignee"]["name"] for ticket in waiting]
    assert given == ["Alice", "Bob"] * 2


@pytest.mark.acceptance(104)
def test_taking_a_ticket_out_of_hours_moves_no_turn(shop: Shop, alice: Agent) -> None:
    bob = shop.invite("bob")
    bob.go("online")
    shop.opens(after=SOON)
    tickets = [shop.first_mail(f"c{number}")["id"] for number in range(3)]
    taken = alice.do(tickets[0], "assign", agent_id=alice.id)
    shop.server.wait(hours=2, minutes=2)

    given = [alice.ticket(ticket)["assignee"]["name"] for ticket in tickets[1:]]
    assert taken["assignee"]["id"] == alice.id
    assert given == ["Alice", "Bob"]


@pytest.mark.acceptance(103)
def test_the_hours_may_be_those_of_the_chat_only(shop: Shop, alice: Agent) -> None:
    shop.opens(after=SOON, office_hours_scope="webchat")
    shop.visitor().write("Hello?")
    [chat] = alice.tickets(channel="webchat")

    assert shop.first_mail()["assignee"]["id"] == alice.id
    assert chat["assignee"] is None
    shop.server.wait(hours=2, minutes=2)
    assert alice.ticket(chat["id"])["assignee"]["id"] == alice.id


@pytest.mark.acceptance(102)
def test_hours_hold_for_teams_too(shop: Shop, alice: Agent) -> None:
    shop.team("Everything", alice, tags=["returns"])
    shop.opens(after=SOON)
    ticket = shop.first_mail(text="I want to return my shoes for a refund, they are too small.")
    shop.server.wait(hours=2, minutes=2)

    assert (ticket["team"]["name"], ticket["assignee"]) == ("Everything", None)
    assert alice.ticket(ticket["id"])["assignee"]["id"] == alice.id


@pytest.mark.acceptance(102)
def test_holidays_are_closed(shop: Shop, alice: Agent) -> None:
    today = shop.now().date()
    always = {day: [["00:00", "24:00"]] for day in WEEK}
    holidays = [str(today), str(today + timedelta(days=1))]
    shop.set(office_hours={"days": always, "holidays": holidays})
    ticket = shop.first_mail()
    shop.server.wait(days=2)

    assert ticket["assignee"] is None
    assert alice.ticket(ticket["id"])["assignee"]["id"] == alice.id


@pytest.mark.acceptance(81, 130)
@pytest.mark.parametrize(
    ("after", "said"), [(SINCE, "We are here."), (SOON, TEXTS["reply_out_of_hours"])]
)
def test_a_visitor_is_told_once_a_chat_whether_the_team_is_there(
    shop: Shop, agent: Agent, after: timedelta, said: str
) -> None:
    shop.opens(after=after, web_chat=TEXTS)
    visitor = shop.visitor(email=shop.address("tess"))
    visitor.write("Hello?")
    visitor.write("Anybody?")
    first = visitor.texts()
    [ticket] = agent.tickets()
    visitor.call("POST", "end").ok()
    visitor.write("Me again")
    visitor.after = 0

    assert first == ["Hello?", said, "Anybody?"]
    assert agent.thread(ticket["id"])[1]["is_automatic"] is True
    assert visitor.texts() == ["Me again", said]
    shop.server.wait(minutes=10)
    assert shop.sent() == []


@pytest.mark.acceptance(81)
def test_an_empty_text_says_nothing_in_hours(shop: Shop) -> None:
    shop.opens(after=SINCE, web_chat={**TEXTS, "reply_in_hours": ""})
    visitor = shop.visitor()
    visitor.write("Hello?")

    assert visitor.texts() == ["Hello?"]


@pytest.mark.acceptance(81)
def test_without_a_calendar_nothing_is_said(shop: Shop) -> None:
    shop.set(web_chat=TEXTS)
    visitor = shop.visitor()
    visitor.write("Hello?")

    assert visitor.texts() == ["Hello?"]


@pytest.mark.acceptance(42, 81)
def test_spam_is_told_nothing_also_when_it_turns_out_to_be_none(shop: Shop, agent: Agent) -> None:
    shop.opens(after=SOON, web_chat=TEXTS)
    visitor = shop.visitor()
    visitor.write(OFFER)
    [ticket] = agent.tickets(view="spam")
    agent.do(ticket["id"], "not_spam")

    assert visitor.texts() == [OFFER]


@pytest.mark.acceptance(81)
def test_mail_gets_no_such_answer(shop: Shop) -> None:
    shop.opens(after=SOON, web_chat=TEXTS)
    ticket = shop.first_mail()["id"]

    assert len(shop.owner.thread(ticket)) == 1
    assert shop.sent() == []


@pytest.mark.acceptance(129)
def test_somebody_available_goes_on_in_the_chat(shop: Shop, alice: Agent) -> None:
    shop.opens(after=SINCE, web_chat=TEXTS)
    visitor = shop.visitor()
    visitor.write("Hello?")
    [ticket] = alice.tickets(view="mine")
    alice.do(ticket["id"], "replies", text="Alice here")

    assert visitor.texts() == ["Hello?", "We are here.", "Alice here"]

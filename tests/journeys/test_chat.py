"""A visitor chats, the team answers, and who has left gets one mail."""

from typing import Any

import pytest

from tests.journeys.shop import Agent, Shop, Visitor


def ticket_of(agent: Agent) -> dict[str, Any]:
    [ticket] = agent.tickets(channel="webchat")
    return ticket


@pytest.mark.acceptance(1, 14, 19, 29)
def test_a_chat_is_a_ticket_and_answers_come_with_the_next_poll(shop: Shop, agent: Agent) -> None:
    visitor = shop.visitor(email=shop.address("tess"), name="Tess")
    empty = visitor.poll()
    visitor.write("Is the fern there?")
    visitor.write("The green one")
    ticket = ticket_of(agent)
    before = visitor.texts()
    agent.do(ticket["id"], "replies", text="It is!")

    assert (empty["data"], empty["conversation"]) == ([], "")
    assert before == ["Is the fern there?", "The green one"]
    assert visitor.texts() == ["It is!"]
    assert visitor.texts() == []
    assert ticket["customer"]["email"] == shop.address("tess")
    assert (ticket["status"], ticket["preview"]) == ("open", "The green one")


@pytest.mark.acceptance(19, 20)
@pytest.mark.parametrize("who_ends", ["the team", "the visitor"])
def test_after_its_end_the_next_message_is_another_ticket(
    shop: Shop, agent: Agent, who_ends: str
) -> None:
    visitor = shop.visitor()
    visitor.write("First")
    first = ticket_of(agent)["id"]
    if who_ends == "the team":
        agent.do(first, "close")
    else:
        visitor.call("POST", "end").ok()
    over = visitor.poll()["is_ended"]
    visitor.write("Second")

    tickets = agent.tickets(channel="webchat", status="any")
    fresh = next(agent.ticket(each["id"]) for each in tickets if each["id"] != first)
    assert over
    assert len(tickets) == 2
    assert fresh["linked_ticket_id"] == first
    assert [entry["text"] for entry in agent.thread(fresh["id"])] == ["Second"]


@pytest.mark.acceptance(20)
def test_a_closed_chat_is_reopened_by_nobody(shop: Shop, agent: Agent) -> None:
    shop.visitor(email=shop.address("tess")).write("First")
    path = f"/v1/tickets/{ticket_of(agent)['id']}"
    agent.call("POST", f"{path}/close").ok()
    reopened = agent.call("POST", f"{path}/reopen")
    answered = agent.call("POST", f"{path}/replies", {"text": "One more thing"})

    assert (reopened.status, reopened.body["code"]) == (409, "closed_chat")
    assert (answered.status, answered.body["code"]) == (409, "closed_chat")


@pytest.fixture
def left(shop: Shop, agent: Agent) -> tuple[Visitor, str]:
    """Return a visitor who wrote and left, and their ticket, answered a moment later."""
    visitor = shop.visitor(email=shop.address("tess"), name="Tess")
    visitor.poll()
    visitor.write("Hello?")
    ticket = ticket_of(agent)["id"]
    shop.server.wait(seconds=61)
    agent.do(ticket, "replies", text="Here I am")
    agent.do(ticket, "replies", text="What can I do?")
    return visitor, ticket


@pytest.mark.acceptance(77, 78)
def test_who_has_left_gets_exactly_one_mail_between_three_and_four_minutes(
    shop: Shop, agent: Agent, left: tuple[Visitor, str]
) -> None:
    shop.server.wait(seconds=175)
    too_early = shop.sent()
    shop.server.wait(seconds=65)
    [mail] = shop.sent()
    agent.do(left[1], "replies", text="Still there?")
    shop.server.wait(hours=2)

    assert too_early == []
    assert mail["to"] == [shop.address("tess")]
    assert "Here I am" in mail["text"]
    assert "What can I do?" in mail["text"]
    assert "Hello?" not in mail["text"]
    assert "+" in mail["headers"]["Reply-To"]
    assert len(shop.sent()) == 1


@pytest.mark.acceptance(78)
def test_a_newer_reply_moves_the_mail(shop: Shop, agent: Agent, left: tuple[Visitor, str]) -> None:
    shop.server.wait(seconds=120)
    agent.do(left[1], "replies", text="By the way")
    shop.server.wait(seconds=120)
    too_early = shop.sent()
    shop.server.wait(seconds=125)

    assert too_early == []
    assert "By the way" in shop.sent()[0]["text"]


@pytest.mark.acceptance(78)
@pytest.mark.parametrize("sign", ["seen", "answered", "online"])
def test_who_is_there_or_has_read_it_gets_no_mail(
    shop: Shop, left: tuple[Visitor, str], sign: str
) -> None:
    visitor, _ = left
    if sign == "seen":
        visitor.call("POST", "seen", {}).ok()
    elif sign == "answered":
        visitor.write("Thanks")
    for _ in range(8):
        shop.server.wait(seconds=40)
        if sign == "online":
            visitor.poll()

    assert shop.sent() == []


@pytest.mark.acceptance(78)
def test_who_goes_offline_later_gets_the_mail_then(shop: Shop, left: tuple[Visitor, str]) -> None:
    for _ in range(8):
        shop.server.wait(seconds=40)
        left[0].poll()
    assert shop.sent() == []

    shop.server.wait(seconds=125)
    assert len(shop.sent()) == 1


def test_the_mail_can_be_switched_off(shop: Shop, agent: Agent) -> None:
    shop.set(web_chat={"follow_up_email": {"enabled": False}})
    shop.visitor(email=shop.address("tess")).write("Hello?")
    agent.do(ticket_of(agent)["id"], "replies", text="Here I am")
    shop.server.wait(minutes=10)

    assert shop.sent() == []


@pytest.mark.acceptance(77, 79)
def test_the_mail_comes_from_the_shops_support_address(shop: Shop, agent: Agent) -> None:
    address = f"chat@shop{shop.number}.example"
    shop.set(web_chat={"follow_up_email": {"from_address": address}})
    shop.visitor(email=shop.address("tess")).write("Hello?")
    agent.do(ticket_of(agent)["id"], "replies", text="Here I am")
    shop.server.wait(minutes=5)

    assert address in shop.sent()[0]["from"]


def test_an_answer_to_the_mail_joins_the_open_chat_and_is_answered_by_mail(
    shop: Shop, agent: Agent, left: tuple[Visitor, str]
) -> None:
    shop.server.wait(minutes=5)
    [mail] = shop.sent()
    shop.mail(sender=shop.address("tess"), to=mail["headers"]["Reply-To"], text="By mail now")
    agent.do(left[1], "replies", text="By mail too")

    [*_, theirs, ours] = agent.thread(left[1])
    assert (theirs["text"], theirs["channel"], theirs["flags"]) == ("By mail now", "email", [])
    assert "By mail too" in shop.sent()[0]["text"]
    assert (len(shop.sent()), ours["state"]) == (2, "delivered")
    shop.server.wait(minutes=10)
    assert len(shop.sent()) == 2


def test_an_answer_to_the_mail_after_the_close_is_a_linked_mail_ticket(
    shop: Shop, agent: Agent, left: tuple[Visitor, str]
) -> None:
    shop.server.wait(minutes=5)
    agent.do(left[1], "close")
    reply_to = shop.sent()[0]["headers"]["Reply-To"]
    shop.mail(sender=shop.address("tess"), to=reply_to, text="Late thanks")

    [fresh] = agent.tickets()
    assert (fresh["channel"], agent.ticket(fresh["id"])["linked_ticket_id"]) == ("email", left[1])
    assert agent.ticket(left[1])["status"] == "closed"


def test_a_long_answer_reaches_the_visitor_whole(shop: Shop, agent: Agent) -> None:
    visitor = shop.visitor(email=shop.address("tess"))
    visitor.write("Tell me everything")
    everything = "All of it. " * 800
    agent.do(ticket_of(agent)["id"], "replies", text=everything)
    shop.server.wait(minutes=5)

    assert everything.strip() in " ".join(shop.sent()[0]["text"].split())
    assert visitor.texts()[-1] == everything


def test_nothing_that_happens_between_hides_an_answer(shop: Shop, agent: Agent) -> None:
    visitor = shop.visitor()
    visitor.write("Hello?")
    visitor.poll()
    ticket = ticket_of(agent)["id"]
    agent.do(ticket, "replies", text="Here I am")
    for number in range(60):
        agent.call("POST", f"/v1/tickets/{ticket}/notes", {"text": f"note {number}"}).ok()

    assert visitor.texts() == ["Here I am"]

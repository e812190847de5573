"""Where a customer's next mail goes: by our token, by the ids it names, never by its words."""

from typing import Any

import pytest

from tests.journeys.shop import Agent, Shop

pytestmark = pytest.mark.thorough


@pytest.fixture
def ticket(shop: Shop, agent: Agent) -> dict[str, Any]:
    """Return Ann's ticket, answered once."""
    ticket = shop.first_mail("ann", subject="Late", text="Where is it?")
    agent.do(ticket["id"], "replies", text="On its way.")
    return ticket


def texts(agent: Agent, ticket: dict[str, Any]) -> list[str]:
    return [entry["text"] for entry in agent.thread(ticket["id"]) if entry["kind"] == "message"]


@pytest.mark.acceptance(22, 52)
def test_an_answer_to_the_token_joins_and_reopens_after_two_years(
    shop: Shop, agent: Agent, ticket: dict[str, Any]
) -> None:
    agent.do(ticket["id"], "close")
    shop.server.wait(days=731)
    token = shop.sent()[0]["headers"]["Reply-To"]
    shop.mail(sender=shop.address("ann"), to=token, subject="Other words", text="Still nothing")

    assert agent.ticket(ticket["id"])["status"] == "open"
    assert agent.events(ticket["id"])[-2:] == ["closed", "reopened"]
    assert texts(agent, ticket)[-1] == "Still nothing"
    assert len(agent.tickets(status="any")) == 1


@pytest.mark.acceptance(21, 22)
@pytest.mark.parametrize("header", ["In_Reply_To", "References"])
def test_an_answer_that_only_names_our_mail_joins(
    shop: Shop, agent: Agent, ticket: dict[str, Any], header: str
) -> None:
    ours = shop.sent()[0]["headers"]["Message-ID"]
    others = {"References": f"<x@elsewhere.example> {ours} <y@elsewhere.example>"}
    named: dict[str, Any] = {header: others.get(header, ours)}
    shop.mail(sender=shop.address("ann"), subject="Re: Something", text="Thanks!", **named)

    assert texts(agent, ticket) == ["Where is it?", "On its way.", "Thanks!"]


def test_an_answer_from_another_address_joins_and_says_so(
    shop: Shop, agent: Agent, ticket: dict[str, Any]
) -> None:
    token = shop.sent()[0]["headers"]["Reply-To"]
    shop.mail(sender=shop.address("ben"), to=token, text="Ben here, for Ann")
    agent.do(ticket["id"], "replies", text="Hello both")

    [*_, last, _] = agent.thread(ticket["id"])
    assert (last["sender"], last["flags"]) == (shop.address("ben"), ["not_requester"])
    assert agent.ticket(ticket["id"])["participants"] == [shop.address("ben")]
    assert agent.ticket(ticket["id"])["customer"]["email"] == shop.address("ann")
    assert shop.sent()[0]["to"] == [shop.address("ann")]


@pytest.mark.parametrize("where", ["Cc", "Delivered-To", "X-Forwarded-To"])
def test_the_token_counts_wherever_it_is_named(
    shop: Shop, agent: Agent, ticket: dict[str, Any], where: str
) -> None:
    token = shop.sent()[0]["headers"]["Reply-To"]
    shop.mail(sender=shop.address("ann"), text="Thanks!", **{where.replace("-", "_"): token})

    assert texts(agent, ticket)[-1] == "Thanks!"


@pytest.mark.acceptance(21)
def test_the_same_subject_and_person_make_another_ticket(
    shop: Shop, agent: Agent, ticket: dict[str, Any]
) -> None:
    again = f"Re: Late [#{ticket['number']}] {ticket['id']}"
    shop.mail(sender=shop.address("ann"), subject=again, text=f"See {ticket['id']}")

    assert len(agent.tickets()) == 2
    assert len(texts(agent, ticket)) == 2


def test_a_forged_token_makes_a_new_ticket_and_loses_nothing(
    shop: Shop, agent: Agent, ticket: dict[str, Any]
) -> None:
    token = shop.sent()[0]["headers"]["Reply-To"]
    name, _, domain = token.partition("@")
    forged = f"{name[:-4]}aaaa@{domain}"
    shop.mail(sender=shop.address("eve"), to=forged, subject="Hi", text="Let me in")

    [fresh] = [each for each in agent.tickets() if each["id"] != ticket["id"]]
    assert texts(agent, fresh) == ["Let me in"]
    assert len(texts(agent, ticket)) == 2


def test_the_same_mail_twice_is_one_message_and_another_body_is_kept(
    shop: Shop, agent: Agent, ticket: dict[str, Any]
) -> None:
    token = shop.sent()[0]["headers"]["Reply-To"]
    mail = {"sender": shop.address("ann"), "to": token, "Message_ID": "<same@home.example>"}
    for words in ("Same", "Same", "Changed"):
        raw = b"".join((
            f"From: {mail['sender']}\r\nTo: {token}\r\n".encode(),
            f"Message-ID: {mail['Message_ID']}\r\n\r\n{words}\r\n".encode(),
        ))  # fmt: skip
        shop.server.mail(raw, token)

    assert texts(agent, ticket)[2:] == ["Same", "Changed"]


def test_an_out_of_office_answer_is_kept_and_disturbs_nobody(
    shop: Shop, agent: Agent, ticket: dict[str, Any]
) -> None:
    token = shop.sent()[0]["headers"]["Reply-To"]
    agent.do(ticket["id"], "read")
    agent.do(ticket["id"], "close")
    absent = {"Auto_Submitted": "auto-replied", "subject": "Out of office"}
    shop.mail(sender=shop.address("ann"), to=token, text="I am away", **absent)

    now = agent.ticket(ticket["id"])
    assert (now["status"], now["is_unread"]) == ("closed", False)
    assert texts(agent, ticket)[-1] == "I am away"
    assert len(shop.sent()) == 1


def test_a_mail_that_cannot_be_read_is_a_ticket_with_the_raw_mail(shop: Shop, agent: Agent) -> None:
    shop.server.mail(b"\x00\xff\x00 not a mail at all", shop.inbox)

    [ticket] = agent.tickets()
    [message] = agent.thread(ticket["id"])
    link = agent.get(f"/v1/messages/{message['id']}/raw")["url"]
    raw = shop.server.call("GET", link.partition(str(shop.server.port))[2]).ok()
    assert raw == b"\x00\xff\x00 not a mail at all"


def test_a_mail_to_two_shops_is_a_ticket_in_each(shop: Shop, agent: Agent) -> None:
    first = shop.server.run["accounts"][0]
    raw = b"From: x@two.example\r\nSubject: Both\r\nMessage-ID: <both@two.example>\r\n\r\nHi\r\n"
    shop.server.mail(raw, shop.inbox, first["inbound_address"])

    assert [each["subject"] for each in agent.tickets()] == ["Both"]
    key = first["agents"][0]["api_key"]
    theirs = shop.server.call("GET", "/v1/tickets", token=key).ok()["data"]
    assert "Both" in [each["subject"] for each in theirs]

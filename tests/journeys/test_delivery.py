"""What becomes of the team's mails, and whose address they come from."""

import re

import pytest

from tests.journeys.shop import Agent, Shop, open_shop

pytestmark = pytest.mark.thorough


def states(agent: Agent, ticket: str) -> list[str]:
    return [entry["state"] for entry in agent.thread(ticket) if entry.get("state")]


@pytest.mark.parametrize(
    ("name", "state", "detail"),
    [
        ("ann@mail{}.example", "delivered", None),
        ("bounce@simulator{}.example", "failed", "550"),
        ("complaint@simulator{}.example", "delivered", "complaint"),
    ],
)
def test_what_the_mail_service_reports_comes_back_to_the_message(
    shop: Shop, agent: Agent, name: str, state: str, detail: str | None
) -> None:
    shop.mail(sender=name.format(shop.number))
    [ticket] = agent.tickets()
    agent.do(ticket["id"], "replies", text="Hello")

    message = agent.thread(ticket["id"])[-1]
    assert message["state"] == state
    assert message["state_detail"] is None if detail is None else detail in message["state_detail"]


def test_a_message_that_may_have_left_is_never_sent_again_by_itself(
    shop: Shop, agent: Agent
) -> None:
    ticket = shop.first_mail()["id"]
    fault = {"call": "sesv2.SendEmail", "kind": "error", "times": 9}
    shop.server.call("POST", "/dev/faults", fault).ok()
    agent.do(ticket, "replies", text="Once only")
    shop.server.call("DELETE", "/dev/faults").ok()
    shop.server.wait(hours=6)
    before = states(agent, ticket), len(shop.sent())
    message = agent.thread(ticket)[-1]["id"]
    agent.call("POST", f"/v1/messages/{message}/retry").ok()
    shop.server.drain()

    assert before == (["unknown"], 0)
    assert (states(agent, ticket), len(shop.sent())) == (["delivered"], 1)


def test_a_lost_answer_of_the_mail_service_sends_nothing_twice(shop: Shop, agent: Agent) -> None:
    ticket = shop.first_mail()["id"]
    fault = {"call": "sesv2.SendEmail", "kind": "lost_reply", "times": 1}
    shop.server.call("POST", "/dev/faults", fault).ok()
    agent.do(ticket, "replies", text="Once only")
    shop.server.wait(hours=2)

    [mail] = shop.sent()
    assert states(agent, ticket) == ["delivered"]
    answer = {"In_Reply_To": mail["headers"]["Message-ID"]}
    shop.mail(sender=shop.address("ann"), text="Thanks", **answer)
    assert agent.thread(ticket)[-1]["text"] == "Thanks"


@pytest.mark.acceptance(15, 69)
def test_forwarding_is_proved_by_its_own_test_mail(shop: Shop, agent: Agent) -> None:
    support = f"help@shop{shop.number}.example"
    owner, path = shop.owner, "/v1/settings/email/addresses"
    added = owner.call("POST", path, {"address": support}).ok()
    owner.call("POST", f"{path}/{support}/test").ok()
    shop.server.drain()
    test = next(mail for mail in shop.server.outbox() if mail["to"] == [support])
    raw = (
        f"From: {test['from']}\r\nTo: {support}\r\nSubject: {test['subject']}\r\n\r\n{test['text']}"
    )
    shop.server.mail(raw.encode(), added["forward_to"])
    [known] = owner.get("/v1/settings")["email"]["addresses"]
    ticket = shop.first_mail(to=support, X_Forwarded_To=shop.inbox) if False else None

    assert (added["state"], added["forward_to"]) == ("pending", shop.inbox)
    assert (known["state"], ticket) == ("verified", None)
    assert agent.tickets() == []
    answered = shop.first_mail()["id"]
    agent.do(answered, "replies", text="Hello")
    assert re.search(rf"\b{re.escape(support)}\b", shop.sent()[0]["from"])


def test_nobody_sends_from_anothers_address(shop: Shop, agent: Agent) -> None:
    other = open_shop(shop.server)
    address = f"help@shop{shop.number}.example"
    path = "/v1/settings/email/addresses"
    shop.owner.call("POST", path, {"address": address}).ok()
    shop.owner.call("POST", f"{path}/{address}/test").ok()
    shop.server.drain()
    test = next(mail for mail in shop.server.outbox() if mail["to"] == [address])
    shop.server.mail(f"Subject: {test['subject']}\r\n\r\n{test['text']}".encode(), shop.inbox)
    body = {"web_chat": {"follow_up_email": {"from_address": address}}}

    assert other.owner.call("PATCH", "/v1/settings", body).status == 422
    assert shop.owner.call("PATCH", "/v1/settings", body).status == 200

"""What the free inbox keeps, each thing as its users meet it (acceptance 7)."""

from datetime import timedelta

import pytest

from tests.journeys import messengers, phones
from tests.journeys.shop import Agent, Shop

pytestmark = pytest.mark.acceptance(7)
OFFER = (
    "Guaranteed first page rankings on Google! Buy 10,000 backlinks today, special price $99. "
    "Click https://rank.example/buy now, unsubscribe here https://rank.example/stop"
)


@pytest.fixture
def shop(shop: Shop) -> Shop:
    """Return a shop on the free inbox."""
    wanted = {"account_id": shop.account["id"], "plan": "inbox"}
    shop.server.call("POST", "/dev/plan", wanted).ok()
    shop.server.wait(minutes=1)  # the account is remembered for some seconds
    assert shop.owner.get("/v1/me")["account"]["features"] == []
    return shop


def test_macros(shop: Shop, agent: Agent) -> None:
    wanted = {"title": "Late", "text": "Hello {{customer_display_name}}, it is late."}
    macro = shop.owner.call("POST", "/v1/macros", wanted).ok()
    shop.owner.call("PATCH", f"/v1/macros/{macro['id']}", {"title": "Delay"}).ok()
    ticket = shop.first_mail()
    filled = agent.call("POST", f"/v1/tickets/{ticket['id']}/macros/{macro['id']}/preview", {}).ok()
    agent.do(ticket["id"], "replies", text=filled["text"])

    assert [each["title"] for each in agent.get("/v1/macros")["data"]] == ["Delay"]
    assert "it is late." in shop.sent()[0]["text"]


def test_several_agents_share_the_work(shop: Shop, agent: Agent) -> None:
    bob = shop.invite("bob")
    ticket = shop.first_mail()["id"]
    agent.do(ticket, "notes", text="Bob knows more.")
    agent.do(ticket, "assign", agent_id=bob.id)
    bob.do(ticket, "snooze", preset="later_today")
    bulk = {"ticket_ids": [ticket], "action": {"type": "close"}}

    assert bob.ticket(ticket)["assignee"]["id"] == bob.id
    assert [m["text"] for m in bob.thread(ticket) if m["kind"] == "note"] == ["Bob knows more."]
    assert bob.call("POST", "/v1/tickets/bulk", bulk).status != 402
    assert [each["id"] for each in bob.tickets(view="mine", status="any")] == [ticket]


def test_mail_is_answered(shop: Shop, agent: Agent) -> None:
    ticket = shop.first_mail()
    agent.do(ticket["id"], "replies", text="It is on its way.")

    assert shop.sent()[0]["text"].startswith("It is on its way.")


def test_texts_are_answered(shop: Shop, agent: Agent) -> None:
    ann = phones.phone(phones.connect(shop))
    ann.text("Where is my fern?")
    [ticket] = agent.tickets(channel="sms")
    agent.do(ticket["id"], "replies", text="It left this morning.")

    assert ann.shows() == ["It left this morning."]


@pytest.mark.parametrize("channel", ["whatsapp", "instagram"])
def test_messages_are_answered(shop: Shop, agent: Agent, channel: str) -> None:
    ann = messengers.phone(messengers.connect(shop, channel))
    ann.write("Where is my fern?")
    [ticket] = agent.tickets(channel=channel)
    agent.do(ticket["id"], "replies", text="It left this morning.")

    assert ann.received() == ["It left this morning."]


def test_chats_are_answered_by_the_team_and_by_the_automatic_answer(
    shop: Shop, agent: Agent
) -> None:
    texts = {"reply_in_hours": "We are here.", "reply_out_of_hours": "We sleep."}
    shop.opens(after=timedelta(hours=-1), web_chat=texts)
    tess = shop.visitor(name="Tess")
    tess.write("Hello?")
    [ticket] = agent.tickets(channel="webchat")
    agent.do(ticket["id"], "replies", text="Hello Tess!")

    assert tess.texts() == ["Hello?", "We are here.", "Hello Tess!"]


def test_texts_get_the_automatic_answer(shop: Shop) -> None:
    shop.set(sms={"autoresponder": {"mode": "all", "text": "We answer within a day."}})
    ann = phones.phone(phones.connect(shop))
    ann.text("Where is my fern?")

    assert ann.shows() == ["We answer within a day."]


def test_the_customers_profile_stands_beside_the_ticket(shop: Shop, agent: Agent) -> None:
    ticket = shop.first_mail()
    path = f"/v1/customers/{ticket['customer']['id']}"
    agent.call("PATCH", path, {"name": "Ann Avery"}).ok()

    assert agent.get(path)["name"] == "Ann Avery"
    assert agent.get(f"{path}/events")["data"] == []
    assert agent.get(f"{path}/orders")["state"] == "not_connected"
    assert [each["id"] for each in agent.get(f"{path}/tickets")["data"]] == [ticket["id"]]


def test_spam_is_filtered_and_a_mistake_put_right(shop: Shop, agent: Agent) -> None:
    ticket = shop.first_mail("seo", text=OFFER)
    found = [each["id"] for each in agent.tickets(view="spam")]
    agent.do(ticket["id"], "not_spam")

    assert found == [ticket["id"]]
    assert [each["id"] for each in agent.tickets()] == [ticket["id"]]


def test_what_is_switched_on_may_be_switched_off_and_not_on(shop: Shop) -> None:
    for name in ("round_robin", "auto_close"):
        refused = shop.owner.call("PATCH", "/v1/settings", {name: {"enabled": True}})
        assert (refused.status, refused.body["feature"]) == (402, name)
    weekly = {"reports": {"weekly_email": {"is_on": True, "to": [shop.owner.email]}}}
    assert shop.owner.call("PATCH", "/v1/settings", weekly).body["feature"] == "reports"
    shop.set(round_robin={"enabled": False})

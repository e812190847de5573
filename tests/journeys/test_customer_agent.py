"""The Customer Agent answers first in the chat, and hands off to the team where it cannot."""

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.customer_agent.talk.words import SENT_TO_TEAM
from tests.journeys.phones import Phone, connect, phone
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
    page = visitor.poll()

    [ticket] = agent.tickets(channel="webchat")
    agent.do(ticket["id"], "replies", text="Yes, it can!")
    visitor.write("Thank you!")
    thread = agent.thread(ticket["id"])

    assert (asked, stage, done, again) == ("offered", "email", "routed", "routed")
    assert (before, still) == ([], [])
    told = [(m["author"], m["text"]) for m in page["data"] if m["direction"] == "outbound"]
    assert told[-1] == ({"type": "customer_agent", "name": "Robin"}, SENT_TO_TEAM["en"])
    assert ticket["customer"]["email"] == helped.address("tess")
    assert ticket["customer"]["id"]
    assert (ticket["is_unread"], ticket["status"]) == (True, "open")
    words = [entry["text"] for entry in thread if entry["kind"] == "message"]
    assert words[:3] == [QUESTION, ANSWER, RIDDLE]
    assert all(entry["created_at"] for entry in thread)
    assert agent.events(ticket["id"])[:3] == ["offered_handoff", "accepted_handoff", "handed_off"]
    assert visitor.texts() == ["Yes, it can!", "Thank you!"]


@pytest.mark.acceptance(126)
def test_without_the_click_nobody_is_asked_for(helped: Shop, agent: Agent) -> None:
    visitor = helped.visitor()
    early = visitor.call("POST", "handoff", {"is_wanted": True})
    visitor.write(QUESTION)
    unasked = visitor.call("POST", "handoff", {"is_wanted": True})
    visitor.write(RIDDLE)
    declined = visitor.call("POST", "handoff", {"is_wanted": False}).ok()
    again = visitor.call("POST", "handoff", {"is_wanted": False}).ok()
    late = visitor.call("POST", "handoff", {"is_wanted": True})
    helped.server.wait(minutes=30)
    visitor.write(QUESTION)

    assert [a.body["code"] for a in (early, unasked, late)] == ["not_offered"] * 3
    assert (declined, again) == ({"handoff": None}, {"handoff": None})
    assert visitor.texts() == [QUESTION, ANSWER, RIDDLE, QUESTION, ANSWER]
    assert agent.tickets(status="any") == []


@pytest.mark.acceptance(130)
@pytest.mark.parametrize("hour", ["open", "closed"])
def test_who_finds_nobody_is_told_what_the_hour_has_to_say(
    helped: Shop, agent: Agent, hour: str
) -> None:
    texts = {"reply_in_hours": "All are busy.", "reply_out_of_hours": "We are back tomorrow."}
    after = timedelta(hours=-1 if hour == "open" else 3)
    helped.opens(after=after, web_chat=texts)
    helped.server.wait(seconds=6)
    visitor = helped.visitor()
    visitor.write(RIDDLE)
    before = visitor.texts()
    wants_human(visitor, email=helped.address("tess"))

    assert before == [RIDDLE]
    assert visitor.texts() == [texts["reply_in_hours" if hour == "open" else "reply_out_of_hours"]]
    assert [ticket["assignee"] for ticket in agent.tickets()] == [None]


@pytest.mark.acceptance(129)
def test_whoever_has_the_turn_gets_it_and_a_known_shopper_is_asked_for_nothing(
    helped: Shop, agent: Agent
) -> None:
    helped.set(round_robin={"enabled": True})
    agent.go("online")
    helped.server.wait(seconds=6)
    visitor = helped.shopper("tess-7", name="Tess")
    visitor.write(RIDDLE)
    stage = wants_human(visitor)

    [ticket] = agent.tickets(view="mine")
    assert stage == "routed"
    assert ticket["assignee"]["id"] == agent.id


@pytest.mark.acceptance(136)
def test_where_nobody_is_handed_off_a_message_says_where_to_look(
    helped: Shop, agent: Agent
) -> None:
    links = [{"label": "Help centre", "url": "https://shop.example/help"}]
    handoff = {"method": "none", "message": "Please look here.", "links": links}
    set_up(helped, channels={"chat": {"handoff": handoff}})
    visitor = helped.visitor()
    for question in (RIDDLE, "And the green one for my cat?"):
        visitor.write(question)
    page = visitor.poll()

    told = "Please look here.\nHelp centre: https://shop.example/help"
    assert [m["text"] for m in page["data"] if m["direction"] == "outbound"] == [told, told]
    assert page["handoff"] is None
    assert visitor.call("POST", "handoff", {"is_wanted": True}).status == 409
    assert agent.tickets(status="any") == []


@pytest.mark.thorough
def test_what_was_offered_stays_offered_when_settings_change(helped: Shop, agent: Agent) -> None:
    visitor = helped.visitor()
    visitor.write(RIDDLE)
    set_up(helped, channels={"chat": {"handoff": {"method": "none", "message": "No."}}})
    stage = wants_human(visitor, email=helped.address("tess"))

    assert stage == "routed"
    assert len(agent.tickets()) == 1


def test_a_human_takes_over_from_the_console_at_any_time(helped: Shop, agent: Agent) -> None:
    visitor = helped.visitor()
    visitor.write(QUESTION)
    [talk] = agent.get("/v1/customer_agent/conversations")["data"]
    agent.do(talk["ticket_id"], "replies", text="Hello, this is Alice.")
    visitor.write(QUESTION)

    assert visitor.texts() == [QUESTION, ANSWER, "Hello, this is Alice.", QUESTION]
    assert [ticket["id"] for ticket in agent.tickets()] == [talk["ticket_id"]]
    assert agent.events(talk["ticket_id"])[:1] == ["handed_off"]


@pytest.mark.thorough
@pytest.mark.acceptance(140, 141)
def test_figures_tell_how_conversations_ended_and_what_is_not_known(
    helped: Shop, agent: Agent
) -> None:
    helpless, content, gone = (helped.visitor() for _ in range(3))
    helpless.write(RIDDLE)
    wants_human(helpless, email=helped.address("tess"))
    content.write(QUESTION)
    gone.write("Can a parrot wear this blue scarf")
    today = helped.now().date().isoformat()
    helped.server.wait(hours=49)

    shown = agent.get("/v1/customer_agent/conversations")["data"]
    metrics = agent.get(f"/v1/customer_agent/metrics?from={today}&to={today}")
    routed = agent.get("/v1/customer_agent/conversations?outcome=routed&channel=chat")["data"]
    [gap] = agent.get("/v1/customer_agent/unanswered")["data"]
    forgotten = helped.owner.call("DELETE", f"/v1/customer_agent/unanswered/{gap['id']}")

    assert [(t["first_question"], t["outcome"]) for t in shown] == [
        ("Can a parrot wear this blue scarf", "closed"), (QUESTION, "resolved"),
        (RIDDLE, "routed"),
    ]  # fmt: skip
    assert [(t["reason"], t["customer"]["email"]) for t in routed] == [
        ("unknown", helped.address("tess"))
    ]
    counts = {name: metrics[name] for name in ("conversations", "ended", "open")}
    assert counts == {"conversations": 3, "ended": 3, "open": 0}
    assert (metrics["resolution_rate"], metrics["routed_rate"]) == (0.6667, 0.3333)
    assert metrics["by_channel"]["chat"]["closed"] == 1
    assert (gap["count"], gap["question"]) == (2, RIDDLE)
    assert (forgotten.status, agent.get("/v1/customer_agent/unanswered")["data"]) == (204, [])


def texts_of(agent: Agent, ticket_id: str) -> list[str]:
    return [entry["text"] for entry in agent.thread(ticket_id) if entry["kind"] == "message"]


@pytest.mark.acceptance(123, 126)
def test_a_text_is_answered_and_what_is_not_known_goes_to_the_team_at_once(
    helped: Shop, agent: Agent
) -> None:
    ann = phone(connect(helped))
    set_up(helped, channels={"sms": {"is_on": True}})
    helped.set(sms={"notify": [helped.address("boss")]})
    ann.text(QUESTION)
    before, unread = agent.tickets(status="any"), helped.sent()
    ann.text("STOP")
    ann.text("START")
    ann.text(RIDDLE)

    [ticket] = agent.tickets(channel="sms")
    sent = "Your conversation was sent to our team. Somebody will answer you here."
    assert (before, unread) == ([], [])
    assert [mail["to"] for mail in helped.sent()] == [[helped.address("boss")]]
    assert [each for each in ann.shows() if each in (ANSWER, sent)] == [ANSWER, sent]
    assert texts_of(agent, ticket["id"]) == [QUESTION, ANSWER, RIDDLE, sent]
    assert agent.events(ticket["id"])[0] == "handed_off"
    assert ticket["is_unread"]


@pytest.mark.thorough
def test_a_machines_mail_is_never_answered(helped: Shop, agent: Agent) -> None:
    set_up(helped, channels={"email": {"is_on": True}})
    helped.mail(sender=helped.address("bot"), text=QUESTION, Auto_Submitted="auto-replied")
    helped.mail(sender=helped.address("ann"), subject=QUESTION, text=QUESTION)
    helped.mail(sender=helped.address("eve"), subject="Parrots", text=RIDDLE)

    mails = {mail["to"][0]: mail["text"] for mail in helped.sent()}
    assert ANSWER in mails[helped.address("ann")]
    assert "was sent to our team" in mails[helped.address("eve")]
    assert helped.address("bot") not in mails
    subjects = [ticket["subject"] for ticket in agent.tickets(channel="email")]
    assert "Parrots" in subjects
    assert QUESTION not in subjects


def test_switched_off_what_waits_goes_to_the_team(helped: Shop, agent: Agent) -> None:
    visitor = helped.visitor()
    visitor.write(QUESTION)
    set_up(helped, is_on=False)
    visitor.write(QUESTION)

    assert visitor.texts()[:3] == [QUESTION, ANSWER, QUESTION]
    assert len(agent.tickets()) == 1


def test_who_texts_a_lot_is_answered_each_time(helped: Shop) -> None:
    ann = phone(connect(helped))
    set_up(helped, channels={"sms": {"is_on": True}})
    for _ in range(11):
        ann.text(QUESTION)

    assert ann.shows().count(ANSWER) == 11


def test_an_answer_that_does_not_arrive_brings_the_team(helped: Shop, agent: Agent) -> None:
    ann = Phone(helped.server, connect(helped), "+447700900003").agree()
    set_up(helped, channels={"sms": {"is_on": True}})
    ann.text(QUESTION)
    helped.server.drain()

    [ticket] = agent.tickets(channel="sms")
    [talk] = agent.get("/v1/customer_agent/conversations")["data"]
    assert talk["customer"]["phone"] == ann.address
    said = [entry for entry in agent.thread(ticket["id"]) if entry["kind"] == "message"]
    assert [(entry["text"], entry["state"]) for entry in said][1:] == [(ANSWER, "failed")]
    assert (ticket["status"], ticket["is_unread"]) == ("open", True)
    assert agent.events(ticket["id"]) == ["handed_off"]


def test_who_texts_in_another_language_is_handed_off_in_it(helped: Shop) -> None:
    ann = phone(connect(helped))
    set_up(helped, channels={"sms": {"is_on": True}})
    ann.text("Kann mein Papagei den blauen Schal tragen? Ich weiß es leider nicht.")

    assert ann.shows()[-1] == SENT_TO_TEAM["de"]

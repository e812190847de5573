"""What the Customer Agent cannot solve goes on at Zendesk or Gorgias, and comes back from there."""

import pytest

from tests.journeys import phones
from tests.journeys.helpdesks import Elsewhere, asks, helped, notes, the_ticket
from tests.journeys.shop import Agent, Shop
from tests.journeys.test_customer_agent import ANSWER, QUESTION, RIDDLE, set_up, wants_human

FOLLOWS_UP = "Your conversation was sent to our team. A person will follow up with you."


@pytest.mark.acceptance(125, 127, 131, 133)
def test_a_chat_goes_on_with_a_human_at_zendesk(shop: Shop, agent: Agent) -> None:
    zendesk = helped(shop, "zendesk")
    agent.go("online")
    visitor = asks(shop)
    told = visitor.texts()
    zendesk.answer("Only the red one.")
    shown = visitor.texts()
    visitor.write("And the green one?")
    visitor.write(QUESTION)

    ours = the_ticket(agent)
    [transcript, *later] = zendesk.said()
    assert told == [QUESTION, ANSWER, RIDDLE, FOLLOWS_UP]
    assert shown == ["Only the red one."]
    assert [f":\n{text}" in transcript for text in (QUESTION, ANSWER, RIDDLE)] == [True] * 3
    assert shop.address("tess") in transcript
    assert f"[{shop.now():%Y-%m-%d}" in transcript
    assert "Profile: cus_" in transcript
    assert later == ["Only the red one.", "And the green one?", QUESTION]
    [there] = zendesk.tickets()
    [note] = notes(agent, ours)
    assert f"ticket {there['id']}: https://{zendesk.site}.zendesk.com/" in note
    assert visitor.texts() == ["And the green one?", QUESTION]
    assert (agent.tickets(status="any"), agent.badge()) == ([], 0)


@pytest.mark.acceptance(131, 134)
def test_a_chat_ends_and_goes_on_by_mail_where_gorgias_has_it(shop: Shop, agent: Agent) -> None:
    gorgias = helped(shop, "gorgias")
    visitor = asks(shop)
    page = visitor.poll()
    gorgias.answer("Only the red one.")
    after = visitor.poll()
    visitor.write(QUESTION)

    [there] = gorgias.tickets()
    by_mail = f"Our team will answer by email to {shop.address('tess')}. This chat is now closed."
    assert [message["text"] for message in page["data"]] == [QUESTION, ANSWER, RIDDLE, by_mail]
    assert (page["is_ended"], after["data"]) == (True, [])
    assert (there["channel"], there["customer"]["email"]) == ("email", shop.address("tess"))
    assert gorgias.said()[1:] == ["Only the red one."]
    talks = agent.get("/v1/customer_agent/conversations")["data"]
    assert sorted(talk["outcome"] for talk in talks) == ["open", "routed"]
    assert agent.tickets(status="any") == []


@pytest.mark.thorough
def test_gorgias_writes_mails_so_a_known_shopper_is_asked_for_an_address(shop: Shop) -> None:
    gorgias = helped(shop, "gorgias")
    visitor = shop.shopper("tess-7", name="Tess")
    visitor.write(RIDDLE)
    stage = wants_human(visitor)
    before = gorgias.tickets()
    done = wants_human(visitor, email=shop.address("tess"))

    assert (stage, before, done) == ("email", [], "routed")
    assert len(gorgias.tickets()) == 1


@pytest.mark.acceptance(139)
def test_every_question_from_then_on_goes_where_it_was_said_to_go(shop: Shop, agent: Agent) -> None:
    zendesk = helped(shop, "zendesk")
    for _ in range(2):
        asks(shop)
    sent = (len(zendesk.tickets()), len(agent.tickets()))
    own = {"method": "helpdesk", "helpdesk": "own"}
    set_up(shop, channels={"chat": {"handoff": own}})
    for _ in range(2):
        asks(shop)

    assert sent == (2, 0)
    assert (len(zendesk.tickets()), len(agent.tickets())) == (2, 2)


@pytest.mark.thorough
@pytest.mark.acceptance(132)
@pytest.mark.parametrize("name", ["zendesk", "gorgias"])
def test_texts_go_on_as_texts(shop: Shop, agent: Agent, name: str) -> None:
    elsewhere, ann = helped(shop, name, "sms"), phones.phone(phones.connect(shop))
    ann.text(QUESTION)
    ann.text(RIDDLE)
    elsewhere.answer("Only the red one.")
    ann.text("And the green one?")
    ann.text("Or the blue one?")

    [transcript, *later] = elsewhere.said()
    assert RIDDLE in transcript
    assert f"Phone: {ann.address}" in transcript
    assert later == ["Only the red one.", "And the green one?", "Or the blue one?"]
    said = (ANSWER, FOLLOWS_UP, "Only the red one.")
    assert tuple(text for text in ann.shows() if text in said) == said
    assert agent.tickets(status="any") == []


@pytest.mark.thorough
@pytest.mark.acceptance(125)
def test_mail_is_handed_over_too(shop: Shop, agent: Agent) -> None:
    zendesk = helped(shop, "zendesk", "email")
    shop.mail(sender=shop.address("tess"), subject="Parrots", text=RIDDLE)

    [there] = zendesk.tickets()
    assert (there["subject"], len(zendesk.said())) == ("Parrots", 1)
    assert shop.address("tess") in zendesk.said()[0]
    assert agent.tickets(status="any") == []


@pytest.mark.thorough
@pytest.mark.parametrize("trouble", ["failing", "too_many"])
def test_who_is_away_for_long_leaves_it_to_the_own_team(
    shop: Shop, agent: Agent, trouble: str
) -> None:
    zendesk = helped(shop, "zendesk")
    zendesk.change(trouble=trouble)
    asks(shop)
    shop.server.wait(minutes=45)
    early = agent.tickets()
    shop.server.wait(minutes=30)
    zendesk.change(trouble="")
    shop.server.wait(minutes=30)

    [ticket] = agent.tickets()
    [note] = notes(agent, ticket["id"])
    assert early == []
    assert (ticket["is_unread"], ticket["status"]) == (True, "open")
    assert note.startswith("Zendesk did not take this conversation: ")
    assert agent.events(ticket["id"])[-2:] == ["handed_off", "handed_off"]
    assert zendesk.tickets() == []


@pytest.mark.thorough
def test_who_comes_back_in_time_gets_it_all_in_order(shop: Shop, agent: Agent) -> None:
    zendesk = helped(shop, "zendesk")
    zendesk.change(trouble="failing")
    visitor = asks(shop)
    visitor.write("Are you there?")
    shop.server.wait(minutes=10)
    zendesk.change(trouble="")
    shop.server.wait(minutes=20)
    zendesk.change(trouble="failing")
    visitor.write("Hello?")
    visitor.write("Hello again?")
    shop.server.wait(minutes=10)
    zendesk.change(trouble="")
    shop.server.wait(minutes=20)

    [transcript, *later] = zendesk.said()
    assert "Are you there?" not in transcript
    assert later == ["Are you there?", "Hello?", "Hello again?"]
    assert agent.tickets(status="any") == []


@pytest.mark.thorough
def test_words_that_are_not_taken_bring_the_conversation_here(shop: Shop, agent: Agent) -> None:
    zendesk = helped(shop, "zendesk")
    visitor = asks(shop)
    zendesk.change(trouble="failing")
    visitor.write("Are you there?")
    shop.server.wait(minutes=75)
    zendesk.change(trouble="")
    visitor.write("Hello?")

    [ticket] = agent.tickets()
    [there] = zendesk.tickets()
    [place, note] = notes(agent, ticket["id"])
    assert str(there["id"]) in place
    assert note.startswith(f"Zendesk (ticket {there['id']}: https://")
    assert ticket["is_unread"]
    assert len(zendesk.said()) == 1


@pytest.mark.thorough
def test_a_human_of_the_own_team_may_take_over(shop: Shop, agent: Agent) -> None:
    zendesk = helped(shop, "zendesk")
    visitor = asks(shop)
    agent.do(the_ticket(agent), "replies", text="Hello, this is Alice.")
    visitor.write("Hello Alice!")

    assert visitor.texts()[-2:] == ["Hello, this is Alice.", "Hello Alice!"]
    assert len(zendesk.said()) == 1
    assert [ticket["is_unread"] for ticket in agent.tickets()] == [True]


@pytest.mark.acceptance(138)
def test_only_a_connected_helpdesk_can_be_chosen_and_a_chosen_one_is_kept(shop: Shop) -> None:
    wanted = {"channels": {"chat": {"handoff": {"helpdesk": "zendesk"}}}}
    early = shop.owner.call("PATCH", "/v1/customer_agent", wanted)
    Elsewhere(shop, "zendesk").connect()
    set_up(shop, **wanted)
    kept = shop.owner.call("DELETE", "/v1/helpdesks/zendesk")
    set_up(shop, channels={"chat": {"handoff": {"helpdesk": "own"}}})
    gone = shop.owner.call("DELETE", "/v1/helpdesks/zendesk")

    assert (early.status, early.body["code"]) == (422, "not_connected")
    assert early.body["errors"][0]["pointer"] == "/channels/chat/handoff/helpdesk"
    assert (kept.status, kept.body["code"]) == (409, "in_use")
    assert "chat" in kept.body["detail"]
    assert gone.status == 204


@pytest.mark.thorough
@pytest.mark.acceptance(127)
def test_a_long_conversation_is_handed_over_whole(shop: Shop) -> None:
    zendesk, visitor = helped(shop, "zendesk"), shop.visitor(name="Tess")
    words = [f"Word {number:03} of many." for number in range(60)]
    for text in words:
        visitor.write(text)
        shop.server.wait(seconds=10)
    wants_human(visitor, email=shop.address("tess"))

    [transcript] = zendesk.said()
    assert [text for text in words if f":\n{text}" not in transcript] == []


@pytest.mark.thorough
@pytest.mark.parametrize("trouble", ["lost", "lost_once"])
def test_what_was_done_without_an_answer_is_not_done_again(
    shop: Shop, agent: Agent, trouble: str
) -> None:
    zendesk = helped(shop, "zendesk")
    zendesk.change(trouble=trouble)
    visitor = asks(shop)
    shop.server.wait(minutes=5)
    zendesk.change(trouble="")
    shop.server.wait(minutes=15)
    zendesk.change(trouble=trouble)
    visitor.write("Are you there?")
    shop.server.wait(minutes=5)
    zendesk.change(trouble="")
    shop.server.wait(minutes=15)

    assert zendesk.said()[1:] == ["Are you there?"]
    assert len(notes(agent, the_ticket(agent))) == 1
    assert agent.tickets(status="any") == []


@pytest.mark.thorough
def test_who_is_let_go_leaves_its_conversations_to_the_own_team(shop: Shop, agent: Agent) -> None:
    helped(shop, "zendesk")
    visitor = asks(shop)
    set_up(shop, channels={"chat": {"handoff": {"helpdesk": "own"}}})
    shop.owner.call("DELETE", "/v1/helpdesks/zendesk")
    visitor.write("Are you there?")

    [ticket] = agent.tickets()
    assert ticket["is_unread"]
    assert notes(agent, ticket["id"])[-1].endswith("Zendesk is not connected.")


def test_where_nobody_is_handed_off_what_waits_goes_to_the_own_team(
    shop: Shop, agent: Agent
) -> None:
    zendesk = helped(shop, "zendesk")
    visitor = shop.visitor(name="Tess")
    visitor.write(QUESTION)
    left_over = {"method": "none", "helpdesk": "zendesk", "message": "Please look elsewhere."}
    set_up(shop, is_on=False, channels={"chat": {"handoff": left_over}})
    visitor.write(RIDDLE)

    assert zendesk.tickets() == []
    assert len(agent.tickets()) == 1

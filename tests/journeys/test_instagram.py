"""Instagram from a phone to the team and back, over a real socket."""

import pytest

from tests.journeys.messengers import Line, Phone, connect, phone
from tests.journeys.shop import Agent, Shop

pytestmark = pytest.mark.thorough

STORY = "https://lookaside.fbsbx.com/ig_messaging_cdn/?asset_id=1"


@pytest.fixture
def line(shop: Shop) -> Line:
    """Return the shop's Instagram account."""
    return connect(shop, "instagram")


@pytest.fixture
def ann(line: Line) -> Phone:
    """Return a customer's phone."""
    return phone(line)


@pytest.mark.acceptance(17, 25)
def test_a_direct_message_becomes_a_ticket_and_the_answer_reaches_the_phone(
    ann: Phone, agent: Agent
) -> None:
    ann.write("Do you ship to Norway?")
    [ticket] = agent.tickets()
    agent.do(ticket["id"], "replies", text="We do.")

    assert (ticket["channel"], ticket["preview"]) == ("instagram", "Do you ship to Norway?")
    assert ticket["customer"]["name"] == f"@{ann.number}"
    assert ann.shown() == [(False, "Do you ship to Norway?"), (True, "We do.")]
    assert [entry["direction"] for entry in agent.thread(ticket["id"])] == ["inbound", "outbound"]


@pytest.mark.acceptance(25)
def test_a_reply_to_a_story_becomes_a_ticket_that_names_the_story(ann: Phone, agent: Agent) -> None:
    ann.write("Where can I buy this?", story=STORY)
    [ticket] = agent.tickets()

    [message] = agent.thread(ticket["id"])
    assert message["text"] == "Where can I buy this?"
    assert message["quoted"] == f"Replied to your story: {STORY}"


@pytest.mark.acceptance(26)
def test_later_messages_join_the_ticket_while_it_is_open(ann: Phone, agent: Agent) -> None:
    ann.write("One")
    ann.write("Two", story=STORY)

    [ticket] = agent.tickets()
    assert [entry["text"] for entry in agent.thread(ticket["id"])] == ["One", "Two"]


@pytest.mark.acceptance(26)
def test_a_message_after_the_end_makes_a_new_ticket_linked_to_the_old(
    ann: Phone, agent: Agent
) -> None:
    ann.write("One")
    [old] = agent.tickets()
    agent.do(old["id"], "close")
    ann.write("Another thing")

    [fresh] = agent.tickets()
    assert fresh["id"] != old["id"]
    assert agent.ticket(fresh["id"])["linked_ticket_id"] == old["id"]
    assert agent.ticket(old["id"])["status"] == "closed"


@pytest.mark.acceptance(26)
def test_a_snoozed_ticket_is_still_open_for_the_customer(ann: Phone, agent: Agent) -> None:
    ann.write("One")
    [ticket] = agent.tickets()
    agent.do(ticket["id"], "snooze", preset="tomorrow")
    ann.write("Two")

    assert [(t["id"], t["status"]) for t in agent.tickets()] == [(ticket["id"], "open")]


def test_what_the_customer_takes_back_is_gone_and_opens_nothing(ann: Phone, agent: Agent) -> None:
    ann.write("Do not read this", id="aWdfTAKEN")
    [ticket] = agent.tickets()
    agent.do(ticket["id"], "close")
    ann.write("", unsend="aWdfTAKEN")

    assert agent.tickets() == []
    thread = agent.thread(ticket["id"])
    assert (thread[0]["text"], thread[0]["flags"]) == ("", ["withdrawn"])
    assert thread[-1]["text"] == "Took a message back"


def test_a_picture_is_kept_with_the_message(ann: Phone, agent: Agent) -> None:
    ann.write("", file="a picture's bytes")
    [ticket] = agent.tickets()

    [file] = agent.thread(ticket["id"])[0]["attachments"]
    assert (file["name"], file["content_type"], file["size"]) == ("image.png", "image/png", 17)
    assert ticket["preview"] == "image.png"


def test_another_shop_sees_nothing_of_it(ann: Phone, other: Shop) -> None:
    ann.write("Only for you")

    assert other.every_ticket() == []


def test_the_token_is_renewed_and_the_account_works_on(
    line: Line, ann: Phone, agent: Agent, shop: Shop
) -> None:
    shop.server.wait(days=2)
    ann.write("Are you still there?")
    [ticket] = agent.tickets()
    agent.do(ticket["id"], "replies", text="We are.")

    assert ann.received() == ["We are."]
    inbox = shop.owner.get(f"/v1/inboxes/{line.inbox['id']}")
    assert (line.inbox["expires_at"], inbox["fault"]) == (None, None)
    assert inbox["expires_at"] > ticket["created_at"]


@pytest.mark.parametrize(("days", "status"), [(0.9, 201), (2, 201), (6.9, 201), (7.1, 409)])
def test_a_person_may_answer_for_a_week(
    shop: Shop, ann: Phone, agent: Agent, days: float, status: int
) -> None:
    ann.write("Do you ship to Norway?")
    [ticket] = agent.tickets()
    shop.server.wait(days=days)
    answer = agent.call("POST", f"/v1/tickets/{ticket['id']}/replies", {"text": "We do."})
    shop.server.drain()

    assert answer.status == status
    assert ann.received() == (["We do."] if status == 201 else [])


def test_without_metas_leave_a_person_answers_for_a_day(
    shop: Shop, ann: Phone, agent: Agent
) -> None:
    shop.set(instagram={"human_agent": False})
    ann.write("Do you ship to Norway?")
    [ticket] = agent.tickets()
    shop.server.wait(hours=25)
    answer = agent.call("POST", f"/v1/tickets/{ticket['id']}/replies", {"text": "We do."})

    assert (answer.status, answer.body["code"]) == (409, "window_closed")

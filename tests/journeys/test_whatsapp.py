"""WhatsApp from a phone to the team and back, over a real socket."""

import pytest

from tests.journeys.messengers import Line, Phone, connect, phone
from tests.journeys.shop import Agent, Shop

pytestmark = pytest.mark.thorough


@pytest.fixture
def line(shop: Shop) -> Line:
    """Return the shop's WhatsApp number."""
    return connect(shop, "whatsapp")


@pytest.fixture
def ann(line: Line) -> Phone:
    """Return a customer's phone."""
    return phone(line)


@pytest.mark.acceptance(18)
def test_a_message_becomes_a_ticket_and_the_answer_reaches_the_phone(
    ann: Phone, agent: Agent
) -> None:
    ann.write("Is the mug back?", name="Ann Lee")
    [ticket] = agent.tickets()
    agent.do(ticket["id"], "replies", text="It is!")

    assert (ticket["channel"], ticket["preview"]) == ("whatsapp", "Is the mug back?")
    assert (ticket["customer"]["name"], ticket["customer"]["phone"]) == ("Ann Lee", ann.number)
    assert ann.shown() == [(False, "Is the mug back?"), (True, "It is!")]
    assert agent.thread(ticket["id"])[-1]["state"] == "delivered"


@pytest.mark.acceptance(27, 28)
def test_one_person_has_one_ticket_that_every_later_message_reopens(
    ann: Phone, agent: Agent
) -> None:
    ann.write("Hello")
    ann.write("Are you there?")
    [ticket] = agent.tickets()
    agent.do(ticket["id"], "close")
    assert agent.tickets() == []
    ann.line.shop.server.wait(days=90)
    ann.write("It broke")

    [reopened] = agent.tickets()
    assert reopened["id"] == ticket["id"]
    texts = [entry["text"] for entry in agent.thread(ticket["id"]) if entry["kind"] == "message"]
    assert texts == ["Hello", "Are you there?", "It broke"]


@pytest.mark.acceptance(27)
def test_two_people_have_two_tickets(line: Line, agent: Agent) -> None:
    phone(line).write("One")
    phone(line).write("Two")

    assert sorted(ticket["preview"] for ticket in agent.tickets()) == ["One", "Two"]


def test_a_picture_is_kept_with_the_message(ann: Phone, agent: Agent) -> None:
    ann.write("It came like this", file="a picture's bytes")
    [ticket] = agent.tickets()

    [file] = agent.thread(ticket["id"])[0]["attachments"]
    assert (file["name"], file["content_type"], file["size"]) == ("image.png", "image/png", 17)


def test_a_number_without_whatsapp_shows_on_the_message(line: Line, agent: Agent) -> None:
    gone = phone(line, ending="0003")
    gone.write("Hi")
    [ticket] = agent.tickets()
    agent.do(ticket["id"], "replies", text="Hello?")

    message = agent.thread(ticket["id"])[-1]
    assert message["state"] == "failed"
    assert "131026" in message["state_detail"]


def test_the_same_delivery_twice_is_one_message(ann: Phone, agent: Agent) -> None:
    ann.write("Once", id="wamid.SAME")
    ann.write("Once", id="wamid.SAME")

    [ticket] = agent.tickets()
    assert len(agent.thread(ticket["id"])) == 1


def test_a_delivery_with_a_forged_signature_is_turned_away(line: Line, agent: Agent) -> None:
    forged = {"object": "whatsapp_business_account", "entry": []}
    signature = {"X_Hub_Signature_256": f"sha256={'0' * 64}"}
    answer = line.shop.server.call("POST", "/hooks/meta", forged, **signature)

    assert answer.status == 401
    assert agent.tickets() == []


def test_meta_finds_the_path_to_be_ours_and_a_stranger_does_not(line: Line) -> None:
    asked = "/hooks/meta?hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token="
    call = line.shop.server.call

    assert call("GET", f"{asked}{line.inbox['verify_token']}").body == b"1158201444"
    assert call("GET", f"{asked}guessed").status == 403


@pytest.mark.acceptance(34)
def test_after_a_day_only_the_template_reaches_who_has_agreed(
    shop: Shop, ann: Phone, agent: Agent
) -> None:
    shop.set(whatsapp={"follow_up": {"enabled": True, "template": "hello", "language": "en"}})
    ann.write("Is it blue?")
    [ticket] = agent.tickets()
    word = {"channel": "whatsapp", "kind": "transactional", "state": "subscribed", "source": "form"}
    path = f"/v1/customers/{ticket['customer']['id']}/consents"
    agent.call("POST", path, word).ok()
    shop.server.wait(hours=25)
    refused = agent.call("POST", f"/v1/tickets/{ticket['id']}/replies", {"text": "Blue"})
    agent.do(ticket["id"], "follow_up")

    assert (refused.status, refused.body["code"]) == (409, "window_closed")
    assert ann.received() == ["[hello]"]
    ann.write("Still there?")
    agent.do(ticket["id"], "replies", text="Yes, blue.")
    assert ann.received() == ["[hello]", "Yes, blue."]


def test_a_template_that_meta_does_not_know_shows_on_the_message(
    shop: Shop, ann: Phone, agent: Agent
) -> None:
    template = {"enabled": True, "template": "unknown_one", "language": "en"}
    shop.set(whatsapp={"follow_up": template})
    ann.write("START")
    ann.write("Is it blue?")
    [ticket] = agent.tickets()
    shop.server.wait(hours=25)
    agent.do(ticket["id"], "follow_up")

    message = agent.thread(ticket["id"])[-1]
    assert message["state"] == "failed"
    assert "132001" in message["state_detail"]


def test_a_token_that_expires_shows_at_the_inbox_until_there_is_another(
    shop: Shop, line: Line, ann: Phone, agent: Agent
) -> None:
    path = f"/v1/inboxes/{line.inbox['id']}"
    ann.write("Is it blue?")
    [ticket] = agent.tickets()
    shop.server.call("DELETE", "/dev/numbers", {"address": line.address}).ok()
    agent.do(ticket["id"], "replies", text="Blue.")
    failed = agent.thread(ticket["id"])[-1]
    assert failed["state"] == "failed"
    assert "expired" in shop.owner.get(path)["fault"]

    body = {"channel": "whatsapp", "address": line.address}
    renewed = shop.server.call("POST", "/dev/numbers", body).ok()["credentials"]
    shop.owner.call("PATCH", path, {"credentials": renewed}).ok()
    agent.call("POST", f"/v1/messages/{failed['id']}/retry").ok()
    shop.server.drain()
    assert shop.owner.get(path)["fault"] is None
    assert ann.received() == ["Blue."]

"""Files that agents send reach customers on every channel, over a real socket."""

import base64
from typing import Any
from urllib.parse import urlencode

import pytest

from tests.journeys import messengers, phones
from tests.journeys.files import BILL, PNG, answer, fetched, upload
from tests.journeys.shop import Agent, Shop

pytestmark = pytest.mark.thorough


def arrived(shop: Shop, channel: str, person: str, address: str) -> list[dict[str, Any]]:
    """Return what the shop sent to a phone."""
    query = urlencode({"channel": channel, "from": person, "to": address})
    said = shop.server.call("GET", f"/dev/conversation?{query}").ok()["data"]
    return [each for each in said if each["is_ours"]]


def test_by_mail_files_come_with_the_mail(shop: Shop, agent: Agent) -> None:
    ticket = shop.first_mail()
    bill = upload(agent, BILL, name="Größe.pdf", kind="application/pdf")
    sent = answer(agent, ticket, upload(agent), bill, text="Both")

    assert sent["state"] == "delivered"
    assert [file["name"] for file in sent["attachments"]] == ["mug.png", "Größe.pdf"]
    assert shop.sent()[0]["attachments"] == [
        {"name": "mug.png", "content_type": "image/png"},
        {"name": "Größe.pdf", "content_type": "application/pdf"},
    ]


def test_a_visitor_sees_files_in_the_chat(shop: Shop, agent: Agent) -> None:
    visitor = shop.visitor(email=shop.address("tess"))
    visitor.write("Which mug?")
    visitor.poll()
    [ticket] = agent.tickets(channel="webchat")
    answer(agent, ticket, upload(agent))

    [message] = visitor.poll()["data"]
    [file] = message["attachments"]
    path = f"messages/{message['id']}/attachments/{file['id']}"
    link = fetched(shop.server, visitor.call("GET", path).ok()["url"])
    assert (link.status, link.body, link.headers["Content-Type"]) == (200, PNG, "image/png")
    assert link.headers["Content-Disposition"].startswith("attachment")


def test_who_has_left_the_chat_is_mailed_what_there_was(shop: Shop, agent: Agent) -> None:
    visitor = shop.visitor(email=shop.address("tess"))
    visitor.write("Which mug?")
    visitor.poll()
    [ticket] = agent.tickets(channel="webchat")
    shop.server.wait(seconds=61)
    answer(agent, ticket, upload(agent))
    shop.server.wait(seconds=240)

    assert "[mug.png]" in shop.sent()[0]["text"]


def test_a_picture_by_twilio_is_fetched_by_its_address(shop: Shop, agent: Agent) -> None:
    ann = phones.phone(phones.connect(shop))
    ann.text("Which mug?")
    [ticket] = agent.tickets()
    sent = answer(agent, ticket, upload(agent), upload(agent, name="too.png"), text="These")

    assert (sent["state"], sent["segments"]) == ("delivered", 1)
    [said] = arrived(shop, "sms", ann.address, ann.number.address)
    assert said["text"] == "These"
    links = [fetched(shop.server, url) for url in said["media"]]
    assert [(link.status, link.body) for link in links] == [(200, PNG)] * 2
    assert {link.headers["Content-Type"] for link in links} == {"image/png"}


def test_a_picture_by_aws_lies_in_the_shops_own_bucket(shop: Shop, agent: Agent) -> None:
    ann = phones.phone(phones.connect(shop, "aws"))
    ann.text("Which mug?")
    [ticket] = agent.tickets()
    two = {"text": "", "attachment_ids": [upload(agent), upload(agent)]}
    refused = agent.call("POST", f"/v1/tickets/{ticket['id']}/replies", two)
    sent = answer(agent, ticket, upload(agent))

    assert (refused.status, refused.body["code"]) == (422, "too_many_files")
    assert sent["state"] == "delivered"
    [said] = arrived(shop, "sms", ann.address, ann.number.address)
    kind, _, content = said["media"][0].partition(";base64,")
    assert (kind, base64.b64decode(content)) == ("data:image/png", PNG)


def test_a_phone_without_pictures_is_told_to_the_agent(shop: Shop, agent: Agent) -> None:
    number = phones.connect(shop)
    ann = phones.Phone(shop.server, number, "+447700990011").agree()
    ann.text("Which mug?")
    [ticket] = agent.tickets()
    sent = answer(agent, ticket, upload(agent))

    assert sent["state"] == "failed"
    assert sent["state_detail"].endswith("takes no pictures (MMS). (30011)")
    assert answer(agent, ticket, text="The blue one.")["state"] == "delivered"


@pytest.mark.parametrize("channel", ["whatsapp", "instagram"])
def test_a_messenger_gets_each_file_by_itself(shop: Shop, agent: Agent, channel: str) -> None:
    ann = messengers.phone(messengers.connect(shop, channel))
    ann.write("Which mug?")
    [ticket] = agent.tickets()
    bill = upload(agent, BILL, name="bill.pdf", kind="application/pdf")
    sent = answer(agent, ticket, upload(agent), bill, text="Both")

    assert sent["state"] in ("sent", "delivered")
    said = arrived(shop, channel, ann.number, ann.line.address)
    assert [each["text"] for each in said] == ["", "", "Both"]
    links = [fetched(shop.server, each["media"][0]) for each in said[:2]]
    assert [link.body for link in links] == [PNG, BILL]
    assert [link.headers["Content-Type"] for link in links] == ["image/png", "application/pdf"]


def test_what_a_channel_does_not_carry_is_said_before_it_is_sent(shop: Shop, agent: Agent) -> None:
    ann = messengers.phone(messengers.connect(shop, "whatsapp"))
    ann.write("Which mug?")
    [ticket] = agent.tickets()
    film = upload(agent, name="mug.zip", kind="application/zip")
    body = {"text": "Here", "attachment_ids": [film]}
    refused = agent.call("POST", f"/v1/tickets/{ticket['id']}/replies", body)

    assert (refused.status, refused.body["code"]) == (422, "media_not_supported")
    shown = agent.ticket(ticket["id"])["reply"]["attachments"]
    assert refused.body["limits"] == shown
    assert ann.received() == []

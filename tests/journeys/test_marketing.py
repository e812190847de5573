"""A campaign, the text that answers it, the link that is sent back, and the order after it."""

import re
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.journeys.phones import Number, Phone, connect, phone
from tests.journeys.shop import Agent, Shop

pytestmark = pytest.mark.thorough

PERSON = {"User-Agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Safari/604.1"}


@pytest.fixture
def number(shop: Shop) -> Number:
    """Return the shop's number."""
    return connect(shop)


@pytest.fixture
def ann(number: Number) -> Phone:
    """Return somebody's phone."""
    return phone(number)


def told(shop: Shop, ann: Phone, kind: str, name: str) -> None:
    """Let the shop's marketing tell of what it sent just now."""
    send = {"id": f"{kind} {name} {ann.address}", "channel": "sms", "kind": kind, "name": name,
            "customer": {"phone": ann.address}, "text": f"{name}!"}  # fmt: skip
    assert shop.owner.call("POST", "/v1/sends", send).ok()["outcome"] == "recorded"


@pytest.mark.acceptance(118, 119, 120, 121, 122)
def test_the_first_text_answers_the_last_thing_that_was_sent(
    shop: Shop, agent: Agent, ann: Phone
) -> None:
    told(shop, ann, "campaign", "Spring sale")
    shop.server.wait(minutes=1)
    told(shop, ann, "flow", "Welcome")
    shop.server.wait(hours=23)
    ann.text("Is it still on?")
    ann.text("Hello?")
    shop.server.wait(hours=26)
    told(shop, ann, "campaign", "Last call")
    shop.server.wait(hours=25)
    ann.text("Too late?")

    [ticket] = agent.tickets()
    lines = agent.thread(ticket["id"])
    answered = [(line["attribution"] or {}).get("name") for line in lines]
    assert [line["text"] for line in lines] == [
        "Spring sale!", "Welcome!", "Is it still on?", "Hello?", "Last call!", "Too late?",
    ]  # fmt: skip
    assert answered == [None, None, "Welcome", None, None, None]
    assert (ticket["attribution"]["kind"], ticket["attribution"]["name"]) == ("flow", "Welcome")


@pytest.mark.acceptance(74, 75, 76)
def test_a_link_is_short_counted_and_credited(shop: Shop, agent: Agent, ann: Phone) -> None:
    ann.text("Where is the fern?")
    [ticket] = agent.tickets()
    agent.do(
        ticket["id"], "replies", text="Here: https://shop.example/plants/for-the-bath/fern?ref=sms."
    )
    [words] = ann.shows()
    short = re.findall(r"http://\S+/l/[0-9A-Za-z]{11}", words)[0]
    assert words == f"Here: {short}."

    answer = shop.server.call("GET", urlsplit(short).path, **PERSON)

    assert answer.status == 302
    assert answer.headers["Location"] == "https://shop.example/plants/for-the-bath/fern?ref=sms"
    order = {"id": f"order {ann.address}", "metric": "Placed Order", "value": 49.5,
             "currency": "EUR", "customer": {"phone": ann.address}}  # fmt: skip
    shop.owner.call("POST", "/v1/events", order).ok()
    message: dict[str, Any] = agent.thread(ticket["id"])[-1]
    assert message["text"] == "Here: https://shop.example/plants/for-the-bath/fern?ref=sms."
    assert (message["clicks"], message["revenue"]) == (1, [{"currency": "EUR", "value": "49.5"}])


@pytest.mark.acceptance(93)
def test_klaviyo_tells_of_flows_and_chooses_the_team(
    shop: Shop, agent: Agent, number: Number
) -> None:
    secret = "0123456789abcdef"
    keys = {"provider": "klaviyo", "api_key": "pk_0123456789abcdef", "webhook_secret": secret}
    url = shop.owner.call("PUT", "/v1/customer_platform", keys).ok()["webhook_url"]
    team = shop.team("VIPs", agent, segments=["VIP"])
    ann = Phone(shop.server, number, "+447700199997")  # the stand-in's VIPs end in 7
    properties = {"$flow": "F1", "Flow Name": "Back in stock", "To Number": ann.address}
    attributes = {"datetime": shop.now().isoformat(), "event_properties": properties}
    item = {"external_id": "1", "topic": "event:klaviyo.received_sms",
            "payload": {"data": {"attributes": attributes}}}  # fmt: skip
    delivery = {"account_id": url.rpartition("/")[2], "secret": secret, "items": [item]}
    assert shop.server.call("POST", "/dev/klaviyo", delivery).ok() == {"webhook_status": 204}
    shop.server.drain()

    ann.text("Is it mine?")

    [ticket] = agent.tickets()
    assert ticket["team"]["id"] == team["id"]
    assert ticket["attribution"]["name"] == "Back in stock"

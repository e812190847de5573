"""A short link saves characters or is none, and what is billed is counted on what leaves."""

from functools import partial
from typing import Any

import pytest

from chalicelib.accounts.settings import change
from chalicelib.channels import registry
from chalicelib.channels.model import Channel, Kind
from chalicelib.channels.sms.segments import segments
from chalicelib.messaging.deliver import deliver
from dev.aws.gate import gate
from tests.accounts.shop import Shop
from tests.edge import Edge
from tests.marketing.texts import Phone, text

LONG = "https://shop.example/for-your-kitchen/" + "a" * 110
WORDS = f"It is back, in blue and in red: {LONG}"


@pytest.fixture
def ask(whole: Edge, shop: Shop) -> Any:
    """Return a way to ask as an agent."""
    return partial(whole.call, Authorization=f"Bearer {shop.session(shop.hire())}")


@pytest.fixture(autouse=True)
def billed(phone: Phone, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the phone's network count segments."""
    channel = Channel(
        kind=Kind.sms,
        capabilities=phone.capabilities,
        send=phone.take,
        segments=lambda words: segments(words).count,
    )
    monkeypatch.setitem(registry.CHANNELS, Kind.sms, channel)


def answered(ask: Any, ticket_id: str, words: str = WORDS) -> Any:
    status, told, _ = ask("POST", f"/v1/tickets/{ticket_id}/replies", {"text": words})
    assert status == 201
    return told


def last(ask: Any, ticket_id: str) -> Any:
    return ask("GET", f"/v1/tickets/{ticket_id}/messages")[1]["data"][-1]


@pytest.fixture
def ticket_id(shop: Shop) -> str:
    """Return the ticket of somebody who texted."""
    ticket = text(shop).ticket
    assert ticket
    return ticket.id


@pytest.mark.acceptance(74)
def test_a_link_that_is_short_already_leaves_as_it_was_written(
    ask: Any, shop: Shop, phone: Phone, ticket_id: str
) -> None:
    words = f"https://shop.example/mug or {LONG}"
    sequence = answered(ask, ticket_id, words)["sequence"]

    deliver(shop.desk(), ticket_id, sequence)

    first, _, second = phone.got[-1].text.split()
    assert (first, len(second)) == ("https://shop.example/mug", len("https://desk.example/l/") + 11)
    assert [link["url"] for link in last(ask, ticket_id)["links"]] == [LONG]


def test_a_text_whose_links_all_stay_costs_nothing(
    ask: Any, shop: Shop, phone: Phone, ticket_id: str
) -> None:
    sequence = answered(ask, ticket_id, "https://shop.example/mug")["sequence"]

    with gate.recorded() as calls:
        deliver(shop.desk(), ticket_id, sequence)

    assert phone.got[-1].text == "https://shop.example/mug"
    assert not any("X#LINK" in str(call.parameters()) for call in calls)


@pytest.mark.acceptance(74)
def test_segments_are_those_of_what_leaves(
    ask: Any, shop: Shop, phone: Phone, ticket_id: str
) -> None:
    assert segments(WORDS).count == 2
    told = answered(ask, ticket_id)

    deliver(shop.desk(), ticket_id, told["sequence"])

    assert segments(phone.got[-1].text).count == 1
    assert (told["segments"], last(ask, ticket_id)["segments"]) == (1, 1)
    change.patch(shop.desk(), {"sms": {"shorten_links": False}})
    assert last(ask, ticket_id)["segments"] == 1  # it has left


def test_where_links_stay_long_the_segments_are_theirs(
    ask: Any, shop: Shop, phone: Phone, ticket_id: str
) -> None:
    change.patch(shop.desk(), {"sms": {"shorten_links": False}})
    told = answered(ask, ticket_id)

    deliver(shop.desk(), ticket_id, told["sequence"])
    change.patch(shop.desk(), {"sms": {"shorten_links": True}})

    assert (told["segments"], last(ask, ticket_id)["segments"]) == (2, 2)

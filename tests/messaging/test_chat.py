"""Chats: one ticket for a conversation, and a visitor sees their own part of it (19, 20)."""

import json
from functools import partial
from typing import Any

import pytest

from chalicelib.accounts.settings import change
from tests.faults.shop import CUSTOMER, Shop
from tests.kit.schedule import explore
from tests.messaging.mails import arrive, texts, thread, tickets

pytestmark = pytest.mark.any_engine


def poll(shop: Shop, after: int = 0) -> dict[str, Any]:
    return shop.done("GET", f"/v1/chat/messages?after={after}", by="visitor")


@pytest.mark.acceptance(19)
@pytest.mark.parametrize("seed", range(5))
def test_two_first_messages_at_once_are_one_ticket(shop: Shop, seed: int) -> None:
    shop.chat()
    body = {"text": "Hello"}
    write = partial(shop.ask, "POST", "/v1/chat/messages", body, by="visitor")
    run = explore([write, write], seed=seed)
    shop.cloud.settle()

    assert [answer.status for answer in run.results.values()] == [201, 201]
    [ticket] = tickets(shop)
    assert texts(shop, ticket) == ["Hello", "Hello"]


@pytest.mark.acceptance(20)
@pytest.mark.parametrize("seed", range(5))
def test_what_is_written_while_the_team_closes_is_never_buried(shop: Shop, seed: int) -> None:
    shop.chat()
    first = shop.say()
    body = {"text": "One more"}
    write = partial(shop.ask, "POST", "/v1/chat/messages", body, by="visitor")
    explore([write, partial(shop.ask, "POST", f"{shop.at}/close")], seed=seed)
    shop.cloud.settle()

    entries = [entry.get("event") or entry["text"] for entry in thread(shop, first)]
    fresh = [one for one in tickets(shop) if one != first]
    is_before = "One more" in entries and entries[-1] == "closed"
    assert is_before or [texts(shop, one) for one in fresh] == [["One more"]]


def test_what_a_visitor_sees_has_no_place_for_the_teams_own(shop: Shop) -> None:
    shop.chat()
    shop.say()
    shop.done("POST", f"{shop.at}/notes", {"text": "secret note"})
    shop.done("POST", f"{shop.at}/assign", {"agent_id": shop.bob.id})
    shop.done("POST", f"{shop.at}/tags", {"add": ["secret tag"]})
    shop.reply()

    told = json.dumps(poll(shop))
    assert not any(word in told for word in ("secret", "acme.example", shop.bob.id, shop.alice.id))
    assert {*poll(shop)["data"][0]} == {
        "id", "sequence", "direction", "author", "text", "attachments", "is_automatic",
        "created_at",
    }  # fmt: skip


def test_an_address_typed_into_a_chat_tells_nothing_of_its_owner(shop: Shop) -> None:
    shop.receive(text="I am Ada", sender=CUSTOMER)
    shop.chat(email=CUSTOMER)
    shop.say()

    assert "Ada" not in json.dumps(poll(shop))


def test_mail_that_joins_a_chat_stays_in_the_mailbox(shop: Shop) -> None:
    shop.chat()
    shop.say()
    shop.reply()
    shop.cloud.calm(6)
    account_id = shop.desk().account_id  # the sweep sends for whoever shares the table, too
    own = [each for each in shop.cloud.letters if each.ref.startswith(account_id)]
    reply_to = str(own[-1].mail["Reply-To"]).strip()
    arrive(shop, "My address is 1 Elm Street", sender="vic@mail.example", to=(reply_to,))

    assert "Elm" in json.dumps(thread(shop))
    assert "Elm" not in json.dumps(poll(shop))


def test_a_visitor_is_told_what_was_read_on_either_side(shop: Shop) -> None:
    shop.chat()
    shop.say()
    fresh = poll(shop)
    shop.done("POST", f"{shop.at}/read", {})
    read = poll(shop)
    shop.reply()
    shop.done("POST", "/v1/chat/seen", {"sequence": 2}, by="visitor")
    shop.say()
    again = poll(shop)

    assert (fresh["is_seen"], fresh["seen"]) == (False, 0)
    assert (read["is_seen"], read["seen"]) == (True, 0)
    assert (again["is_seen"], again["seen"]) == (False, 2)


def test_a_shop_need_not_tell_what_it_has_read(shop: Shop) -> None:
    change.patch(shop.desk(), {"web_chat": {"widget": {"shows_seen": False}}})
    shop.chat()
    shop.say()
    shop.done("POST", f"{shop.at}/read", {})

    assert poll(shop)["is_seen"] is False


@pytest.mark.parametrize("sequence", [-1, 10**10, 10**60, "1", 1.5])
def test_a_place_that_cannot_be_is_refused(shop: Shop, sequence: object) -> None:
    shop.chat()
    shop.say()

    answer = shop.ask("POST", "/v1/chat/seen", {"sequence": sequence}, by="visitor")
    assert answer.status == 422

"""What the mail service thinks of a mail, and what a visitor says of themselves."""

import json
from typing import Any

import pytest

from chalicelib.accounts import forwarding
from tests.faults.shop import CUSTOMER, Shop

OFFER = "Claim your bitcoin prize now, winner! Guaranteed profit, click the link below, act now!!!"


def receive(shop: Shop, text: str = "", **verdicts: str) -> None:
    """Let a mail arrive that the mail service judged so."""
    arrived = json.loads(shop.mail(text))
    arrived["receipt"] |= {f"{name}Verdict": {"status": said} for name, said in verdicts.items()}
    shop.cloud.queues["mail"].append(json.dumps(arrived))
    shop.cloud.settle()
    shop.newest()


def thread(shop: Shop) -> list[dict[str, Any]]:
    return shop.done("GET", f"{shop.at}/messages")["data"]


@pytest.mark.parametrize("part", ["raw", "attachments/att_1"])
def test_a_virus_stays_where_it_is(shop: Shop, part: str) -> None:
    receive(shop, virus="FAIL")
    message = thread(shop)[0]
    assert message["flags"] == ["virus"]

    answer = shop.ask("GET", f"/v1/messages/{message['id']}/{part}")

    assert (answer.status, answer.json["code"]) == (403, "quarantined")


@pytest.mark.acceptance(42, 43)
def test_a_strangers_spam_goes_to_the_spam_view_and_says_why(shop: Shop) -> None:
    receive(shop, OFFER, spam="FAIL")

    [ticket] = shop.done("GET", "/v1/tickets?view=spam")["data"]
    event = thread(shop)[1]

    assert (ticket["is_spam"], ticket["is_unread"]) == (True, False)
    assert event["event"] == "marked_spam"
    assert "The mail service judged it to be spam" in event["details"]["because"]
    assert event["author"]["type"] == "system"
    assert shop.done("GET", "/v1/tickets")["data"] == []


@pytest.mark.acceptance(44)
def test_what_was_no_spam_counts_as_unread_once_somebody_says_so(shop: Shop) -> None:
    receive(shop, OFFER, spam="FAIL")
    before = shop.done("GET", "/v1/badge")["unread"]
    shop.done("POST", f"{shop.at}/not_spam")
    shop.cloud.settle()

    [ticket] = shop.done("GET", "/v1/tickets")["data"]
    assert (ticket["is_spam"], ticket["is_unread"]) == (False, True)
    assert (before, shop.done("GET", "/v1/badge")["unread"]) == (0, 1)


def test_whom_the_team_has_answered_is_never_taken_for_spam(shop: Shop) -> None:
    receive(shop)
    shop.reply()
    receive(shop, OFFER, spam="FAIL")

    assert [t["is_spam"] for t in shop.done("GET", "/v1/tickets")["data"]] == [False, False]


def test_spam_makes_nobody_known(shop: Shop) -> None:
    receive(shop, OFFER, spam="FAIL")
    receive(shop, OFFER, spam="FAIL")

    assert len(shop.done("GET", "/v1/tickets?view=spam")["data"]) == 2


def test_a_typed_address_proves_nobody(shop: Shop) -> None:
    receive(shop)
    shop.chat(email=CUSTOMER)
    shop.say()

    assert thread(shop)[0]["flags"] == ["unverified_sender"]


def test_an_address_left_later_makes_an_ended_chat_answerable(shop: Shop) -> None:
    shop.chat(email="")
    shop.say()
    shop.done("POST", "/v1/chat/end", {}, by="visitor")
    assert shop.done("GET", shop.at)["reply"]["code"] == "closed_chat"

    shop.done("POST", "/v1/chat/email", {"email": "Vic@mail.example"}, by="visitor")

    ticket = shop.done("GET", shop.at)
    assert (ticket["reply"]["code"], ticket["customer"]["email"]) == (None, "vic@mail.example")
    shop.reply()


def test_an_address_left_later_replaces_none(shop: Shop) -> None:
    shop.chat()
    shop.say()

    shop.done("POST", "/v1/chat/email", {"email": "other@mail.example"}, by="visitor")

    assert shop.done("GET", shop.at)["customer"]["email"] == "vic@mail.example"


def test_a_providers_question_about_forwarding_is_seen(shop: Shop) -> None:
    forwarding.add(shop.desk(), "help@mugs.example")

    receive(shop, f"WINNER! {OFFER} {shop.address} has a confirmation code: 123", spam="FAIL")

    assert len(shop.done("GET", "/v1/tickets")["data"]) == 1

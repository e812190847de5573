"""The one mail to a visitor who left: when, what stands in it, and where its answer goes (21)."""

import json
from datetime import timedelta

import pytest

from tests.faults.shop import Shop
from tests.messaging.mails import arrive, posted_text, thread, token

VISITOR = "vic@mail.example"


def left(shop: Shop, *replies: str, email: str = VISITOR) -> None:
    """Let a visitor write and go, and Alice answer."""
    shop.chat(email=email)
    shop.say()
    shop.cloud.world.pass_time(minutes=2)
    for words in replies:
        reply(shop, words)


def reply(shop: Shop, words: str) -> None:
    shop.done("POST", f"{shop.at}/replies", {"text": words})
    shop.cloud.settle()


def pass_seconds(shop: Shop, seconds: int) -> None:
    shop.cloud.world.pass_time(seconds=seconds)
    shop.cloud.sweep()
    shop.cloud.settle()


@pytest.mark.acceptance(78)
def test_it_is_claimed_before_it_is_sent_and_once_whatever_comes_twice(shop: Shop) -> None:
    left(shop, "Here I am")
    shop.cloud.world.pass_time(seconds=181)
    shop.cloud.sweep()
    claimed = [entry["state"] for entry in thread(shop)][-1], len(shop.cloud.posted)
    shop.cloud.sweep()
    shop.cloud.folded = 0
    shop.cloud.settle()
    reply(shop, "And another thing")
    pass_seconds(shop, 600)

    assert claimed == ("queued", 0)
    assert len(shop.cloud.posted) == 1


@pytest.mark.acceptance(78)
def test_it_says_what_was_neither_seen_nor_answered(shop: Shop) -> None:
    left(shop, "One", "Two")
    shop.say()
    reply(shop, "Three")
    sequence = thread(shop)[-1]["sequence"]
    shop.done("POST", "/v1/chat/seen", {"sequence": sequence}, by="visitor")
    reply(shop, "Four")
    reply(shop, "Five " * 1_900)
    pass_seconds(shop, 240)

    words = posted_text(shop)
    assert "Four" in words
    assert words.count("Five") == 1_900
    assert not any(f"{word}\n" in words for word in ("One", "Two", "Three"))


@pytest.mark.acceptance(78)
@pytest.mark.parametrize("because", ["spam", "no address"])
def test_it_does_not_leave_for(shop: Shop, because: str) -> None:
    left(shop, "Here I am", email="" if because == "no address" else VISITOR)
    if because == "spam":
        shop.done("POST", f"{shop.at}/spam")
    pass_seconds(shop, 600)

    assert shop.cloud.posted == []


@pytest.mark.acceptance(78)
def test_an_answer_that_closes_the_chat_is_mailed_to_who_left(shop: Shop) -> None:
    left(shop, "Here is all you asked for")
    shop.done("POST", f"{shop.at}/close")
    pass_seconds(shop, 240)
    pass_seconds(shop, 240)

    assert "Here is all you asked for" in posted_text(shop)
    assert len(shop.cloud.posted) == 1
    assert shop.done("GET", shop.at)["status"] == "closed"


@pytest.mark.acceptance(78)
@pytest.mark.parametrize("end", ["the team", "the visitor"])
def test_who_goes_on_in_another_conversation_has_answered(shop: Shop, end: str) -> None:
    left(shop, "Here I am")
    if end == "the team":
        shop.done("POST", f"{shop.at}/close")
    else:
        shop.done("POST", "/v1/chat/end", by="visitor")
    shop.cloud.world.pass_time(seconds=30)
    shop.say()
    pass_seconds(shop, 240)

    assert shop.cloud.posted == []


def test_an_answer_in_an_ended_chat_is_mailed_though_another_goes_on(shop: Shop) -> None:
    shop.chat()
    ended = shop.say()
    shop.done("POST", "/v1/chat/end", by="visitor")
    shop.cloud.world.pass_time(minutes=1)
    shop.say()
    shop.done("POST", f"/v1/tickets/{ended}/replies", {"text": "About the first"})
    pass_seconds(shop, 240)

    assert "About the first" in posted_text(shop)


@pytest.mark.thorough
@pytest.mark.acceptance(78)
def test_waiting_for_a_visitor_to_leave_disturbs_nobody(shop: Shop) -> None:
    left(shop, "Here I am")
    before = shop.done("GET", shop.at), shop.done("GET", "/v1/feed")
    for _ in range(30):
        pass_seconds(shop, 20)
        shop.done("GET", "/v1/chat/messages", by="visitor")
    after = shop.done("GET", shop.at), shop.done("GET", "/v1/feed")
    is_due = shop.cloud.is_anything_due()
    pass_seconds(shop, 60)

    assert (after, is_due) == (before, False)
    assert len(shop.cloud.posted) == 1


def test_a_snooze_ends_while_the_visitor_is_there(shop: Shop) -> None:
    left(shop, "Here I am")
    until = (shop.cloud.world.now + timedelta(minutes=4)).isoformat()
    shop.done("POST", f"{shop.at}/snooze", {"until": until})
    for _ in range(16):
        pass_seconds(shop, 20)
        shop.done("GET", "/v1/chat/messages", by="visitor")

    assert shop.done("GET", shop.at)["status"] == "open"
    assert shop.cloud.posted == []


def test_an_address_left_on_the_way_out_is_good_enough(shop: Shop) -> None:
    left(shop, "Here I am", email="")
    shop.done("POST", "/v1/chat/email", {"email": VISITOR}, by="visitor")
    pass_seconds(shop, 240)
    arrive(shop, "By mail", sender=VISITOR, to=(token(shop),))

    assert thread(shop)[-1]["flags"] == []


def test_whoever_answers_by_mail_is_answered_by_mail_until_back_in_the_chat(shop: Shop) -> None:
    left(shop, "Here I am")
    pass_seconds(shop, 240)
    arrive(shop, "By mail", sender=VISITOR, to=(token(shop),))
    reply(shop, "To your mailbox")
    shop.say()
    reply(shop, "To your chat")

    assert [posted_text(shop, place).strip() for place in range(len(shop.cloud.posted))][1:] == [
        "To your mailbox"
    ]
    shown = shop.done("GET", "/v1/chat/messages", by="visitor")["data"]
    assert "To your chat" in json.dumps(shown)
    assert "mail" not in json.dumps([message["text"] for message in shown])


def test_a_third_person_does_not_move_the_chat_to_mail(shop: Shop) -> None:
    left(shop, "Here I am")
    pass_seconds(shop, 240)
    arrive(shop, "I am Ben", sender="ben@mail.example", to=(token(shop),))
    reply(shop, "Hello Ben")

    assert len(shop.cloud.posted) == 1
    assert thread(shop)[-2]["flags"] == ["not_requester"]

"""Refusals as agents meet them, and what was queued when the customer said stop."""

from typing import Any

import pytest

from chalicelib.channels.model import Kind
from chalicelib.core.errors import DeliveryFailed
from tests.faults.shop import Shop
from tests.messaging.mails import thread
from tests.messaging.phone import ANN, Phone, phone

__all__ = ["phone"]
INSTAGRAM: dict[str, Any] = {"channel": Kind.instagram, "inbox": "17841400000000000"}


def told(shop: Shop) -> dict[str, Any]:
    """Return what the composer knows; the thread brings the same."""
    alone = shop.done("GET", shop.at)["reply"]
    assert shop.done("GET", f"{shop.at}/messages")["ticket"]["reply"] == alone
    return alone


def refused(shop: Shop) -> str:
    """Answer; return why that was refused, which the composer knew before."""
    before = told(shop)
    answer = shop.ask("POST", f"{shop.at}/replies", {"text": "Hello"})
    assert (answer.status, answer.json["detail"]) == (409, before["detail"])
    assert (answer.json["until"], answer.json["code"]) == (before["until"], before["code"])
    return answer.json["code"]


def last(shop: Shop) -> dict[str, Any]:
    return thread(shop)[-1]


@pytest.mark.acceptance(30, 34)
def test_who_has_not_agreed_to_texts_cannot_be_answered(phone: Phone, shop: Shop) -> None:
    phone.text("Where is it?")

    assert refused(shop) == "consent_required"
    phone.text("START")
    assert told(shop)["is_possible"]
    shop.reply()
    shop.cloud.settle()
    assert (last(shop)["state"], len(phone.texts)) == ("sent", 2)


@pytest.mark.acceptance(34)
def test_who_opted_out_cannot_be_answered_until_they_start_again(phone: Phone, shop: Shop) -> None:
    phone.agree()
    phone.text("Where is it?")
    phone.text("STOP")

    assert refused(shop) == "opted_out"
    phone.text("UNSTOP")
    assert told(shop)["is_possible"]


def test_what_was_queued_when_they_opted_out_never_leaves(phone: Phone, shop: Shop) -> None:
    phone.agree()
    phone.text("Where is it?")
    shop.reply()
    phone.text("STOP", is_carried=False)
    shop.cloud.settle()

    assert (last(shop)["state"], phone.words) == ("failed", [])
    assert last(shop)["state_detail"].startswith("opted_out: ")


def test_what_waits_for_another_try_is_stopped_too(phone: Phone, shop: Shop) -> None:
    phone.agree()
    phone.text("Where is it?")
    phone.answers.append(DeliveryFailed("Busy.", permanent=False))
    shop.reply()
    shop.cloud.settle()
    phone.text("STOP")

    shop.cloud.calm(minutes=3)

    assert (last(shop)["state"], phone.words) == ("failed", [])


def test_nobody_sends_again_what_the_customer_does_not_want(phone: Phone, shop: Shop) -> None:
    phone.agree()
    phone.text("Where is it?")
    phone.answers.append(DeliveryFailed("No such number.", permanent=True))
    sent = shop.reply()
    shop.cloud.settle()
    phone.text("STOP")
    path = f"/v1/messages/{sent['id']}/retry"

    stopped = shop.ask("POST", path)
    phone.text("START")
    shop.done("POST", path)
    shop.cloud.settle()

    assert (stopped.status, stopped.json["code"]) == (409, "opted_out")
    assert last(shop)["state"] == "sent"


@pytest.mark.acceptance(30)
def test_whatsapp_is_open_for_a_day_from_each_message(phone: Phone, shop: Shop) -> None:
    phone.text("Hello?", channel=Kind.whatsapp)
    assert told(shop)["until"] == "2026-03-05T12:00:00.000Z"
    shop.cloud.world.pass_time(hours=24)
    assert told(shop)["is_possible"]
    shop.cloud.world.pass_time(seconds=1)

    assert refused(shop) == "window_closed"
    phone.text("Hello??", channel=Kind.whatsapp)
    assert told(shop)["is_possible"]


def test_an_automatic_message_or_a_note_opens_no_window(phone: Phone, shop: Shop) -> None:
    phone.text("Hello?", channel=Kind.whatsapp)
    shop.cloud.world.pass_time(hours=25)
    phone.text("I am away.", channel=Kind.whatsapp, is_automatic=True)
    shop.done("POST", f"{shop.at}/notes", {"text": "Hm"})

    assert refused(shop) == "window_closed"


def test_instagram_is_open_for_a_week_where_meta_lets_people_answer(
    phone: Phone, shop: Shop
) -> None:
    phone.text("Hello?", **INSTAGRAM)
    shop.cloud.world.pass_time(days=2)
    assert told(shop)["is_possible"]

    phone.set(instagram={"human_agent": False})
    assert refused(shop) == "window_closed"


@pytest.mark.parametrize(
    ("channel", "has_agreed", "words"),
    [(Kind.sms, True, ["Bye."]), (Kind.sms, False, []), (Kind.whatsapp, True, [])],
)
def test_a_closing_text_is_sent_only_where_it_may_be(
    phone: Phone, shop: Shop, channel: Kind, *, has_agreed: bool, words: list[str]
) -> None:
    phone.agree()
    phone.set(auto_close={"enabled": True, "after_hours": 48, "closing_text": "Bye."})
    phone.text("Where is it?", channel=channel)
    shop.reply()
    shop.cloud.settle()
    phone.texts.clear()
    if not has_agreed:
        phone.text("STOP")

    shop.cloud.world.pass_time(hours=49)
    shop.cloud.calm(minutes=1)

    said = [entry["text"] for entry in thread(shop) if entry["is_automatic"]]
    assert (shop.done("GET", shop.at)["status"], said, phone.words) == ("closed", words, words)


def test_a_blocked_customer_is_not_answered_by_text(phone: Phone, shop: Shop) -> None:
    phone.agree()
    phone.text("Where is it?")
    shop.done("POST", "/v1/blocks", {"kind": "phone", "value": ANN})

    assert refused(shop) == "blocked"

"""The automatic answer to texts: to whom, how often, with which words."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.accounts.amend import amend
from chalicelib.accounts.model import Plan
from chalicelib.channels.model import Kind
from chalicelib.customers.consent.model import Standing
from chalicelib.messaging.autoresponder import RESTS, is_wanted
from dev.aws.gate import Call, gate
from tests.faults.shop import Shop
from tests.kit.http_world import NOON
from tests.messaging.mails import thread
from tests.messaging.phone import ANN, Phone, phone

__all__ = ["phone"]
WORDS = "{{ Organization prefix }}: text START to get answers, or write to {{email}}."
SPAM = (
    "WINNER!! Claim your bitcoin prize now: guaranteed profit, click http://win.example act now!!!"
)


def turn_on(phone: Phone, mode: str = "all", channel: str = "sms") -> None:
    phone.set(**{channel: {"autoresponder": {"mode": mode, "text": WORDS}}})


@pytest.mark.acceptance(70, 72)
@pytest.mark.parametrize("channel", [Kind.sms, Kind.whatsapp])
def test_a_text_is_answered_in_its_ticket(phone: Phone, shop: Shop, channel: Kind) -> None:
    turn_on(phone, channel=channel)

    phone.text("Where is it?", channel=channel)

    [asked, answer] = thread(shop)
    assert (asked["direction"], answer["direction"]) == ("inbound", "outbound")
    assert (answer["is_automatic"], answer["state"]) == (True, "sent")
    expected = f"{shop.account.name}: text START to get answers, or write to {shop.address}."
    assert [answer["text"], *phone.words] == [expected, expected]
    assert phone.texts[0].recipient == ANN


def test_it_is_off_until_it_is_turned_on(phone: Phone) -> None:
    phone.text("Where is it?")

    assert phone.words == []


def test_the_other_channels_answer_is_not_given(phone: Phone) -> None:
    turn_on(phone)

    phone.text("Where is it?", channel=Kind.whatsapp)

    assert phone.words == []


@pytest.mark.acceptance(31, 71)
@pytest.mark.parametrize(
    ("mode", "known", "is_answered"),
    [
        ("off", Standing.unknown, False),
        ("all", Standing.unknown, True),
        ("all", Standing.consented, True),
        ("all", Standing.opted_out, False),
        ("non_consented", Standing.unknown, True),
        ("non_consented", Standing.consented, False),
        ("non_consented", Standing.opted_out, False),
    ],
)
def test_the_mode_says_who_is_answered(mode: str, known: Standing, *, is_answered: bool) -> None:
    assert is_wanted(mode, known, None, NOON) is is_answered
    assert is_wanted(mode, known, NOON - RESTS, NOON) is is_answered
    assert not is_wanted(mode, known, NOON - RESTS + timedelta(milliseconds=1), NOON)


@pytest.mark.acceptance(31, 71)
def test_non_subscribers_are_told_to_subscribe_and_subscribers_are_not(phone: Phone) -> None:
    turn_on(phone, "non_consented")
    phone.text("Where is it?")
    assert "text START to get answers" in phone.words[0]

    phone.text("START")
    phone.shop.cloud.world.pass_time(days=2)
    phone.text("And now?")

    assert len(phone.words) == 2


def test_a_customer_gets_one_a_day_whatever_they_write_by(phone: Phone) -> None:
    turn_on(phone)
    turn_on(phone, channel="whatsapp")
    for hours, channel in ((0, Kind.sms), (1, Kind.whatsapp), (22.9, Kind.sms), (0.2, Kind.sms)):
        phone.shop.cloud.world.pass_time(hours=hours)
        phone.text("Hello?", channel=channel)

    assert len(phone.words) == 2


@given(st.lists(st.integers(0, 40), max_size=12))
def test_never_two_within_a_day(gaps: list[int]) -> None:
    now, answered = NOON, [NOON - 2 * RESTS]
    for gap in gaps:
        now += timedelta(hours=gap)
        if is_wanted("all", Standing.unknown, answered[-1], now):
            answered.append(now)

    assert all(b - a >= RESTS for a, b in pairwise(answered))


@pytest.mark.parametrize("first", ["Hello", None], ids=["in a ticket", "as a first text"])
def test_of_two_texts_at_once_one_is_answered(phone: Phone, first: str | None) -> None:
    if first:
        phone.text(first)
    turn_on(phone)
    rivals = ["Me too"]

    def meanwhile(call: Call) -> None:
        if call.name == "dynamodb.TransactWriteItems" and rivals and not phone.words:
            phone.text(rivals.pop(), is_carried=False)

    with gate.hooked(before=meanwhile):
        phone.text("Where is it?")

    assert len(phone.words) == 1
    assert len([e for e in thread(phone.shop) if e["direction"] == "inbound"]) == 2 + bool(first)


def test_a_text_that_comes_again_is_not_answered_again(phone: Phone) -> None:
    turn_on(phone)
    phone.text("Hello", provider_id="one")
    phone.shop.cloud.world.pass_time(days=2)

    phone.text("Hello", provider_id="one")

    assert len(phone.words) == 1


def silent(phone: Phone, write: Callable[[], object]) -> bool:
    """Let something come while the autoresponder is on; tell whether nothing was said."""
    turn_on(phone)
    write()
    return phone.words == []


def test_a_machine_is_not_answered(phone: Phone) -> None:
    assert silent(phone, lambda: phone.text("I am out of office.", is_automatic=True))
    assert silent(phone, lambda: phone.text("I am out of office.", is_automatic=True))


def test_spam_is_not_answered(phone: Phone, shop: Shop) -> None:
    assert silent(phone, lambda: phone.text(SPAM, verdicts={"spam": "FAIL"}))
    assert shop.done("GET", shop.at)["is_spam"]
    assert silent(phone, lambda: phone.text("Hello?"))


def test_a_blocked_sender_is_not_answered(phone: Phone, shop: Shop) -> None:
    shop.done("POST", "/v1/blocks", {"kind": "phone", "value": ANN})

    assert silent(phone, lambda: phone.text("Hello?"))


def test_who_opted_out_is_not_answered(phone: Phone) -> None:
    phone.agree("unsubscribed")

    assert silent(phone, lambda: phone.text("Hello?"))


def test_a_stop_overtakes_the_answer(phone: Phone, shop: Shop) -> None:
    turn_on(phone)
    phone.text("Hello?", is_carried=False)
    phone.text("STOP")

    assert (phone.words, thread(shop)[-1]["state"]) == ([], "failed")


@pytest.mark.acceptance(7)
def test_the_free_plan_keeps_the_autoresponder(phone: Phone, shop: Shop) -> None:
    amend(shop.desk(), "plan_changed", lambda account: replace(account, plan=Plan.inbox))
    turn_on(phone)

    phone.text("Hello?")

    assert len(phone.words) == 1

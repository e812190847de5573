"""Answers to keyword texts: sent once, or not at all, and what became of them is told."""

import pytest

from chalicelib.channels.model import Receipt
from chalicelib.core.errors import DeliveryFailed, Unavailable, Uncertain
from chalicelib.messaging.deliver import AUTOMATIC_MAILS
from chalicelib.messaging.keywords import answers, storage
from chalicelib.messaging.settle import settle_from
from dev.aws.gate import Call, gate
from tests.messaging.phone import Phone


def test_nothing_leaves_after_a_stop(phone: Phone) -> None:
    phone.text("HELP", is_carried=False)
    phone.text("STOP", is_carried=False)
    phone.shop.cloud.settle()

    [stop, call] = phone.keyword_texts()
    assert (phone.words, stop["answer"], call["answer"]["state"]) == ([], None, "failed")
    assert call["answer"]["state_detail"].startswith("opted_out: ")
    phone.text("HELP")
    assert phone.words == []


@pytest.mark.parametrize(
    ("answer", "after"),
    [
        (DeliveryFailed("No such number.", permanent=True), "failed"),
        (DeliveryFailed("Later.", permanent=False), "queued"),
        (Unavailable("Busy."), "queued"),
        (Uncertain("No answer."), "unknown"),
    ],
)
def test_what_the_provider_says_is_shown_at_the_customer(
    phone: Phone, answer: Exception, after: str
) -> None:
    phone.answers.append(answer)

    phone.text("HELP")

    assert (phone.states(), phone.words) == ([after], [])


def test_what_was_not_taken_is_sent_later_by_the_sweep(phone: Phone) -> None:
    phone.answers.append(Unavailable("Busy."))
    phone.text("HELP")

    phone.shop.cloud.calm(minutes=2)

    assert (phone.states(), len(phone.words)) == (["sent"], 1)


def test_an_order_that_is_lost_is_made_again_by_the_sweep(phone: Phone) -> None:
    phone.text("HELP", is_carried=False)
    phone.shop.cloud.fold()
    phone.shop.cloud.queues["deliver"].clear()

    phone.shop.cloud.calm(minutes=2)

    assert (phone.states(), len(phone.words)) == (["sent"], 1)


def test_a_worker_that_dies_while_sending_never_sends_twice(phone: Phone) -> None:
    phone.answers.append(KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt):
        phone.text("HELP")
    phone.shop.cloud.queues["deliver"].clear()

    phone.shop.cloud.calm(minutes=6)

    assert (phone.states(), phone.words) == (["unknown"], [])


def test_two_workers_send_one_answer_once(phone: Phone) -> None:
    phone.text("HELP", is_carried=False)
    desk, rivals = phone.shop.desk(), [phone.shop.desk()]
    text = storage.load(desk, phone.keyword_texts()[0]["id"])

    def meanwhile(call: Call) -> None:
        is_claim = call.name == "dynamodb.UpdateItem" and "TEXT#" in str(call.parameters()["Key"])
        if is_claim and rivals:
            storage.claim(rivals.pop(), text, desk.now())

    with gate.hooked(before=meanwhile):
        answers.deliver(desk, text.id)

    assert (phone.words, phone.states()) == ([], ["sending"])


def test_a_receipt_finds_the_answer_it_is_about(phone: Phone) -> None:
    phone.text("HELP")
    for state in ("delivered", "sent"):
        receipt = Receipt(provider_id="SM1", state=state)
        assert settle_from(phone.shop.desk(), phone.inbox, receipt)

    assert phone.states() == ["delivered"]
    for unknown in (Receipt(provider_id="SM9", state="sent"),
                    Receipt(provider_id="SM1", state="sent", message_id="txt_1")):  # fmt: skip
        assert not settle_from(phone.shop.desk(), phone.inbox, unknown)


def test_a_receipt_may_overtake_our_own_note(phone: Phone) -> None:
    phone.text("HELP", is_carried=False)
    [text] = phone.keyword_texts()
    early = Receipt(provider_id="SM1", state="delivered", message_id=text["id"])
    phone.before = lambda: settle_from(phone.shop.desk(), phone.inbox, early)

    phone.shop.cloud.settle()

    assert phone.states() == ["delivered"]


def test_machines_that_answer_each_other_are_stopped(phone: Phone) -> None:
    for _ in range(AUTOMATIC_MAILS + 2):
        phone.text("HELP")

    assert len(phone.words) == AUTOMATIC_MAILS
    assert phone.states()[:2] == ["failed", "failed"]

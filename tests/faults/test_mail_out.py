"""F-29, F-32, F-34: mail that goes out once, what is told of it later, and machines that answer."""

import itertools
from typing import Any

import pytest

from chalicelib.messaging.deliver import AUTOMATIC_MAILS
from chalicelib.tickets.model import Message, State
from dev.aws.faults import Faults
from dev.aws.gate import gate
from tests.faults.commands import answered_chat, replied, reply_to, reported, settled
from tests.faults.invariants import check, scan
from tests.faults.shop import CUSTOMER, Shop, found
from tests.kit.crash import dying

pytestmark = pytest.mark.thorough

EVENTS: dict[str, dict[str, Any]] = {
    "Send": {"recipients": [CUSTOMER]},
    "Delivery": {"recipients": [CUSTOMER]},
    "Bounce": {"bounceType": "Permanent", "bouncedRecipients": [{"emailAddress": CUSTOMER}]},
    "Complaint": {"complainedRecipients": [{"emailAddress": CUSTOMER}]},
    "DeliveryDelay": {"delayType": "MailboxFull"},
}


def last(shop: Shop) -> Message:
    """Return the newest message."""
    return scan(shop).messages[-1]


def dies_after_sending(shop: Shop) -> None:
    """Let the worker die when SES has the mail and nobody noted it."""
    replied(shop)
    with dying("after", 1, lambda call: call.name == "sesv2.SendEmail"):
        shop.cloud.step("deliver")


def test_who_died_after_sending_is_settled_by_the_event(shop: Shop) -> None:
    dies_after_sending(shop)
    assert last(shop).state is State.sending

    reported("Delivery")(shop)
    shop.cloud.calm()

    assert last(shop).state is State.delivered
    check(shop)


def test_without_an_event_it_is_unknown_and_never_sent_again(shop: Shop) -> None:
    dies_after_sending(shop)

    shop.cloud.calm(minutes=60)

    assert last(shop).state is State.unknown
    assert len(shop.cloud.posted) == 1
    check(shop)


def test_an_answer_finds_its_ticket_before_the_reply_is_marked_as_sent(shop: Shop) -> None:
    dies_after_sending(shop)

    shop.cloud.queues["mail"].append(shop.mail(to=(reply_to(shop),)))
    shop.cloud.calm()

    assert len(scan(shop).tickets) == 1
    check(shop)


def test_a_table_that_is_busy_after_the_sending_sends_nothing_again(shop: Shop) -> None:
    replied(shop)
    faults = Faults()
    faults.inject("dynamodb.UpdateItem", "throttle", times=30, skip=1)

    with gate.around(faults), pytest.MonkeyPatch.context() as patch:
        patch.setattr("botocore.endpoint.time.sleep", lambda _: None)
        assert shop.cloud.deliver_batch("deliver", shop.cloud.queues["deliver"])
    shop.cloud.calm()

    assert len(shop.cloud.posted) == 1
    check(shop)


@pytest.mark.parametrize("order", list(itertools.permutations(["Send", "Delivery", "Complaint"])))
def test_reports_in_any_order_and_twice_lead_to_delivered(
    shop: Shop, order: tuple[str, ...]
) -> None:
    replied(shop)
    settled(shop)

    for kind in (*order, *order):
        reported(kind, **EVENTS[kind])(shop)
        settled(shop)

    assert last(shop).state is State.delivered
    check(shop)


@pytest.mark.parametrize("after", ["Send", "DeliveryDelay", "Delivery", "Bounce"])
def test_what_bounced_stays_so(shop: Shop, after: str) -> None:
    replied(shop)
    settled(shop)

    for kind in ("Bounce", after):
        reported(kind, **EVENTS[kind])(shop)
        settled(shop)

    assert (last(shop).state, last(shop).state_detail[:9]) == (State.failed, "Permanent")
    check(shop)


def test_a_report_about_nothing_is_let_pass(shop: Shop) -> None:
    replied(shop)
    settled(shop)
    reported("Delivery")(shop)
    shop.cloud.queues["receipts"] = [
        body.replace("_2", "_9") for body in shop.cloud.queues["receipts"]
    ]

    shop.cloud.calm()

    check(shop)


LOOPS = {
    "out of office": {"Auto_Submitted": "auto-replied"},
    "null return path": {"source": "<>"},
    "list": {"Precedence": "list", "List_Id": "<all.mail.example>"},
    "no mark but the subject": {"X_Autoreply": "yes"},
}


@pytest.mark.parametrize("mark", LOOPS.values(), ids=LOOPS)
def test_an_automatic_mail_is_answered_by_nothing_and_wakes_nobody(
    shop: Shop, mark: dict[str, str]
) -> None:
    answered_chat(shop)
    shop.cloud.sweep()
    settled(shop)
    sent = len(shop.cloud.posted)
    unread = scan(shop).tickets[shop.ticket_id].read_by

    shop.cloud.queues["mail"].append(shop.mail(to=(reply_to(shop),), **mark))
    shop.cloud.calm()

    assert len(shop.cloud.posted) == sent
    assert scan(shop).tickets[shop.ticket_id].read_by == unread
    assert last(shop).is_automatic
    check(shop)


def test_our_own_mail_come_back_is_a_loop(shop: Shop) -> None:
    replied(shop)
    settled(shop)
    own = shop.cloud.posted[-1].mail.as_bytes()
    shop.said.append(shop.said[-1])

    shop.cloud.queues["mail"].append(shop.arrival(own, (shop.address,), source=shop.address))
    shop.cloud.calm()

    assert last(shop).is_automatic
    assert len(shop.cloud.posted) == 1


def test_two_of_our_accounts_do_not_answer_each_other(shop: Shop) -> None:
    other = found(shop.cloud, "Rival")
    shop.chat(email=other.address)
    shop.say()
    shop.reply()
    settled(shop)
    shop.cloud.world.pass_time(minutes=4)
    shop.cloud.sweep()
    settled(shop)

    for _ in range(5):
        echo = shop.cloud.letters[-1]
        raw = echo.mail.as_bytes()
        shop.cloud.queues["mail"].append(other.arrival(raw, (echo.recipient,), source=echo.sender))
        shop.cloud.calm()

    assert len(shop.cloud.letters) == 1
    assert len(scan(other).tickets) == 1


def test_one_address_gets_ten_automatic_mails_an_hour(shop: Shop) -> None:
    for _ in range(AUTOMATIC_MAILS + 2):
        answered_chat(shop)
        shop.done("POST", "/v1/chat/end", {}, by="visitor")
        shop.cloud.world.pass_time(minutes=-3, seconds=-1)
    shop.cloud.world.pass_time(minutes=4)
    shop.cloud.sweep()
    shop.cloud.calm()

    mails = [m for m in scan(shop).messages if m.is_automatic]
    assert len(shop.cloud.posted) == AUTOMATIC_MAILS
    held_back = [m.state_detail for m in mails if m.state is State.failed]
    assert [detail.partition(":")[0] for detail in held_back] == ["loop stopped"] * 2
    check(shop)

"""The mail to the team about a new text."""

import json
from dataclasses import replace

import pytest

from chalicelib import jobs
from chalicelib.accounts import forwarding
from chalicelib.channels.model import Kind, Sender
from chalicelib.core.desk import Desk
from chalicelib.core.errors import DeliveryFailed, Unavailable
from chalicelib.core.sending import Sending
from chalicelib.messaging import new_text_mail
from dev.aws.gate import gate
from tests.faults.cloud import Posted
from tests.faults.shop import Shop
from tests.messaging.mails import arrive
from tests.messaging.phone import ANN, Phone, phone

__all__ = ["phone"]
LIST = ["ops@shop.example", "boss@shop.example"]


def mails(shop: Shop) -> list[Posted]:
    """Return what the team was told."""
    return [posted for posted in shop.cloud.posted if posted.ref == "new-text"]


def told(shop: Shop) -> list[str]:
    return [str(posted.mail["To"]) for posted in mails(shop)]


@pytest.mark.acceptance(73)
def test_a_new_text_is_told_to_the_list(phone: Phone, shop: Shop) -> None:
    phone.set(sms={"notify": LIST})

    phone.text("Where is my parcel?")

    [posted] = mails(shop)
    words = posted.mail.get_payload(decode=True).decode()  # type: ignore[union-attr]
    assert posted.mail["To"] == ", ".join(LIST)
    assert posted.mail["Subject"] == f"New text from {ANN}"
    assert "Where is my parcel?" in words
    assert f"https://desk.example/console#/all/open/{shop.ticket_id}" in words


@pytest.mark.acceptance(73)
def test_without_a_list_the_assignee_is_told_else_who_is_online(phone: Phone, shop: Shop) -> None:
    phone.text("Nobody is here")
    shop.done("PUT", "/v1/me/presence", {"online": True}, by="bob")
    phone.text("Hello?")
    shop.done("POST", f"{shop.at}/assign", {"agent_id": shop.alice.id, "force": True})
    shop.cloud.world.pass_time(minutes=15)
    phone.text("Hello??")

    assert told(shop) == [shop.bob.email, shop.alice.email]


@pytest.mark.acceptance(73)
def test_a_ticket_is_told_of_once_in_a_quarter_of_an_hour(phone: Phone, shop: Shop) -> None:
    phone.set(sms={"notify": LIST})
    for minutes in (0, 1, 13.9, 0.1, 14.9):
        shop.cloud.world.pass_time(minutes=minutes)
        phone.text("Hello?")

    assert len(told(shop)) == 2


def test_each_ticket_is_told_of(phone: Phone, shop: Shop) -> None:
    phone.set(sms={"notify": LIST}, whatsapp={"notify": LIST, "notifies": True})

    phone.text("Hello?")
    phone.text("Hello?", channel=Kind.whatsapp)

    subjects = [posted.mail["Subject"] for posted in mails(shop)]
    assert subjects == [f"New text from {ANN}", f"New WhatsApp message from {ANN}"]


def test_it_can_be_switched_off(phone: Phone, shop: Shop) -> None:
    phone.set(sms={"notify": LIST, "notifies": False})

    phone.text("Hello?")

    assert told(shop) == []


def test_nobody_is_told_of_mail_keywords_machines_or_spam(phone: Phone, shop: Shop) -> None:
    phone.set(sms={"notify": LIST})
    spam = (
        "WINNER!! Claim your bitcoin prize now, guaranteed profit, click http://win.example now!!!"
    )

    arrive(shop)
    phone.text("HELP")
    phone.text("I am away.", is_automatic=True)
    phone.text(spam, verdicts={"spam": "FAIL"}, sender=Sender(address="+442079460002"))

    assert told(shop) == []


def test_a_machine_in_a_persons_ticket_is_no_news(phone: Phone, shop: Shop) -> None:
    phone.set(sms={"notify": LIST})
    phone.text("Hello?")
    shop.cloud.world.pass_time(minutes=20)

    phone.text("I am away.", is_automatic=True)

    assert len(told(shop)) == 1


def test_an_answer_is_no_news(phone: Phone, shop: Shop) -> None:
    phone.agree()
    phone.set(sms={"notify": LIST})
    phone.text("Hello?")
    shop.cloud.world.pass_time(minutes=20)

    shop.reply()
    shop.cloud.settle()

    assert len(told(shop)) == 1


def test_the_mail_says_that_a_machine_wrote_it_and_never_goes_in_circles(
    phone: Phone, shop: Shop
) -> None:
    phone.set(sms={"notify": ["help@acme.example", shop.address, *LIST]})
    forwarding.add(shop.desk(), "help@acme.example")

    phone.text("Hello?")

    [posted] = mails(shop)
    assert posted.mail["To"] == ", ".join(LIST)
    assert posted.mail["Auto-Submitted"] == "auto-generated"
    assert posted.mail["X-Deskhand-Loop"] == shop.address


class Mailer:
    """A mail service that refuses as told, then takes everything."""

    def __init__(self, desk: Desk, *answers: Exception) -> None:
        self.taken: list[tuple[str, ...]] = []
        self.answers = list(answers)
        self.desk = replace(desk, mailer=self)

    def send(self, *, sender: str, recipients: tuple[str, ...], raw: bytes, ref: str) -> str:
        if self.answers:
            raise self.answers.pop(0)
        self.taken.append(recipients)
        return "taken"

    def may_send_from(self, _address: str) -> bool:
        return True

    def look(self, _domain: str) -> Sending:
        return Sending(is_known=True, may_send=True)


def test_what_the_mail_service_did_not_take_is_tried_again(phone: Phone, shop: Shop) -> None:
    phone.set(sms={"notify": LIST})
    phone.text("Hello?", is_carried=False)
    mailer = Mailer(shop.desk(), Unavailable("Busy."))

    with pytest.raises(Unavailable):
        new_text_mail.send(mailer.desk, shop.ticket_id)
    again = replace(shop.desk(), mailer=mailer)

    assert new_text_mail.send(again, shop.ticket_id) is True
    assert new_text_mail.send(replace(shop.desk(), mailer=mailer), shop.ticket_id) is False
    assert mailer.taken == [tuple(LIST)]


def test_what_the_mail_service_refuses_is_left(phone: Phone, shop: Shop) -> None:
    phone.set(sms={"notify": LIST})
    phone.text("Hello?", is_carried=False)
    mailer = Mailer(shop.desk(), DeliveryFailed("No.", permanent=True))

    new_text_mail.send(mailer.desk, shop.ticket_id)

    assert new_text_mail.send(replace(shop.desk(), mailer=mailer), shop.ticket_id) is False


def test_an_order_that_comes_twice_sends_one_mail(phone: Phone, shop: Shop) -> None:
    phone.set(sms={"notify": LIST})
    phone.text("Hello?", is_carried=False)
    order = {"job": new_text_mail.NEW_TEXT_JOB, "account_id": shop.account.id}

    for _ in range(2):
        jobs.run_job(json.dumps({**order, "ticket_id": shop.ticket_id}))

    assert len(told(shop)) == 1


def test_receiving_mails_nobody(phone: Phone) -> None:
    phone.set(sms={"notify": LIST})

    with gate.recorded() as calls:
        phone.text("Hello?", is_carried=False)

    assert not [call.name for call in calls if not call.name.startswith("dynamodb.")]

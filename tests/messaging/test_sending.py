"""Sending: once, from whom the mail service lets us, and never on a guess (decisions 7, 19)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.core.errors import DeliveryFailed, Unavailable, Uncertain
from chalicelib.core.sending import Sending
from chalicelib.messaging import deliver
from chalicelib.tickets import deliveries
from tests.faults.shop import Shop
from tests.messaging.mails import thread, token

PERMANENT = DeliveryFailed("No such mailbox.", permanent=True)
FOR_NOW = DeliveryFailed("Sending is paused.", permanent=False)


class Mailer:
    """A mail service that answers as told, then takes everything."""

    def __init__(self, *answers: Exception) -> None:
        self.answers = list(answers)
        self.senders: list[str] = []

    def send(self, *, sender: str, recipients: tuple[str, ...], raw: bytes, ref: str) -> str:
        self.senders.append(sender)
        if self.answers:
            raise self.answers.pop(0)
        return f"taken-{len(self.senders)}"

    def may_send_from(self, _address: str) -> bool:
        return True

    def look(self, _domain: str) -> Sending:
        return Sending(is_known=True, may_send=True)


def queued(shop: Shop) -> int:
    """Let Alice answer; return the message's sequence, with nothing carried yet."""
    shop.receive(text="Where is it?")
    shop.cloud.queues["deliver"].clear()
    return int(shop.reply()["sequence"])


def send(shop: Shop, mailer: Mailer, sequence: int) -> str | None:
    return deliver.deliver(replace(shop.desk(), mailer=mailer), shop.ticket_id, sequence)


def state(shop: Shop) -> str:
    return thread(shop)[-1]["state"]


@pytest.mark.parametrize(
    ("answers", "after", "tries"),
    [
        ([], "sent", 1),
        ([PERMANENT, PERMANENT], "failed", 1),
        ([FOR_NOW], "queued", 1),
        ([Unavailable("Busy.")], "queued", 1),
        ([Uncertain("No answer.")], "unknown", 1),
    ],
    ids=["taken", "refused", "refused for now", "busy", "silent"],
)
def test_what_the_mail_service_says_is_what_is_shown(
    shop: Shop, answers: list[Exception], after: str, tries: int
) -> None:
    sequence, mailer = queued(shop), Mailer(*answers)

    assert send(shop, mailer, sequence) == after
    assert (state(shop), len(mailer.senders)) == (after, tries)


def test_waits_get_longer_and_end(shop: Shop) -> None:
    sequence, mailer = queued(shop), Mailer(*[FOR_NOW] * 20)
    waits: list[timedelta] = []
    while send(shop, mailer, sequence) == "queued":
        message = deliveries.load(shop.desk(), shop.ticket_id, sequence)
        assert message.due_at
        waits.append(message.due_at - shop.cloud.world.now)

    assert waits == list(deliveries.RETRY_AFTER)
    assert (state(shop), len(mailer.senders)) == ("failed", 7)


def test_an_answer_leaves_even_where_the_shops_own_address_is_refused(shop: Shop) -> None:
    sequence, mailer = queued(shop), Mailer(PERMANENT)
    own, theirs = shop.address, "help@acme.example"
    desk = replace(shop.desk(), mailer=mailer)
    message = deliveries.load(desk, shop.ticket_id, sequence)
    ready = replace(deliver.prepared(desk, message), sender=theirs)

    handed = deliver.handed_over(desk, message.channel, ready)

    assert handed.provider_id == f"taken-2@{desk.place.mail_id_domain}"
    assert mailer.senders == [theirs, own]


def test_a_thread_keeps_its_references_past_many_notes(shop: Shop) -> None:
    shop.receive(text="Where is it?")
    for number in range(25):
        shop.done("POST", f"{shop.at}/notes", {"text": f"note {number}"})
    shop.reply()
    shop.cloud.settle()

    mail = shop.cloud.posted[-1].mail
    assert "@mail.example>" in str(mail["In-Reply-To"])
    assert token(shop).count("+") == 1

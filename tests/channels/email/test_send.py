"""Handing a mail to the service."""

from dataclasses import dataclass, field, replace

import pytest

from chalicelib.channels.email import CHANNEL
from chalicelib.channels.email.receipts import receipts
from chalicelib.channels.model import Kind, Reopen
from chalicelib.core.desk import Desk
from tests.channels.email.letters import MESSAGE_ID, a_letter
from tests.channels.email.mails import INBOX


@dataclass
class Outbox:
    """A mail service that keeps what it is given."""

    sent: list[dict[str, object]] = field(default_factory=list[dict[str, object]])

    def send(self, *, sender: str, recipients: tuple[str, ...], raw: bytes, ref: str) -> str:
        """Keep the mail."""
        self.sent.append({"sender": sender, "recipients": recipients, "raw": raw, "ref": ref})
        return "ses-1"


@pytest.mark.acceptance(15)
def test_a_mail_goes_out_once_to_its_recipient_only(desk: Desk) -> None:
    outbox = Outbox()

    sent = CHANNEL.send(replace(desk, mailer=outbox), a_letter())

    assert sent == f"ses-1@{desk.place.mail_id_domain}"
    assert [(one["sender"], one["recipients"]) for one in outbox.sent] == [
        (INBOX, ("ann@customer.example",))
    ]
    assert b"Which shade?" in bytes(str(outbox.sent[0]["raw"]), "utf-8")


def test_what_the_service_repeats_names_account_and_message(desk: Desk) -> None:
    outbox = Outbox()
    CHANNEL.send(replace(desk, mailer=outbox), a_letter())
    mail = {"messageId": "ses-1", "tags": {"ref": [outbox.sent[0]["ref"]]}}

    (receipt,) = receipts({"eventType": "Send", "mail": mail})

    assert (receipt.account_id, receipt.message_id) == (desk.account_id, MESSAGE_ID)


@pytest.mark.acceptance(22, 29)
def test_a_customers_mail_reopens_and_can_always_be_answered() -> None:
    capabilities = CHANNEL.capabilities

    assert CHANNEL.kind is Kind.email
    assert capabilities.reopen is Reopen.reopens
    assert capabilities.reply_window is None

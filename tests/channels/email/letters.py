"""Outgoing messages for tests, and what stands in the mails made of them."""

import email
import email.policy
from datetime import UTC, datetime
from email.message import EmailMessage

from chalicelib.channels.email.compose import compose
from chalicelib.channels.model import File, Outgoing
from tests.channels.email.mails import DOMAIN, INBOX

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
MESSAGE_ID = "msg_01KDVNE4000000000000000000_2"


def a_letter(
    *,
    text: str = "Which shade?",
    subject: str = "A broken lamp",
    sender_name: str = "Lamps & More",
    recipient: str = "ann@customer.example",
    recipient_name: str = "Ann Lee",
    reply_to: str = f"lamps+token@{DOMAIN}",
    in_reply_to: str = "first@customer.example",
    references: tuple[str, ...] = (),
    files: tuple[File, ...] = (),
    is_automatic: bool = False,
) -> Outgoing:
    """Return an agent's answer to Ann, unless told otherwise."""
    return Outgoing(
        message_id=MESSAGE_ID,
        sender=INBOX,
        sender_name=sender_name,
        recipient=recipient,
        recipient_name=recipient_name,
        reply_to=reply_to,
        text=text,
        subject=subject,
        in_reply_to=in_reply_to,
        references=references,
        files=files,
        is_automatic=is_automatic,
    )


def composed(letter: Outgoing) -> bytes:
    """Return the mail's bytes."""
    return compose(letter, message_id_domain=DOMAIN, sent_at=NOON)


def opened(letter: Outgoing) -> EmailMessage:
    """Return the mail as another program reads it."""
    found = email.message_from_bytes(composed(letter), policy=email.policy.default)
    assert isinstance(found, EmailMessage)
    return found

"""Mail that no person wrote, and mail that only looks like it."""

import pytest

from tests.channels.email import mails
from tests.channels.email.mails import DOMAIN, INBOX, a_mail, an_envelope, read

REPORT = "Content-Type: message/delivery-status\r\n\r\nAction: failed"


@pytest.mark.parametrize(
    ("reason", "headers"),
    [
        ("auto_reply", {"Auto-Submitted": "auto-replied"}),
        ("auto_reply", {"Auto-Submitted": "Auto-Replied (vacation); x=y"}),
        ("auto_generated", {"Auto-Submitted": "auto-generated"}),
        ("auto_generated", {"Auto-Submitted": "auto-notified"}),
        ("auto_reply", {"X-Autoreply": "yes"}),
        ("auto_reply", {"X-Autorespond": "Re: lamp"}),
        ("auto_reply", {"X-FC-MachineGenerated": "true"}),
        ("auto_reply", {"Precedence": "auto_reply"}),
        ("auto_reply", {"X-Post-MessageClass": "9; Autoresponder"}),
        ("auto_reply", {"Subject": "Automatic reply: A broken lamp"}),
        ("auto_reply", {"Subject": "Out of Office: A broken lamp"}),
        ("auto_reply", {"Subject": "Abwesenheitsnotiz: Lampe"}),
        ("auto_reply", {"Subject": "Réponse automatique : lampe"}),
        ("bounce", {"Return-Path": "<>"}),
        ("bounce", {"Return-Path": "< >"}),
        ("bounce", {"X-Failed-Recipients": "gone@customer.example"}),
        ("bounce", {"From": "Mail Delivery Subsystem <MAILER-DAEMON@mx.customer.example>"}),
        ("bounce", {"From": "MAILER-DAEMON", "Subject": "failure notice"}),
        ("bounce", {"From": "postmaster@customer.example", "Subject": "Undeliverable: Lamp"}),
        ("bounce", {"From": "Postmaster", "Subject": "Delivery Status Notification (Failure)"}),
        ("feedback_report", {"From": "staff@hotmail.com", "Subject": "complaint about message 1"}),
        ("auto_generated", {"From": "no-reply@sns.amazonaws.com"}),
        ("list", {"Precedence": "bulk"}),
        ("list", {"Precedence": "List"}),
        ("list", {"List-Id": "<lamps.lists.example>"}),
        ("list", {"List-Unsubscribe": "<mailto:off@lists.example>"}),
        ("auto_generated", {"X-Auto-Response-Suppress": "DR, All", "From": "noreply@shop.example"}),
        ("loop", {"X-Deskhand-Loop": f" {INBOX.upper()}"}),
    ],
)  # fmt: skip
def test_automatic_mail_is_told_by_its_reason(reason: str, headers: dict[str, str]) -> None:
    message = read(a_mail(**headers))

    assert (message.is_automatic, message.automatic_reason) == (True, reason)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Auto-Submitted": "no"},
        {"Auto-Submitted": "no (a person)"},
        {"X-Autoreply": "no"},
        {"Precedence": "normal"},
        {"Precedence": "first-class"},
        {"Return-Path": "<ann@customer.example>"},
        {"X-Auto-Response-Suppress": "All"},
        {"X-Auto-Response-Suppress": "DR, RN, NRN, OOF, AutoReply"},
        {"X-Auto-Response-Suppress": "OOF", "From": "noreply@shop.example"},
        {"X-Loop": "anything"},
        {"Subject": "Re: Automatic reply: A broken lamp"},
        {"Subject": "Out of office chairs"},
        {"Subject": "Undeliverable parcel"},
        {"Subject": "Delivery failed again, where is my lamp?"},
        {"From": "postmaster@customer.example"},
        {"From": "noreply@shop.example"},
        {"From": "mailer@shopify.com", "Reply-To": "ann@customer.example", "List-Id": "<x>"},
        {"X-Google-Group-Id": "1", "List-Id": "<support.shop.example>", "Precedence": "list"},
        {"X-Deskhand-Loop": f"rugs@{DOMAIN}"},
    ],
)  # fmt: skip
def test_a_persons_mail_is_never_taken_for_automatic(headers: dict[str, str]) -> None:
    assert read(a_mail(**headers)).automatic_reason == ""


@pytest.mark.parametrize(
    ("report_type", "part", "reason"),
    [
        ("delivery-status", REPORT, "bounce"),
        ("disposition-notification", "\r\nread", "read_receipt"),
        ("feedback-report", "\r\nspam", "feedback_report"),
        ("unknown", REPORT, "bounce"),
        ("unknown", "\r\nwords", ""),
    ],
)
def test_a_report_tells_what_it_is(report_type: str, part: str, reason: str) -> None:
    raw = mails.parts("\r\nIt failed.", part).replace(
        b"multipart/mixed", f"multipart/report; report-type={report_type}".encode()
    )

    assert read(raw).automatic_reason == reason


def test_a_customer_who_attaches_a_bounce_is_still_a_person() -> None:
    inside = mails.parts("\r\nIt failed.", REPORT).replace(b"cut", b"inside")
    bounce = b"Content-Type: message/rfc822\r\n\r\n" + inside

    assert read(mails.parts("\r\nWhat is this?", bounce)).automatic_reason == ""


@pytest.mark.parametrize(
    ("source", "reason"),
    [("", "bounce"), ("<>", "bounce"), ("ann@customer.example", ""), (None, "")],
)
def test_an_empty_return_path_marks_a_bounce(source: str | None, reason: str) -> None:
    assert read(a_mail(), an_envelope(source=source)).automatic_reason == reason

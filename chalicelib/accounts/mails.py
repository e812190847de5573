"""The product's own mails to the people of a team; marked as automatic."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from chalicelib.core.desk import Desk
from chalicelib.core.moments import rfc5322

SENDER_NAME = "Deskhand"
_LOCAL_PART = "sign-in"


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One way in."""

    account: str
    token: str = field(repr=False)


def sign_in(desk: Desk, recipient: str, links: list[Link], *, minutes: int) -> None:
    """Mail the links; the token stands after the #, so it reaches no server's log."""
    lines = [
        line
        for link in links
        for line in (f"{link.account}:", f"{desk.place.base_url}/console#sign-in={link.token}", "")
    ]
    text = (
        f"Sign in to Deskhand with this link. It works once, within {minutes} minutes.\n\n"
        + "\n".join(lines)
        + "\nIf you did not ask for it, do nothing: without the link nobody gets in.\n"
    )
    send(desk, recipient, subject="Your sign-in link", text=text, ref="sign-in")


def invitation(desk: Desk, recipient: str, *, account: str, inviter: str) -> None:
    """Tell somebody that they are in a team now."""
    text = (
        f"{inviter or 'Your team'} added you to the support team of {account}.\n\n"
        f"Open {desk.place.base_url}/console and enter this address; "
        "a link to sign in comes by mail.\n"
    )
    send(desk, recipient, subject=f"You are in the support team of {account}", text=text,
         ref="invitation")  # fmt: skip


def send(
    desk: Desk, *recipients: str, subject: str, text: str, ref: str, html: str = "",
    headers: Mapping[str, str] | None = None,
) -> None:  # fmt: skip
    """Send one mail; `ref` is no message of a ticket, so its delivery events are not followed."""
    # Only workers send; the API spares itself what writes mail.
    from email.message import EmailMessage
    from email.policy import SMTP

    sender = f"{_LOCAL_PART}@{desk.place.mail_domain}"
    mail = EmailMessage(policy=SMTP)
    mail["From"] = f"{SENDER_NAME} <{sender}>"
    mail["To"] = ", ".join(recipients)
    mail["Subject"] = subject
    mail["Date"] = rfc5322(desk.now())
    mail["Auto-Submitted"] = "auto-generated"
    for name, value in (headers or {}).items():
        mail[name] = value
    mail.set_content(text)
    if html:
        mail.add_alternative(html, subtype="html")
    desk.mailer.send(sender=sender, recipients=recipients, raw=mail.as_bytes(), ref=ref)

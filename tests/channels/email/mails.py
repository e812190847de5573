"""Mails and envelopes for tests: plain functions, every argument optional."""

from chalicelib.channels.email.model import Envelope
from chalicelib.channels.email.parse import parse
from chalicelib.channels.model import Inbound

DOMAIN = "in.desk.example"
INBOX = f"lamps@{DOMAIN}"


def an_envelope(*recipients: str, source: str | None = None, **verdicts: str) -> Envelope:
    """Return an envelope to the lamp shop's inbox, unless told otherwise."""
    return Envelope(
        recipients=recipients or (INBOX,), mail_domain=DOMAIN, source=source, verdicts=verdicts
    )


def a_mail(body: str | bytes = "My lamp is broken.", **headers: str) -> bytes:
    """Return a mail; `In_Reply_To=` names the header In-Reply-To, an empty value leaves it out."""
    fields = {
        "From": "Ann Lee <ann@customer.example>",
        "To": INBOX,
        "Subject": "A broken lamp",
        "Message-ID": "<first@customer.example>",
        **{name.replace("_", "-"): value for name, value in headers.items()},
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in fields.items() if value)
    content = body if isinstance(body, bytes) else body.encode()
    return head.encode("utf-8", "surrogateescape") + b"\r\n" + content


def parts(*contents: str | bytes, kind: str = "mixed", **headers: str) -> bytes:
    """Return a multipart mail of parts that bring their own headers."""
    encoded = (one if isinstance(one, bytes) else one.encode() for one in contents)
    body = b"".join(b"--cut\r\n" + one + b"\r\n" for one in encoded)
    content_type = f'multipart/{kind}; boundary="cut"'
    return a_mail(body + b"--cut--\r\n", Content_Type=content_type, **headers)


def html_mail(source: str) -> bytes:
    """Return a mail of nothing but HTML."""
    return a_mail(source, Content_Type="text/html; charset=utf-8")


def read(raw: bytes, envelope: Envelope | None = None) -> Inbound:
    """Return the one message that the mail makes."""
    (message,) = parse(raw, envelope or an_envelope())
    return message


def text_of(raw: bytes) -> str:
    """Return the new words of the mail."""
    return read(raw).text

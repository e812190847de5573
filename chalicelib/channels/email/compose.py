"""An outgoing message as a mail: plain words, the same words as HTML, and nothing that spies."""

import hashlib
import html
import re
from datetime import datetime
from email.charset import QP, Charset
from email.encoders import encode_base64
from email.header import Header
from email.message import Message
from email.mime.multipart import MIMEMultipart
from email.mime.nonmultipart import MIMENonMultipart
from email.policy import compat32
from email.utils import format_datetime, quote

from chalicelib.channels.email import phrases
from chalicelib.channels.email.model import LOOP_HEADER, inbox_of
from chalicelib.channels.model import File, Outgoing
from chalicelib.core import addresses
from chalicelib.core.errors import DeliveryFailed

MAX_SUBJECT = 250
MAX_REFERENCES = 20
_MAX_NAME = 100
_POLICY = compat32.clone(linesep="\r\n", mangle_from_=False)
_LINE_END = re.compile("\r\n|\r")
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_UNSAFE_IN_LINE = re.compile("[\\s\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")
_ID = re.compile(r"[!-;=?-~]{1,400}")


def compose(outgoing: Outgoing, *, message_id_domain: str, sent_at: datetime) -> bytes:
    """Return the mail's bytes, the same for the same message and moment.

    Whatever the values hold, each stays within its header. `references` are oldest first. Raise
    DeliveryFailed where an address cannot be written to.
    """
    mail = _with_files(outgoing) if outgoing.files else _words_of(outgoing)
    for name, value in _headers(outgoing, message_id_domain).items():
        mail[name] = value
    mail["Date"] = format_datetime(sent_at)
    return mail.as_bytes(policy=_POLICY)


def _words_of(outgoing: Outgoing) -> MIMEMultipart:
    text = _UNSAFE.sub("", _LINE_END.sub("\n", outgoing.text))
    mail = MIMEMultipart("alternative", boundary=_boundary(outgoing), policy=_POLICY)
    mail.attach(_part("plain", text))
    mail.attach(_part("html", _html(text)))
    return mail


def _with_files(outgoing: Outgoing) -> MIMEMultipart:
    mail = MIMEMultipart("mixed", boundary=_boundary(outgoing, "files"), policy=_POLICY)
    mail.attach(_words_of(outgoing))
    for file in outgoing.files:
        mail.attach(_file(file))
    return mail


def _file(file: File) -> Message:
    main, _, sub = file.content_type.partition("/")
    # Whole mails and parts of parts may not be in base64 (RFC 2046), so they are plain bytes.
    kind = ("application", "octet-stream") if main in ("message", "multipart") else (main, sub)
    part = MIMENonMultipart(*kind, policy=_POLICY)
    part.set_payload(file.content)
    encode_base64(part)
    # What is not ASCII is written as RFC 2231 says, which no name can break out of.
    part.add_header("Content-Disposition", "attachment", filename=_filename(file.name))
    return part


def _filename(name: str) -> str | tuple[str, str, str]:
    line = _line(name)
    return line if line.isascii() else ("utf-8", "", line)


def _headers(outgoing: Outgoing, domain: str) -> dict[str, str]:
    answered = _answered(outgoing)
    headers = {
        "From": _mailbox(outgoing.sender_name, outgoing.sender),
        "To": _mailbox(outgoing.recipient_name, outgoing.recipient),
        "Subject": _words(_subject(outgoing.subject, is_answer=bool(answered))),
        "Message-ID": f"<{_line(outgoing.message_id)}@{domain}>",
        LOOP_HEADER: inbox_of(_address(outgoing.reply_to or outgoing.sender)).lower(),
    }
    if outgoing.reply_to:
        headers["Reply-To"] = _address(outgoing.reply_to)
    if answered:
        headers["In-Reply-To"] = f"<{answered[-1]}>"
        headers["References"] = " ".join(f"<{one}>" for one in answered)
    if outgoing.is_automatic:
        headers |= {"Auto-Submitted": "auto-replied", "X-Auto-Response-Suppress": "All"}
    return headers


def _answered(outgoing: Outgoing) -> list[str]:
    """Return the ids of the thread, the oldest and the newest of them if there are too many."""
    given = dict.fromkeys(one for one in outgoing.references if one != outgoing.in_reply_to)
    ids = [one for one in (*given, outgoing.in_reply_to) if _is_message_id(one)]
    return ids if len(ids) <= MAX_REFERENCES else [ids[0], *ids[1 - MAX_REFERENCES :]]


def _is_message_id(one: str) -> bool:
    """Ids that we made up for mails without one are nobody else's business."""
    return bool(_ID.fullmatch(one)) and not one.startswith("sha256:")


def _subject(subject: str, *, is_answer: bool) -> str:
    bare = _line(subject)[:MAX_SUBJECT]
    return f"Re: {phrases.ANSWER_PREFIX.sub('', bare, count=1)}".strip() if is_answer else bare


def _mailbox(name: str, address: str) -> str:
    shown = _line(name)[:_MAX_NAME].strip()
    if not shown:
        return _address(address)
    encoded = _words(shown)
    return f"{encoded if encoded != shown else _quoted(shown)} <{_address(address)}>"


def _quoted(name: str) -> str:
    return f'"{quote(name)}"'


def _address(address: str) -> str:
    """Keep the case: a plus-part may depend on it."""
    if not address.isascii() or addresses.normal(address) is None:
        raise DeliveryFailed("This mail address cannot be written to.", permanent=True)
    return address.strip()


def _words(line: str) -> str:
    is_plain = line.isascii() and "=?" not in line
    return line if is_plain else Header(line, "utf-8", maxlinelen=70).encode()


def _line(value: str) -> str:
    return _UNSAFE_IN_LINE.sub(" ", value).strip()


def _part(subtype: str, text: str) -> Message:
    part = MIMENonMultipart("text", subtype, policy=_POLICY)
    charset = Charset("utf-8")
    charset.body_encoding = QP
    part.set_payload(text, charset)
    return part


def _html(text: str) -> str:
    lines = html.escape(text).replace("\n", "<br>\n")
    return f'<!DOCTYPE html>\n<html><body><div dir="auto">{lines}</div></body></html>\n'


def _boundary(outgoing: Outgoing, of: str = "") -> str:
    """From the id and not by chance, so that the same message has the same bytes."""
    return f"=_{hashlib.sha256(f'{outgoing.message_id}{of}'.encode()).hexdigest()[:32]}"

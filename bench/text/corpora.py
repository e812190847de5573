"""Reads the public collections that the model is trained and measured on; none is kept here."""

import csv
import hashlib
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from email import message_from_bytes, policy
from email.message import Message
from html import unescape
from pathlib import Path

from chalicelib.channels.email.model import Envelope
from chalicelib.channels.email.parse import parse
from chalicelib.routing.text.model import Inbound
from chalicelib.routing.text.words import of_arrival

PARTS = 10
HELD_BACK = (8, 9)  # of ten parts: no training sees them, nor does the choice of thresholds

_ENVELOPE = Envelope(recipients=("shop@in.example",), mail_domain="in.example")
_INTENTS = {
    "contact_customer_service": ("speak to human",),
    "contact_human_agent": ("speak to human",),
    "track_order": ("order tracking",),
    "get_refund": ("returns",),
    "track_refund": ("returns",),
    "check_refund_policy": ("returns",),
    "delivery_options": ("shipping",),
    "change_shipping_address": ("shipping",),
    "set_up_shipping_address": ("shipping",),
}
_DURATION = re.compile(r"\b(how long|long does|take|takes|period|usually)\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One message with what people said of it; samples of one part share no wording."""

    inbound: Inbound
    source: str
    is_spam: bool = False
    tags: tuple[str, ...] = ()
    part: int = 0

    @property
    def is_held_back(self) -> bool:
        """Tell whether only the evaluation may see it."""
        return self.part in HELD_BACK


def mails(folder: Path) -> Iterator[Sample]:
    """Yield SpamAssassin's easy ham and spam: the first sets only."""
    for name, is_spam in (("easy-ham-1", False), ("spam-1", True)):
        for path in sorted((folder / name).glob("*.txt")):
            raw = path.read_bytes()
            part = part_of(_wording(raw))
            yield Sample(inbound=mail(raw), source="mail", is_spam=is_spam, part=part)


def short_messages(path: Path) -> Iterator[Sample]:
    """Yield the SMS collection; messages that begin alike are kept together."""
    for line in path.read_text(encoding="utf-8").splitlines():
        kind, _, text = line.partition("\t")
        key = re.sub(r"[\W\d_]+", " ", text.casefold()).strip()[:25]
        inbound = Inbound(text=text)
        yield Sample(inbound=inbound, source="sms", is_spam=kind == "spam", part=part_of(key))


def intents(path: Path) -> Iterator[Sample]:
    """Yield shop questions by intent, turned into our tags; many intents have none."""
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            text = row["utterance"]
            tags = _INTENTS.get(row["intent"], ())
            if row["intent"] == "delivery_period":
                is_general = _DURATION.search(text.casefold())
                tags = ("shipping",) if is_general else ("order tracking", "shipping")
            yield Sample(inbound=Inbound(text=text), source="intents", tags=tags)


def part_of(key: str) -> int:
    """Return one of ten parts, by the wording alone."""
    return hashlib.sha256(key.encode("utf-8", "replace")).digest()[0] % PARTS


def mail(raw: bytes) -> Inbound:
    """Read a mail as the product does, less what tells lists from people: names, footers."""
    arrived = parse(raw, _ENVELOPE)[0]
    text = _without_footer(arrived.text)
    return replace(of_arrival(arrived), subject=_unlisted(arrived.subject), text=text)


def _wording(raw: bytes) -> str:
    """Return what tells mails apart: the subject as it came, or else how they begin.

    Never to be changed: it says which mails are held back.
    """
    message = message_from_bytes(raw, policy=policy.compat32)
    subject = _unlisted(str(message["subject"] or ""))
    return re.sub(r"[\W\d_]+", " ", subject.casefold()).strip() or _new_words(_text(message))[:60]


def _unlisted(subject: str) -> str:
    plain = re.sub(r"^\s*(re|fwd?):|\[[^\]]{1,30}\]", "", subject, flags=re.I)
    return re.sub(r"\s+", " ", plain).strip()


def _text(message: "Message[str, str]") -> str:
    found = {"text/plain": "", "text/html": ""}
    for part in message.walk():
        kind = part.get_content_type()
        if kind in found:
            raw = part.get_payload(decode=True)
            raw = raw if isinstance(raw, bytes) else b""
            found[kind] += raw.decode("utf-8" if _is_utf8(raw) else "latin-1")
    return found["text/plain"] if found["text/plain"].strip() else _unmarked(found["text/html"])


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _unmarked(html: str) -> str:
    visible = re.sub(r"<(script|style)\b.*?</\1>|<!--.*?-->", " ", html, flags=re.S | re.I)
    return re.sub(r"[ \t]+", " ", unescape(re.sub(r"<[^>]*>", " ", visible)))


def _new_words(text: str) -> str:
    lines: list[str] = []
    for line in text.splitlines():
        if line.rstrip() == "--" or line.startswith(("_____", "-----")):
            break
        if not line.startswith((">", "|")) and not line.rstrip().endswith(("wrote:", "writes:")):
            lines.append(line)
    return "\n".join(lines) if "".join(lines).strip() else text


def _without_footer(text: str) -> str:
    lines = itertools.takewhile(
        lambda line: line.rstrip() != "--" and not line.startswith(("_____", "-----")),
        text.splitlines(),
    )
    # Some begin with a rule, and would have nothing left.
    return "\n".join(lines).strip() or text

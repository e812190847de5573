"""What left the product, readable: the mails, texts and messages that were accepted."""

from collections.abc import Iterable
from email.message import EmailMessage
from functools import lru_cache
from typing import Any

from chalicelib.core.moments import rfc3339
from dev.aws.post import Sent
from dev.product import Product

_MOST = 2_000
"""Mails whose parts are kept: the outbox is asked for again and again, and a mail never changes."""


def everything(product: Product) -> list[dict[str, Any]]:
    """Return all of it, newest first."""
    mails = as_data(product.post.sent())
    others = [said.shown() for said in product.network.phones.sent()]
    return sorted([*mails, *others], key=lambda one: one["at"], reverse=True)


def as_data(sent: Iterable[Sent]) -> list[dict[str, Any]]:
    """Return mails in the order they come."""
    return [_shown(mail) for mail in sent]


@lru_cache(maxsize=_MOST)
def _shown(mail: Sent) -> dict[str, Any]:
    message = mail.message
    return {
        "id": mail.id,
        "channel": "email",
        "from": str(message.get("From", mail.sender)),
        "to": list(mail.recipients),
        "subject": str(message.get("Subject", "")),
        "text": _body(message, "plain"),
        "html": _body(message, "html"),
        "attachments": [
            {"name": part.get_filename(), "content_type": part.get_content_type()}
            for part in message.iter_attachments()
        ],
        "headers": {name: str(value) for name, value in message.items()},
        "at": rfc3339(mail.at),
    }


def _body(message: EmailMessage, kind: str) -> str | None:
    part = message.get_body(preferencelist=(kind,))
    if part is None:
        return None
    try:
        return part.get_content()
    except LookupError:
        raw: Any = part.get_payload(decode=True)
        return raw.decode("utf-8", "replace")

"""Who a visitor is, and what a chat becomes; values only."""

import hashlib
import hmac
from dataclasses import replace
from datetime import datetime, timedelta

from chalicelib.channels.webchat.model import Chat
from chalicelib.core import addresses, ids
from chalicelib.core.errors import Fault, Invalid

HEARTBEAT = timedelta(seconds=20)
"""How long a heartbeat spares the next one from being written."""
UNHEARD_FOR = timedelta(days=1)
UNVISITED_FOR = timedelta(days=90)
MAX_TOKENS = 10
"""Devices of one visitor; one more, and the oldest must start anew."""
MAX_NAME = 120
_MAX_USER_ID = 255


def is_vouched_for(widget_secret: str, user_id: str, user_hash: str) -> bool:
    """Tell whether the shop signed this id: hex HMAC-SHA-256 of it under the account's secret."""
    if not widget_secret or not user_id.strip() or len(user_id) > _MAX_USER_ID:
        return False
    expected = hmac.new(widget_secret.encode(), _bytes(user_id), hashlib.sha256).hexdigest()
    return hmac.compare_digest(expected.encode(), _bytes(user_hash.strip().lower()))


def is_email_vouched_for(widget_secret: str, email: str, email_hash: str) -> bool:
    """Tell whether the shop signed this address: the same, of `email:` and the address."""
    # Not of the address alone: a shopper may have chosen it as the id that the shop signs.
    return bool(email) and is_vouched_for(widget_secret, f"email:{email}", email_hash)


def chat_id_of(account_id: str, user_id: str) -> str:
    """Return the chat of a shop's user: the same on each of their devices."""
    text = b"\0".join((b"chat", account_id.encode(), _bytes(user_id)))
    return f"chat_{ids.derived(hashlib.sha256(text).digest())}"


def address(email: str) -> str:
    """Return the normal form of an address that a visitor typed, or raise Invalid."""
    known_as = addresses.normal(email)
    if known_as is None:
        fault = Fault("/email", "invalid", "This is no email address.")
        raise Invalid("The email address is not one.", faults=[fault])
    return known_as


def name(text: str) -> str:
    """Return what a visitor calls themselves, on one line of letters that show.

    >>> name(" Ann\\n\\u202eLee ")
    'Ann Lee'
    """
    return "".join(c for c in " ".join(text.split()) if c.isprintable())[:MAX_NAME].strip()


def joined(known: Chat | None, fresh: Chat, digest: str) -> Chat:
    """Return the chat with one more token; the oldest falls out where there are too many.

    What the visitor says of themselves today counts more than what they said before.
    """
    chat = known or fresh
    return replace(
        chat,
        email=fresh.email or chat.email,
        is_email_proved=fresh.is_email_proved if fresh.email else chat.is_email_proved,
        name=fresh.name or chat.name,
        expires_at=max(chat.expires_at, fresh.expires_at),
        digests=(*chat.digests, digest)[-MAX_TOKENS:],
    )


def admits(chat: Chat, digest: str, now: datetime) -> bool:
    """Tell whether a token with this digest still opens the chat."""
    matches = [hmac.compare_digest(kept.encode(), digest.encode()) for kept in chat.digests]
    return any(matches) and now < chat.expires_at


def is_heartbeat_due(chat: Chat, now: datetime) -> bool:
    """Tell whether the chat was heard of so long ago that it must be written again."""
    return chat.heard_at is None or now - chat.heard_at >= HEARTBEAT


def _bytes(text: str) -> bytes:
    # Lone surrogates can come in JSON; they must not end in an error of ours.
    return text.encode("utf-8", "surrogatepass")

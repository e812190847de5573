"""A visitor's token: it names account and chat, so that one read settles whether it is good.

`dhv_<account's ULID>_<chat's ULID>_<secret>`; of the secret only the SHA-256 is stored.
"""

import hashlib
import re
from dataclasses import dataclass, field

from chalicelib.core.desk import Desk

_SECRET_BYTES = 32
_ULID = "[0-7][0-9A-HJKMNP-TV-Z]{25}"
_TOKEN = re.compile(f"dhv_(?P<account>{_ULID})_(?P<chat>{_ULID})_(?P<secret>[0-9a-f]{{64}})")
_LENGTH = len("dhv_") + 26 + 1 + 26 + 1 + 2 * _SECRET_BYTES


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A token taken apart; nothing of it is proved."""

    account_id: str
    chat_id: str
    digest: str = field(repr=False)


def parse(text: str) -> Token | None:
    """Return the token, or None for what was never one of ours: no look-up is due then."""
    found = _TOKEN.fullmatch(text) if len(text) <= _LENGTH else None
    if found is None:
        return None
    return Token(
        account_id=f"acc_{found['account']}",
        chat_id=f"chat_{found['chat']}",
        digest=_digest(found["secret"]),
    )


def issue(desk: Desk, chat_id: str) -> tuple[str, str]:
    """Return a new token of a chat, and the digest to keep of it."""
    secret = desk.randomness(_SECRET_BYTES).hex()
    account, chat = desk.account_id.removeprefix("acc_"), chat_id.removeprefix("chat_")
    return f"dhv_{account}_{chat}_{secret}", _digest(secret)


def _digest(secret: str) -> str:
    # Secrets are random, so no slow hash is needed.
    return hashlib.sha256(secret.encode()).hexdigest()

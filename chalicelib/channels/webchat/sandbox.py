"""The key of an account's test shop: for half an hour it opens test chats, and nothing else.

`pk_<account's ULID>_test_<moment it ends>_<signature>`: it stands where a shop's public key would,
so the chat needs to know nothing of it, and nothing of it is stored.
"""

import re
from datetime import UTC, datetime, timedelta

from chalicelib.core.desk import Desk

OPEN_FOR = timedelta(minutes=30)
_PURPOSE = "sandbox"
_SIGNED = 20
"""Bytes of the signature that the key carries."""
_KEY = re.compile(
    r"pk_(?P<account>[0-7][0-9A-HJKMNP-TV-Z]{25})_test_(?P<until>[0-9]{10})_(?P<sign>[0-9a-f]{40})"
)


def issue(desk: Desk) -> tuple[str, datetime]:
    """Return a key of this account's test shop, and when it ends."""
    until = int((desk.now() + OPEN_FOR).timestamp())
    signature = desk.secrets.sign(_PURPOSE, _message(desk.account_id, until))[:_SIGNED]
    account = desk.account_id.removeprefix("acc_")
    return f"pk_{account}_test_{until}_{signature.hex()}", datetime.fromtimestamp(until, UTC)


def is_key(text: str) -> bool:
    """Tell whether this is meant to be a test shop's key; nothing of it is proved."""
    return _KEY.fullmatch(text) is not None


def account_of(desk: Desk, key: str) -> str | None:
    """Return the account whose test shop a key opens now; None once it has ended, or is forged."""
    found = _KEY.fullmatch(key)
    if found is None:
        return None
    account_id, until = f"acc_{found['account']}", int(found["until"])
    is_ours = desk.secrets.verify(
        _PURPOSE, _message(account_id, until), bytes.fromhex(found["sign"])
    )
    return account_id if is_ours and desk.now().timestamp() < until else None


def _message(account_id: str, until: int) -> bytes:
    return f"{account_id}\0{until}".encode()

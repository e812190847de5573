"""The word by which a provider sees that a path is the merchant's: it names and proves an account.

So whoever asks needs no look-up, and a guess is told from ours without a row to compare it with.
"""

import base64
import binascii

from chalicelib.core.desk import Desk

_PURPOSE = "hook"
_BYTES = 20
_LENGTH = 32


def verify_token(desk: Desk) -> str:
    """Return the word to enter at the provider, always the same for an account and key."""
    signature = desk.secrets.sign(_PURPOSE, desk.account_id.encode())[:_BYTES]
    return f"{desk.account_id}.{base64.b32encode(signature).decode().lower()}"


def is_verify_token(desk: Desk, text: str) -> bool:
    """Tell whether we gave this word to any account."""
    account_id, _, signature = text.partition(".")
    if len(signature) != _LENGTH or not signature.isascii():
        return False
    try:
        raw = base64.b32decode(signature.upper())
    except binascii.Error:
        return False
    return desk.secrets.verify(_PURPOSE, account_id.encode("utf-8", "replace"), raw)

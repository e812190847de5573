"""Opaque cursors: signed, and good only for the account, list and filter that gave them."""

import base64
import binascii
import json
from collections.abc import Mapping
from typing import Any

from chalicelib.core.desk import Desk
from chalicelib.core.errors import Invalid

_PURPOSE = "cursor"
_SIGNATURE = 12
MAX_LIMIT = 100


def seal(desk: Desk, position: Mapping[str, Any], *, binding: str) -> str:
    """Return a cursor for a position in the list that `binding` names with its filter."""
    payload = json.dumps(position, separators=(",", ":"), sort_keys=True).encode()
    signature = desk.secrets.sign(_PURPOSE, _message(desk, payload, binding))[:_SIGNATURE]
    return base64.urlsafe_b64encode(signature + payload).decode().rstrip("=")


def unseal(desk: Desk, cursor: str, *, binding: str) -> dict[str, Any]:
    """Return the position, or raise Invalid for a cursor that is not ours, or of another list."""
    try:
        raw = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
    except (binascii.Error, ValueError):
        raw = b""
    signature, payload = raw[:_SIGNATURE], raw[_SIGNATURE:]
    message = _message(desk, payload, binding)
    if len(signature) < _SIGNATURE or not desk.secrets.verify(_PURPOSE, message, signature):
        raise Invalid("The cursor does not belong to this list.", code="invalid_cursor")
    return json.loads(payload)


def limit_from(text: str | None, *, default: int = 50) -> int:
    """Return the page size asked for, or raise Invalid."""
    if not text:
        return default
    if not (text.isascii() and text.isdecimal() and 1 <= int(text[:9]) <= MAX_LIMIT):
        raise Invalid(f"limit must be a whole number from 1 to {MAX_LIMIT}.")
    return int(text)


def _message(desk: Desk, payload: bytes, binding: str) -> bytes:
    return b"\0".join((desk.account_id.encode(), binding.encode(), payload))

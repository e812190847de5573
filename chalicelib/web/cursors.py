"""Opaque cursors: signed, and good only for the account, list and filter that gave them."""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from chalicelib.core.desk import Desk
from chalicelib.core.errors import Invalid
from chalicelib.web.queries import ListQuery

_PURPOSE = "cursor"
_SIGNATURE = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """The part of a list that a request asks for; an empty position is the list's beginning."""

    limit: int
    position: Mapping[str, Any]
    binding: str

    def onward(self, desk: Desk, following: Mapping[str, Any] | None) -> dict[str, Any]:
        """Return what an answer tells of the rest of its list, None for the end of it."""
        cursor = seal(desk, following, binding=self.binding) if following else None
        return {"has_more": cursor is not None, "next_cursor": cursor}


def part(desk: Desk, query: ListQuery, *, of: str) -> Part:
    """Return which part of a list, named with its filter, is asked for, or raise Invalid."""
    position = unseal(desk, query.cursor, binding=of) if query.cursor else {}
    return Part(limit=query.limit, position=position, binding=of)


def seal(desk: Desk, position: Mapping[str, Any], *, binding: str) -> str:
    """Return a cursor for a position in the list that `binding` names with its filter."""
    payload = json.dumps(position, separators=(",", ":"), sort_keys=True).encode()
    signature = desk.secrets.sign(_PURPOSE, _message(desk, payload, binding))[:_SIGNATURE]
    return _encoded(signature + payload)


def unseal(desk: Desk, cursor: str, *, binding: str) -> dict[str, Any]:
    """Return the position, or raise Invalid for a cursor that is not ours, or of another list."""
    raw = _decoded(cursor)
    signature, payload = raw[:_SIGNATURE], raw[_SIGNATURE:]
    message = _message(desk, payload, binding)
    if len(signature) < _SIGNATURE or not desk.secrets.verify(_PURPOSE, message, signature):
        raise Invalid("The cursor does not belong to this list.", code="invalid_cursor")
    return json.loads(payload)


def _encoded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _decoded(cursor: str) -> bytes:
    # Python skips what is not Base64 and ignores spare bits: only the one true spelling is ours.
    try:
        raw = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
    except ValueError:
        return b""
    return raw if _encoded(raw) == cursor else b""


def _message(desk: Desk, payload: bytes, binding: str) -> bytes:
    return b"\0".join((desk.account_id.encode(), binding.encode(), payload))

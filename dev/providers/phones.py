"""What people's phones show: every text and message, both ways, with what became of it."""

import secrets
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from chalicelib.core.moments import rfc3339


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One message; `is_ours` if the product sent it."""

    id: str
    channel: str
    sender: str
    recipient: str
    text: str
    at: datetime
    is_ours: bool
    media: tuple[str, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict[str, str])

    def shown(self) -> dict[str, Any]:
        """Return what the outbox and the phone page show."""
        return {
            "id": self.id,
            "channel": self.channel,
            "from": self.sender,
            "to": [self.recipient],
            "subject": "",
            "text": self.text,
            "html": None,
            "headers": dict(self.headers),
            "media": list(self.media),
            "at": rfc3339(self.at),
        }


class Phones:
    """Everything said, in order; safe for threads."""

    def __init__(self) -> None:
        """Start silent."""
        self._lock = threading.Lock()
        self._said: list[Said] = []

    def say(self, said: Said) -> Said:
        """Remember it, under an id of its own where it has none."""
        known = said if said.id else replace(said, id=f"said_{secrets.token_hex(8)}")
        with self._lock:
            self._said.append(known)
        return known

    def sent(self) -> list[Said]:
        """Return what the product sent, newest first."""
        with self._lock:
            return [said for said in reversed(self._said) if said.is_ours]

    def between(self, channel: str, person: str, shop: str) -> list[Said]:
        """Return a conversation, oldest first."""
        pair = {person, shop}
        with self._lock:
            return [
                s for s in self._said if s.channel == channel and {s.sender, s.recipient} == pair
            ]

    def forget(self) -> None:
        """Empty all of them."""
        with self._lock:
            self._said.clear()

"""Signing with keys that live in one SSM parameter, a JSON list of hex keys, newest first.

Rotation (`docs/operations.md`): a new key goes last until every process has read it, then in front.
"""

import hmac
import json
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.aws.clients import Clients
from chalicelib.core.errors import Unavailable

FRESH = timedelta(minutes=10)
"""How long the keys are used without a look at the parameter."""
KEPT = timedelta(hours=1)
"""How long they are used when the parameter cannot be read."""
SHORTEST_SIGNATURE = 10

_RETRY = timedelta(seconds=30)
_SHORTEST_KEY = 32


class SsmSecrets:
    """Every purpose has a key of its own, derived from the parameter's."""

    def __init__(self, clients: Clients, parameter: str, clock: Callable[[], datetime]) -> None:
        """Read nothing yet."""
        self._clients = clients
        self._parameter = parameter
        self._clock = clock
        self._lock = threading.Lock()
        self._keys: tuple[bytes, ...] = ()
        self._read_at: datetime | None = None
        self._look_at: datetime | None = None

    def sign(self, purpose: str, message: bytes) -> bytes:
        """Return an HMAC-SHA-256 under the newest key of this purpose."""
        return _signature(self._current()[0], purpose, message)

    def verify(self, purpose: str, message: bytes, signature: bytes) -> bool:
        """Tell in constant time whether any key made it; it may be cut to 10 bytes or more."""
        long_enough = len(signature) >= SHORTEST_SIGNATURE
        matches = [
            hmac.compare_digest(_signature(key, purpose, message)[: len(signature)], signature)
            for key in self._current()
        ]
        return long_enough and any(matches)

    def _current(self) -> tuple[bytes, ...]:
        now = self._clock()
        with self._lock:
            if self._look_at is None or not self._look_at - FRESH <= now < self._look_at:
                self._look(now)
            return self._keys

    def _look(self, now: datetime) -> None:
        try:
            self._keys = self._read()
        except (ClientError, BotoCoreError) as error:
            if self._read_at is None or now - self._read_at >= KEPT:
                raise Unavailable("The signing keys cannot be read just now.") from error
            self._look_at = now + _RETRY
        else:
            self._read_at = now
            self._look_at = now + FRESH

    def _read(self) -> tuple[bytes, ...]:
        client: Any = self._clients.get("ssm")
        answer = client.get_parameter(Name=self._parameter, WithDecryption=True)
        keys = tuple(bytes.fromhex(key) for key in json.loads(answer["Parameter"]["Value"]))
        if not keys or min(map(len, keys)) < _SHORTEST_KEY:
            raise ValueError(f"{self._parameter} must hold keys of {_SHORTEST_KEY} bytes or more.")
        return keys


def _signature(key: bytes, purpose: str, message: bytes) -> bytes:
    own = hmac.digest(key, b"deskhand " + purpose.encode(), "sha256")
    return hmac.digest(own, message, "sha256")

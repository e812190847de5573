"""Sealing by KMS, bound to whose the secret is; what was opened stays in memory for a while."""

import hashlib
import threading
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.aws.clients import Clients
from chalicelib.core.errors import Forbidden, Unavailable

FRESH = timedelta(minutes=10)
"""How long an opened secret is used without asking again: so long a revoked key still opens."""
KEPT = timedelta(hours=1)
"""How long it is used when KMS cannot be asked."""
MOST = 1000
"""Secrets kept in memory; past that, the oldest go."""

_RETRY = timedelta(seconds=30)
_NOT_OURS = frozenset({"InvalidCiphertextException", "IncorrectKeyException"})


class KmsVault:
    """The key never leaves KMS, which also refuses a secret that is moved to another context."""

    def __init__(self, clients: Clients, key: str, clock: Callable[[], datetime]) -> None:
        """Ask nothing yet."""
        self._clients = clients
        self._key = key
        self._clock = clock
        self._lock = threading.Lock()
        self._opened: dict[bytes, _Opened] = {}

    def seal(self, context: Mapping[str, str], plain: bytes) -> bytes:
        """Return the sealed bytes, or raise Unavailable."""
        client: Any = self._clients.get("kms")
        asked = {"KeyId": self._key, "Plaintext": plain, "EncryptionContext": dict(context)}
        try:
            return client.encrypt(**asked)["CiphertextBlob"]
        except (ClientError, BotoCoreError) as error:
            raise Unavailable("Secrets cannot be stored just now.") from error

    def open(self, context: Mapping[str, str], sealed: bytes) -> bytes:
        """Return what was sealed in this very context; else raise Forbidden, or Unavailable."""
        name, now = _name(context, sealed), self._clock()
        known = self._opened.get(name)
        if known is not None and known.look_at - FRESH <= now < known.look_at:
            return known.plain
        try:
            opened = _Opened(plain=self._ask(context, sealed), read_at=now, look_at=now + FRESH)
        except Unavailable:
            if known is None or now - known.read_at >= KEPT:
                raise
            opened = _Opened(plain=known.plain, read_at=known.read_at, look_at=now + _RETRY)
        self._keep(name, opened)
        return opened.plain

    def _ask(self, context: Mapping[str, str], sealed: bytes) -> bytes:
        client: Any = self._clients.get("kms")
        asked = {"KeyId": self._key, "CiphertextBlob": sealed, "EncryptionContext": dict(context)}
        try:
            return client.decrypt(**asked)["Plaintext"]
        except ClientError as error:
            if error.response["Error"]["Code"] in _NOT_OURS:
                raise Forbidden("This secret was sealed for somebody else.") from error
            raise Unavailable("Secrets cannot be opened just now.") from error
        except BotoCoreError as error:
            raise Unavailable("Secrets cannot be opened just now.") from error

    def _keep(self, name: bytes, opened: "_Opened") -> None:
        with self._lock:
            self._opened.pop(name, None)
            self._opened[name] = opened
            while len(self._opened) > MOST:
                del self._opened[next(iter(self._opened))]


class _Opened:
    """A secret in memory; no dataclass, so that no representation ever shows it."""

    __slots__ = ("look_at", "plain", "read_at")

    def __init__(self, *, plain: bytes, read_at: datetime, look_at: datetime) -> None:
        self.plain = plain
        self.read_at = read_at
        self.look_at = look_at


def _name(context: Mapping[str, str], sealed: bytes) -> bytes:
    digest = hashlib.sha256()
    for part in (*(word.encode() for pair in sorted(context.items()) for word in pair), sealed):
        digest.update(len(part).to_bytes(8) + part)
    return digest.digest()

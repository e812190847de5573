"""What a process may remember of the table for some seconds, by account."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Generic, TypeVar

T = TypeVar("T")
_MANY = 2_000


class Recent(Generic[T]):
    """Remembered values; `forget` takes effect at once, even on reads that are under way."""

    def __init__(self, keep: timedelta) -> None:
        """`keep` is how old a value may be."""
        self._keep = keep
        self._lock = threading.Lock()
        self._values: dict[str, dict[str, tuple[datetime, T]]] = {}
        self._forgotten = 0

    def get(self, account_id: str, key: str, now: datetime, read: Callable[[], T]) -> T:
        """Return the remembered value, or what `read` returns; None and errors are not kept."""
        kept = self._values.get(account_id, {}).get(key)
        if kept and timedelta(0) <= now - kept[0] < self._keep:
            return kept[1]
        before = self._forgotten
        value = read()
        with self._lock:
            if before == self._forgotten and value is not None:
                self._room(account_id)[key] = (now, value)
        return value

    def forget(self, account_id: str) -> None:
        """Drop all of an account's values."""
        with self._lock:
            self._forgotten += 1
            self._values.pop(account_id, None)

    def _room(self, account_id: str) -> dict[str, tuple[datetime, T]]:
        if len(self._values) >= _MANY:
            self._values.clear()
        own = self._values.setdefault(account_id, {})
        if len(own) >= _MANY:
            own.clear()
        return own

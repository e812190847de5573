"""The product's clock: this moment or another to start at, plus whatever it was moved ahead."""

import threading
from datetime import UTC, datetime, timedelta


class Clock:
    """Runs as time does; `advance` makes it jump. Never goes back."""

    def __init__(self, at: datetime | None = None) -> None:
        """Start at this moment, or at another."""
        self._lock = threading.Lock()
        self._ahead = at - datetime.now(UTC) if at else timedelta()

    def now(self) -> datetime:
        """Return the product's moment."""
        with self._lock:
            return datetime.now(UTC) + self._ahead

    def advance(self, span: timedelta) -> None:
        """Jump ahead."""
        with self._lock:
            self._ahead += max(span, timedelta())

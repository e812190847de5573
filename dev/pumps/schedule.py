"""A schedule to a handler: once a minute of the product's clock."""

import threading
import uuid
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from dev.lambdas import Handler
from dev.pumps.haste import Haste

PERIOD = timedelta(seconds=60)


class SchedulePump:
    """Fires when due; a minute that was missed is not made up for, as in EventBridge."""

    def __init__(self, name: str, handler: Handler, *, clock: Callable[[], datetime]) -> None:
        """Fire for the first time one period from now."""
        self.name = name
        self._handler = handler
        self._clock = clock
        self._lock = threading.Lock()
        self._at = clock() + PERIOD

    def run_once(self, haste: Haste = Haste.none) -> bool:
        """Fire if the moment has come; no haste brings it nearer."""
        del haste
        with self._lock:
            now = self._clock()
            if now < self._at:
                return False
            self._at += PERIOD * ((now - self._at) // PERIOD + 1)
            with suppress(Exception):  # the handler's caller has told of it
                self._handler(event(self.name, now))
            return True

    def next_at(self) -> datetime:
        """Return when it fires next."""
        with self._lock:
            return self._at


def event(name: str, at: datetime) -> dict[str, Any]:
    """Return what EventBridge sends for a schedule."""
    return {
        "version": "0",
        "id": str(uuid.uuid4()),
        "detail-type": "Scheduled Event",
        "source": "aws.events",
        "account": "123456789012",
        "time": f"{at:%Y-%m-%dT%H:%M:%SZ}",
        "region": "eu-central-1",
        "resources": [f"arn:aws:events:eu-central-1:123456789012:rule/{name}"],
        "detail": {},
    }

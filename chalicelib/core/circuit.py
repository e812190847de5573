"""A circuit breaker as values: whether a host may be asked, and what its answers do to that.

Closed, it lets everything through. Open, it lets one probe through each `PROBE_AFTER`, counted
from when the last one left: one that never comes back keeps nobody waiting longer.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

OPENS_AFTER = 5
"""So many failures in a row; one good answer starts the count anew."""
PROBE_AFTER = timedelta(seconds=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Circuit:
    """`probe_at` is when the next probe may leave; None while it is closed."""

    failures: int = 0
    probe_at: datetime | None = None

    def admits(self, now: datetime) -> bool:
        """Tell whether a request may leave."""
        return self.probe_at is None or now >= self.probe_at

    def asked(self, now: datetime) -> "Circuit":
        """Return the circuit once an admitted request has left."""
        if self.probe_at is None:
            return self
        return Circuit(failures=self.failures, probe_at=now + PROBE_AFTER)

    def failed(self, now: datetime) -> "Circuit":
        """Return the circuit after a failure; one that is open stays so until its next probe."""
        failures = self.failures + 1
        if failures < OPENS_AFTER:
            return Circuit(failures=failures)
        return Circuit(failures=failures, probe_at=self.probe_at or now + PROBE_AFTER)


CLOSED = Circuit()
"""What a good answer leaves, however long nothing had come."""

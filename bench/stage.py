"""Where operations are measured: the product on an empty moto, with a clock that stands."""

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from chalicelib import settings, wiring
from chalicelib.core.desk import Desk
from dev.aws import cloud

NOON = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)


@dataclass(slots=True)
class Stage:
    """The product on the stage; `now` can be set."""

    now: datetime = NOON
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def desk(self, account_id: str = "") -> Desk:
        """Return the system's desk for an operation of its own."""
        return wiring.system_desk(account_id, f"op_{next(self._numbers)}")

    def clock(self) -> datetime:
        """Return the moment that stands."""
        return self.now

    def randomness(self, size: int) -> bytes:
        """Return counted bytes, the same in every run."""
        return next(self._numbers).to_bytes(8).rjust(size, b"\0")[-size:]


@contextmanager
def stage() -> Iterator[Stage]:
    """Yield the product on an empty installation of its own; for a process of its own."""
    aws, made = cloud.start(), Stage()
    try:
        chosen = settings.load(aws.environment("https://bench.example"))
        built = wiring.build(chosen, clock=made.clock)
        wiring.install(replace(built, randomness=made.randomness, sleep=_no_sleep))
        yield made
    finally:
        wiring.install(None)
        aws.stop()


def _no_sleep(_seconds: float) -> None:
    return

"""What SQS keeps back for a while, on the product's clock."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from dev.pumps.haste import Haste


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Kept:
    moment: datetime
    hand_over: Callable[[], None]
    is_pause: bool


class LaterPump:
    """Hands over what was put in with a delay, once the product's clock has come so far."""

    name = "later"

    def __init__(self, clock: Callable[[], datetime]) -> None:
        """Keep nothing yet."""
        self._clock = clock
        self._lock = threading.Lock()
        self._kept: list[_Kept] = []

    def keep(
        self, delay: timedelta, hand_over: Callable[[], None], *, is_pause: bool = False
    ) -> None:
        """Call this after the delay; a mere pause is over in any haste."""
        kept = _Kept(moment=self._clock() + delay, hand_over=hand_over, is_pause=is_pause)
        with self._lock:
            self._kept.append(kept)

    def run_once(self, haste: Haste = Haste.none) -> bool:
        """Hand over what is ripe, and in haste what only pauses."""
        with self._lock:
            now, is_hasty = self._clock(), haste is not Haste.none
            ripe = [
                each for each in self._kept if each.moment <= now or (is_hasty and each.is_pause)
            ]
            self._kept = [each for each in self._kept if each not in ripe]
        for each in ripe:
            each.hand_over()
        return bool(ripe)

    def next_at(self) -> datetime | None:
        """Return when the next one is ripe."""
        with self._lock:
            return min((each.moment for each in self._kept), default=None)

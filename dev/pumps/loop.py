"""A thread for each pump, and a way to wait until all have nothing left to do."""

import threading
import time
from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from dev.pumps.haste import Haste
from dev.transcript import Transcript

_IDLE_SECONDS = 0.5


class Pump(Protocol):
    """Carries one batch at a time; safe for threads."""

    name: str

    def run_once(self, haste: Haste = Haste.none) -> bool:
        """Tell whether there was something to carry."""
        ...

    def next_at(self) -> datetime | None:
        """Return when there will be something, as far as known."""
        ...


class Loop:
    """Runs pumps when woken, and every half second in case nobody did."""

    def __init__(self, pumps: Sequence[Pump], transcript: Transcript) -> None:
        """Start nothing yet."""
        self.pumps = tuple(pumps)
        self._transcript = transcript
        self._wakes = [threading.Event() for _ in self.pumps]
        self._is_over = threading.Event()
        self._threads: list[threading.Thread] = []
        self._counts = threading.Lock()
        self._carried = self._running = 0

    def start(self) -> None:
        """Start the threads."""
        for pump, wake in zip(self.pumps, self._wakes, strict=True):
            thread = threading.Thread(
                target=self._run, args=(pump, wake), name=f"pump {pump.name}", daemon=True
            )
            thread.start()
            self._threads.append(thread)

    def stop(self) -> None:
        """End after the batches on their way."""
        self._is_over.set()
        self.wake()
        for thread in self._threads:
            thread.join(timeout=5)

    def wake(self) -> None:
        """Look now."""
        for wake in self._wakes:
            wake.set()

    def drain(self, haste: Haste = Haste.everything, *, seconds: float = 60) -> bool:
        """Carry everything, failed messages included; tell whether nothing was left in time."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            before = self._carried
            for pump in self.pumps:
                while self._once(pump, haste) and time.monotonic() < end:
                    pass
            with self._counts:
                if self._carried == before and not self._running:
                    return True
        return False

    def _run(self, pump: Pump, wake: threading.Event) -> None:
        while not self._is_over.is_set():
            wake.wait(_IDLE_SECONDS)
            wake.clear()
            while not self._is_over.is_set() and self._once(pump):
                pass

    def _once(self, pump: Pump, haste: Haste = Haste.none) -> bool:
        has_carried = False
        with self._counts:
            self._running += 1
        try:
            has_carried = pump.run_once(haste)
        except Exception as error:  # a pump never takes the server down
            self._transcript.complain(f"pump {pump.name}", error)
        finally:
            with self._counts:
                self._running -= 1
                self._carried += has_carried
        return has_carried

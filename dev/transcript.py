"""What happens, a line each, as it happens."""

import sys
import threading
import traceback
from collections.abc import Callable
from datetime import datetime


class Transcript:
    """Lines with the product's time; a failure brings its traceback along."""

    def __init__(self, clock: Callable[[], datetime], *, is_quiet: bool = False) -> None:
        """`is_quiet` keeps the lines without printing them."""
        self._clock = clock
        self._is_quiet = is_quiet
        self._lock = threading.Lock()
        self.lines: list[str] = []

    def say(self, what: str) -> None:
        """Print a line and keep the last thousand."""
        with self._lock:
            line = f"{self._clock():%H:%M:%S} {what}"
            self.lines = [*self.lines[-999:], line]
            if not self._is_quiet:
                print(line, flush=True)

    def complain(self, what: str, error: BaseException) -> None:
        """Print what went wrong and where; never raises itself."""
        self.say(f"FAILED {what}: {type(error).__name__}: {error}")
        if not self._is_quiet:
            with self._lock:
                traceback.print_exception(error, limit=-6, file=sys.stderr)

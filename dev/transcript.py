"""What happens, a line each, as it happens."""

import logging
import sys
import threading
import traceback
from collections.abc import Callable
from datetime import datetime

from chalicelib.telemetry.log import logger


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


class Bugs(logging.Handler):
    """Tells of errors with their words, which the product's own lines do not have."""

    def __init__(self, transcript: Transcript) -> None:
        """Tell this transcript."""
        super().__init__(logging.ERROR)
        self._transcript = transcript

    def listen(self) -> None:
        """Hear what the product tells from now on."""
        logger.addHandler(self)

    def emit(self, record: logging.LogRecord) -> None:
        """Tell of an error that a line was written about."""
        if record.exc_info and (error := record.exc_info[1]):
            where = getattr(record, "route", "") or getattr(record, "job", "")
            self._transcript.complain(f"{getattr(record, 'operation', '')} {where}".strip(), error)

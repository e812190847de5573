"""One way out for every line: short, printable, without the words of errors, never in the way.

Not by the app's own name: Chalice has a logger of that name, which is silent below errors and whose
lines are no JSON and have an error's words.
"""

import logging
import sys
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any, TextIO

import msgspec
from aws_lambda_powertools import Logger
from aws_lambda_powertools.logging.formatter import RESERVED_LOG_ATTRS, LambdaPowertoolsFormatter

from chalicelib import settings
from chalicelib.telemetry import rules
from chalicelib.telemetry.model import SERVICE, By, Measured, embedded

MOST = 30_000
"""Characters of a line: CloudWatch would cut a longer one, and count nothing of it."""


class SafeFormatter(LambdaPowertoolsFormatter):
    """JSON of what `rules` let through."""

    def serialize(self, log: Any) -> str:
        """Return the line; an error's words go, its type and its way stay."""
        trace = log.pop("stack_trace", None)
        for name in ("exception", "exception_name", "exception_notes"):
            log.pop(name, None)
        told = rules.fault(trace["value"]) if trace else {}
        members = {**log, **told, SERVICE: settings.service()}
        line = super().serialize({n: rules.clean(v) for n, v in members.items() if v is not None})
        if len(line) <= MOST:
            return line
        kept = {name: rules.clean(log.get(name)) for name in ("level", "message", "timestamp")}
        return super().serialize({**kept, SERVICE: settings.service(), "is_cut": True})


class Output(logging.Handler):
    """Writes to what stands for the output now; where there is none, the line is lost alone."""

    stream: TextIO | None = None
    """Where to write instead."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write; nobody's work fails because nobody could be told of it."""
        with suppress(Exception):
            self.put(self.format(record))

    def put(self, line: str) -> None:
        """Write a line."""
        stream = self.stream or sys.stdout
        stream.write(f"{line}\n")
        stream.flush()


_TAKEN = {*vars(logging.makeLogRecord({})), *RESERVED_LOG_ATTRS, "message", "asctime", "taskName"}
output = Output()
logger = Logger("lines", logger_formatter=SafeFormatter(), logger_handler=output)


def _free(name: str) -> str:
    """Return a name that `logging` does not keep for itself: it would raise, and tell nothing."""
    return f"{name}_" if name in _TAKEN else name


def tell(
    message: str,
    at: datetime,
    *,
    members: Mapping[str, object],
    measured: Measured | None = None,
    by: By = By.operation,
    error: BaseException | None = None,
) -> None:
    """Write a line, whose metrics CloudWatch takes from it; never raises."""
    with suppress(Exception):
        if error is not None:
            given = {_free(name): value for name, value in members.items()}
            whole = {**given, **(embedded(measured, by, at) if measured else {})}
            logger.error(message, extra=whole, exc_info=error)
        elif output.level <= logging.INFO:
            output.put(_line(message, at, members, embedded(measured, by, at) if measured else {}))


def _line(
    message: str, at: datetime, members: Mapping[str, object], metrics: Mapping[str, object]
) -> str:
    """Return a line as the logger's, at a tenth of its time: each request writes one."""
    told: dict[str, object] = {
        "level": "INFO",
        "message": message,
        "timestamp": at.isoformat(timespec="milliseconds"),
        SERVICE: settings.service(),
    }
    if trace := settings.trace():
        told["xray_trace_id"] = trace
    known = dict(told)
    for name, value in members.items():
        if value is not None:
            told[_free(name) if name in _TAKEN else name] = rules.plain(value)
    told.update(metrics)
    line = msgspec.json.encode(told).decode()
    if len(line) <= MOST:
        return line
    return msgspec.json.encode({**known, "is_cut": True}).decode()

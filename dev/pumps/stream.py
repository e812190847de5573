"""The table's stream to a handler, in order, as Lambda's event source mapping does it."""

import base64
import json
import threading
import time
from collections.abc import Callable
from datetime import datetime
from typing import Any

from dev.lambdas import Handler, whose
from dev.pumps.haste import Haste
from dev.transcript import Transcript

BATCH = 100
RETRIES = 10

_PAUSE_SECONDS = 0.5

Record = dict[str, Any]
Source = Callable[[int], list[Record]]
"""Returns up to that many of the oldest records not yet taken, and takes them."""


class StreamPump:
    """Batches in order; one that fails is cut in two, a record that fails alone blocks the rest.

    It is tried again RETRIES times, then put aside, so that the stream moves on.
    """

    name = "stream"

    def __init__(self, source: Source, handler: Handler, *, transcript: Transcript) -> None:
        """`handler` may answer `batchItemFailures` to say where to go on."""
        self._source = source
        self._handler = handler
        self._transcript = transcript
        self._lock = threading.Lock()
        self._parts: list[list[Record]] = []
        self._tries = 0
        self._not_before = 0.0
        self.put_aside: list[Record] = []

    def run_once(self, haste: Haste = Haste.none) -> bool:
        """Carry one batch, or what is left of one; in haste, without a pause after a failure."""
        with self._lock:
            if haste is Haste.none and time.monotonic() < self._not_before:
                return False
            if not self._parts:
                fresh = self._source(BATCH)
                if not fresh:
                    return False
                self._parts.append(fresh)
            part = self._parts.pop(0)
            done = self._carry(part)
            self._go_on(part[done:], has_moved=done > 0)
            return True

    def next_at(self) -> datetime | None:
        """Return nothing: records wait for no moment of the product's clock."""
        return None

    def _carry(self, part: list[Record]) -> int:
        """Return how many records of the part are done."""
        try:
            answer = self._handler({"Records": part})
        except Exception:  # the handler's caller has told of it
            return 0
        if not isinstance(answer, dict) or not answer.get("batchItemFailures"):
            return len(part)
        failed = {str(each.get("itemIdentifier")) for each in answer["batchItemFailures"]}
        numbers = [sequence_number(record) for record in part]
        return min((at for at, number in enumerate(numbers) if number in failed), default=0)

    def _go_on(self, rest: list[Record], *, has_moved: bool) -> None:
        if has_moved or len(rest) != 1:
            self._tries = 0
        if not rest:
            return
        if has_moved:
            self._parts.insert(0, rest)
        elif len(rest) > 1:
            middle = len(rest) // 2
            self._parts[:0] = [rest[:middle], rest[middle:]]
        else:
            self._try_again(rest)
        self._not_before = time.monotonic() + _PAUSE_SECONDS

    def _try_again(self, rest: list[Record]) -> None:
        self._tries += 1
        if self._tries <= RETRIES:
            self._parts.insert(0, rest)
            return
        self._tries = 0
        self.put_aside += rest
        self._transcript.say(f"stream puts a record aside {whose({'Records': rest})}")


def sequence_number(record: Record) -> str:
    """Return what names a record in an answer."""
    return record["dynamodb"]["SequenceNumber"]


def as_lambda_sees(record: Record, *, arn: str, at: datetime) -> Record:
    """Return moto's record in the shape of Lambda's events: JSON only, moments as seconds."""
    change = {**record["dynamodb"], "ApproximateCreationDateTime": at.timestamp()}
    shaped = {
        **record,
        "eventVersion": "1.1",
        "awsRegion": arn.split(":")[3],
        "dynamodb": change,
        "eventSourceARN": arn,
    }
    return json.loads(json.dumps(shaped, default=_plain))


def _plain(value: object) -> object:
    return base64.b64encode(value).decode() if isinstance(value, bytes) else str(value)

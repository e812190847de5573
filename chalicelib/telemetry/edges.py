"""A line for each operation at an edge: a request, a message of a queue, a batch, a sweep."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from msgspec import Struct

from chalicelib.core.desk import Desk
from chalicelib.core.errors import Unavailable
from chalicelib.telemetry import rules
from chalicelib.telemetry.log import tell
from chalicelib.telemetry.model import DELAY, Metric, Operation, Outcome

_SERVERS = 500
_CALLERS = 400


class Span(Struct, frozen=True, kw_only=True):
    """From when to when an operation took, by this machine's clock."""

    begun: datetime
    ended: datetime

    @property
    def millis(self) -> int:
        """Return how long it took."""
        return max(0, round((self.ended - self.begun).total_seconds() * 1000))


class Asked(Struct, frozen=True, kw_only=True):
    """A request and its answer: never the path as it came, a query, a header or a body."""

    line: str
    """`METHOD /path` as the route has it."""
    request_id: str
    ticket: str
    status: int
    code: str = ""
    error: Exception | None = None
    """What nobody foresaw."""


def request(desk: Desk, asked: Asked, span: Span) -> None:
    """Tell of a request; whoever asked is named by kind and id, as far as a guard let them in."""
    method, _, route = asked.line.partition(" ")
    members = {
        "method": method,
        "route": route,
        "status": asked.status,
        "code": asked.code or None,
        "account": desk.account_id or None,
        "ticket": asked.ticket or None,
        "caller": desk.caller.id or None,
        "caller_kind": desk.caller.kind,
        "request_id": asked.request_id or None,
    }
    outcome = _judged(asked.status)
    more = {Metric.refused: float(outcome is Outcome.refused)}
    operation(Operation.api, outcome, span, members=members, more=more, error=asked.error)


def _judged(status: int) -> Outcome:
    if status >= _SERVERS:
        return Outcome.failed
    return Outcome.refused if status >= _CALLERS else Outcome.done


def operation(
    name: str,
    outcome: Outcome,
    span: Span,
    *,
    members: Mapping[str, object],
    more: Mapping[Metric, float] | None = None,
    error: Exception | None = None,
) -> None:
    """Tell of an operation at an edge, and count it."""
    millis = span.millis
    measured = {
        Metric.operations: 1.0,
        Metric.failed: float(outcome is Outcome.failed),
        Metric.duration: float(millis),
        **(more or {}),
    }
    told = {"operation": name, "outcome": outcome, "ms": millis, **members}
    tell("operation", span.ended, members=told, measured=measured, error=error)


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A message as SQS hands it over."""

    id: str
    body: str
    sent_at: float | None
    tries: int
    delay: int = 0
    """The seconds for which it was held back on purpose."""

    @staticmethod
    def of(raw: Mapping[str, object]) -> "Record":
        """Read what Lambda was given; what a message says of itself may be missing."""
        said = cast("Mapping[str, object]", raw.get("attributes") or {})
        sent, tries = (str(said.get(n, "")) for n in ("SentTimestamp", "ApproximateReceiveCount"))
        return Record(
            id=str(raw["messageId"]),
            body=str(raw["body"]),
            sent_at=float(sent) if sent.isdecimal() else None,
            tries=int(tries) if tries.isdecimal() else 1,
            delay=_delay(raw.get("messageAttributes")),
        )

    def waited(self, begun: datetime) -> float | None:
        """Return how many milliseconds late its first try was; later ones waited on purpose."""
        if self.sent_at is None or self.tries > 1:
            return None
        return max(0.0, round(begun.timestamp() * 1000 - self.sent_at - self.delay * 1000))


def _delay(attributes: object) -> int:
    noted = cast("Mapping[str, Mapping[str, object]]", attributes or {}).get(DELAY, {})
    seconds = str(noted.get("stringValue", ""))
    return int(seconds) if seconds.isdecimal() else 0


@dataclass(frozen=True, slots=True)
class Worked:
    """What became of a message; `result` is what the work says of it, such as a message's state."""

    name: str
    outcome: Outcome
    result: str = ""
    error: Exception | None = None


def message(worked: Worked, record: Record, span: Span) -> None:
    """Tell of a message of a queue: whom it is about, how long it waited, which try it was."""
    waited = record.waited(span.begun)
    members = {
        **rules.about(record.body),
        "message_id": record.id,
        "tries": record.tries,
        "result": worked.result or None,
    }
    more = {} if waited is None else {Metric.waited: waited}
    error = worked.error
    operation(worked.name, worked.outcome, span, members=members, more=more, error=error)


def fold(owners: Sequence[str], records: int, span: Span, error: Exception | None) -> None:
    """Tell of a batch of the table's stream; it is one account's, or says how many there are."""
    members = {
        "account": owners[0] if len(owners) == 1 else None,
        "accounts": len(owners),
        "records": records,
    }
    outcome = Outcome.failed if error else Outcome.done
    operation(Operation.fold_stream, outcome, span, members=members, error=error)


@dataclass(slots=True)
class Swept:
    """What a sweep found and did; a row that waits for the next minute is neither done nor failed.

    `oldest` is the seconds for which the oldest row had been due.
    """

    due: int = 0
    done: int = 0
    failed: int = 0
    put_back: int = 0
    shards_failed: int = 0
    oldest: float = 0.0

    def count(self, since: datetime | None, now: datetime, outcome: Outcome) -> None:
        """Note a row that was due."""
        self.due += 1
        self.done += outcome is Outcome.done
        self.failed += outcome is Outcome.failed
        self.put_back += outcome is Outcome.put_back
        if since is not None:
            self.oldest = max(self.oldest, (now - since).total_seconds())


def sweep(swept: Swept, span: Span, error: Exception | None) -> None:
    """Tell of a sweep, also of one that found nothing: silence is what the alarm listens for."""
    more: dict[Metric, float] = {
        Metric.due: swept.due,
        Metric.due_failed: swept.failed,
        Metric.lateness: round(swept.oldest, 1),
    }
    members = {
        "rows_done": swept.done,
        "rows_put_back": swept.put_back,
        "shards_failed": swept.shards_failed,
    }
    outcome = Outcome.failed if error else Outcome.done
    operation(Operation.sweep, outcome, span, members=members, more=more, error=error)


def due_row_failed(desk: Desk, pk: str, sk: str, error: Exception) -> None:
    """Tell which row failed; its sweep counts it."""
    tell("due row failed", desk.now(), members=_place(desk, pk, sk), error=error)


def due_row_put_back(desk: Desk, pk: str, sk: str, busy: Unavailable) -> None:
    """Tell which row waits for the next minute and why; it is no error until it is late."""
    members = {**_place(desk, pk, sk), "outcome": Outcome.put_back, **rules.fault(busy)}
    tell("due row put back", desk.now(), members=members)


def _place(desk: Desk, pk: str, sk: str) -> dict[str, object]:
    return {"operation": Operation.sweep, "account": desk.account_id, "pk": pk, "sk": sk}

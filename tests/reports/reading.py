"""From the stream to a report, as Lambda and an agent do it."""

from typing import Any

from chalicelib import stream
from tests.builders import NOON
from tests.reports.tape import Tape

TODAY = NOON.date().isoformat()


def streamed(tape: Tape) -> None:
    """Let the stream's reader have all that was written, as Lambda calls it."""
    records, tape.records = tape.records, []
    stream.fold({"Records": [{"dynamodb": record} for record in records]})


def report(ask: Any, first: str = TODAY, last: str = TODAY) -> Any:
    """Return what an agent is shown of these days."""
    status, shown, _ = ask("GET", f"/v1/reports/attribution?from={first}&to={last}")
    assert status == 200
    return shown

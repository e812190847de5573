"""How long work waited, without the time for which it was held back on purpose."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chalicelib import jobs
from chalicelib.telemetry.edges import Record
from tests.telemetry.written import measured, operations

SENT = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)


def a_record(sent: datetime, delay: str | None) -> dict[str, Any]:
    noted = {} if delay is None else {"delay": {"stringValue": delay, "dataType": "Number"}}
    attributes = {"SentTimestamp": str(int(sent.timestamp() * 1000))}
    return {"messageId": "m", "body": "{}", "attributes": attributes, "messageAttributes": noted}


@pytest.mark.parametrize(
    ("delay", "waited"),
    [(None, 130_000), ("120", 10_000), ("900", 0), ("-1", 130_000), ("", 130_000)],
)
def test_a_delay_is_no_waiting(delay: str | None, waited: float) -> None:
    record = Record.of(a_record(SENT, delay))

    assert record.waited(SENT + timedelta(seconds=130)) == waited


def test_what_was_held_back_is_told_without_that(capsys: Any) -> None:
    def run_job(_body: str) -> None: ...

    record = a_record(datetime.now(UTC) - timedelta(seconds=600), "570")
    jobs.batch({"Records": [record]}, run_job)

    (line,) = operations(capsys, "run_job")
    assert 30_000 <= measured(line)["Waited"] < 120_000

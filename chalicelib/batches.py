"""Batches of a queue: each message is done, found to be done, or comes again."""

from collections.abc import Callable, Mapping
from typing import Any

from chalicelib import wiring
from chalicelib.status import note as status
from chalicelib.telemetry import edges
from chalicelib.telemetry.edges import Record, Span, Worked
from chalicelib.telemetry.model import Outcome

_NEEDED_MILLIS = 15_000
"""The mail service alone may take ten seconds to answer, or not to."""


def batch(
    event: Mapping[str, Any],
    work: Callable[[str], object],
    context: Any = None,
    *,
    needs: int = _NEEDED_MILLIS,
) -> dict[str, Any]:
    """Do each message of an SQS batch; name those that failed, and only those come again.

    What would be cut off in the middle is not begun: it comes again, too. `needs` is how many
    milliseconds one message may take.
    """
    failed: list[dict[str, str]] = []
    for record in event["Records"]:
        if not _is_done(work, Record.of(record), may_begin=_is_time_left(context, needs)):
            failed.append({"itemIdentifier": record["messageId"]})
    return {"batchItemFailures": failed}


def _is_time_left(context: Any, needs: int) -> bool:
    return context is None or context.get_remaining_time_in_millis() > needs


def _is_done(work: Callable[[str], object], record: Record, *, may_begin: bool) -> bool:
    begun = wiring.clock()
    outcome, result, error = Outcome.put_back, "", None
    try:
        if may_begin:
            is_wanted = status.order_begins(work.__name__, record)
            found = work(record.body) if is_wanted else "dropped"
            outcome, result = Outcome.done, found if isinstance(found, str) else ""
            status.order_done(work.__name__, record)
    except Exception as failure:
        outcome, error = Outcome.failed, failure
        status.order_failed(work.__name__, record, failure)
    span = Span(begun=begun, ended=wiring.clock())
    edges.message(Worked(work.__name__, outcome, str(result), error), record, span)
    return outcome is Outcome.done

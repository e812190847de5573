"""The names that lines, alarms, the dashboard and `docs/operations.md` share, and nobody else's."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from functools import cache

NAMESPACE = "Deskhand"
SERVICE = "service"
"""The first dimension of every metric: the stack, so that two never add to one figure."""

DELAY = "delay"
"""The attribute of a queue's message that says for how many seconds it was held back."""


class Word(StrEnum):
    """A name that is also a key: found as fast as a plain text."""

    __hash__ = str.__hash__


class Operation(Word):
    """Where something is counted: the edges, named as the work is, and two places behind them."""

    api = "api"
    receive_mail = "receive_mail"
    receive_inbound = "receive_inbound"
    deliver = "deliver_message"
    settle = "settle_receipts"
    run_job = "run_job"
    fold_stream = "fold_stream"
    sweep = "sweep"
    provider = "provider"
    hand_off = "hand_off"


class Outcome(Word):
    """What became of an operation at an edge; a delivery's is its message's state."""

    done = "done"
    refused = "refused"
    """By our rules: whoever asked can do something about it."""
    failed = "failed"
    put_back = "put_back"
    """Not begun, for want of time: it comes again."""


class By(Word):
    """What a metric is told apart by besides the service; each value of it is billed."""

    operation = "operation"
    channel = "channel"


class Metric(Word):
    """Everything that is counted or measured here."""

    operations = "Operations"
    refused = "Refused"
    failed = "Failed"
    duration = "Duration"
    waited = "Waited"
    due = "Due"
    due_failed = "DueFailed"
    lateness = "Lateness"
    received = "MessagesReceived"
    sent = "MessagesSent"
    send_failed = "MessagesFailed"
    unknown = "MessagesUnknown"
    bounces = "Bounces"
    complaints = "Complaints"
    provider_failures = "ProviderFailures"
    hand_offs_failed = "HandOffsFailed"


_SPANS = {
    Metric.duration: "Milliseconds",
    Metric.waited: "Milliseconds",
    Metric.lateness: "Seconds",
}
Measured = Mapping[Metric, float]


def embedded(measured: Measured, by: By, at: datetime) -> dict[str, object]:
    """Return the members that make a log line one of CloudWatch's embedded metrics, too."""
    values: dict[str, object] = {each._value_: value for each, value in measured.items()}
    directives = [_directive(tuple(measured), by)]
    return {
        **values,
        "_aws": {"Timestamp": int(at.timestamp() * 1000), "CloudWatchMetrics": directives},
    }


@cache
def _directive(measured: tuple[Metric, ...], by: By) -> dict[str, object]:
    names = [{"Name": each.value, "Unit": _SPANS.get(each, "Count")} for each in measured]
    return {"Namespace": NAMESPACE, "Dimensions": [[SERVICE, by.value]], "Metrics": names}

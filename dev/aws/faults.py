"""Faults as AWS has them, injected by the name of the call: a layer for the gate."""

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from fnmatch import fnmatchcase
from io import BytesIO

from botocore.awsrequest import AWSResponse
from botocore.exceptions import ReadTimeoutError

from dev.aws.gate import Call, Send


class Kind(StrEnum):
    """What can go wrong with a call."""

    throttle = "throttle"
    """Refused for now, nothing applied."""
    error = "error"
    """A 500, nothing applied."""
    lost_reply = "lost_reply"
    """Applied, but the answer never arrives: botocore sees a read timeout and may try again."""
    conflict = "conflict"
    """Another transaction holds an item: nothing applied."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """`call` may hold wildcards, as in `dynamodb.*`; the first `skip` calls go through."""

    call: str
    kind: Kind
    times: int = 1
    skip: int = 0


class Faults:
    """The faults still to come, oldest first; safe for threads."""

    def __init__(self) -> None:
        """Start without any."""
        self._lock = threading.Lock()
        self._pending: list[Fault] = []

    def inject(self, call: str, kind: str, *, times: int = 1, skip: int = 0) -> Fault:
        """Let the next `times` such calls fail; raise ValueError for an unknown kind."""
        fault = Fault(call=call, kind=Kind(kind), times=times, skip=skip)
        if times < 1 or skip < 0:
            raise ValueError("times must be at least 1, skip at least 0")
        with self._lock:
            self._pending.append(fault)
        return fault

    def pending(self) -> tuple[Fault, ...]:
        """Return what has not happened yet, so that a test can tell that all did."""
        with self._lock:
            return tuple(self._pending)

    def clear(self) -> None:
        """Forget what has not happened yet."""
        with self._lock:
            self._pending.clear()

    def __call__(self, call: Call, send: Send) -> AWSResponse:
        """Be a layer of the gate."""
        kind = self._take(call.name)
        return send() if kind is None else _FAULTS[kind](call, send)

    def _take(self, name: str) -> Kind | None:
        with self._lock:
            for at, fault in enumerate(self._pending):
                if fnmatchcase(name, fault.call):
                    return self._use(at, fault)
        return None

    def _use(self, at: int, fault: Fault) -> Kind | None:
        if fault.skip:
            self._pending[at] = replace(fault, skip=fault.skip - 1)
            return None
        left = [replace(fault, times=fault.times - 1)] if fault.times > 1 else []
        self._pending[at : at + 1] = left
        return fault.kind


_THROTTLED = {
    "dynamodb": (400, "ProvisionedThroughputExceededException"),
    "dynamodb-streams": (400, "LimitExceededException"),
    "sqs": (400, "RequestThrottled"),
    "sesv2": (429, "TooManyRequestsException"),
    "s3": (503, "SlowDown"),
}
_FAILED = {"dynamodb": "InternalServerError", "s3": "InternalError", "sesv2": "InternalFailure"}


def _throttle(call: Call, _send: Send) -> AWSResponse:
    status, code = _THROTTLED.get(call.service, (400, "ThrottlingException"))
    return _refusal(call, status, code)


def _error(call: Call, _send: Send) -> AWSResponse:
    return _refusal(call, 500, _FAILED.get(call.service, "InternalFailure"))


def _lost_reply(call: Call, send: Send) -> AWSResponse:
    send()
    raise ReadTimeoutError(endpoint_url=call.request.url)


def _conflict(call: Call, _send: Send) -> AWSResponse:
    if not call.name.startswith("dynamodb.Transact"):
        return _refusal(call, 400, "TransactionConflictException")
    items = call.parameters()["TransactItems"]
    reasons = [
        {"Code": "TransactionConflict", "Message": "Transaction is ongoing for the item"},
        *({"Code": "None"} for _ in items[1:]),
    ]
    return _refusal(call, 400, "TransactionCanceledException", CancellationReasons=reasons)


_FAULTS: dict[Kind, Callable[[Call, Send], AWSResponse]] = {
    Kind.throttle: _throttle,
    Kind.error: _error,
    Kind.lost_reply: _lost_reply,
    Kind.conflict: _conflict,
}


class _Raw(BytesIO):
    """The body as botocore reads it."""

    def stream(self, **_: object) -> list[bytes]:
        return [self.read()]


def _refusal(call: Call, status: int, code: str, **extra: object) -> AWSResponse:
    """Write an error in the words of the call's protocol: S3's and query's XML, or JSON."""
    if call.service == "s3":
        body = f"<Error><Code>{code}</Code><Message>injected</Message></Error>"
    elif b"form-urlencoded" in _header(call, "Content-Type"):
        body = f"<ErrorResponse><Error><Code>{code}</Code></Error></ErrorResponse>"
    else:
        body = json.dumps({"__type": code, "message": "injected", "Message": "injected"} | extra)
    headers = {"x-amzn-errortype": code}
    return AWSResponse(call.request.url, status, headers, _Raw(body.encode()))


def _header(call: Call, name: str) -> bytes:
    value = call.request.headers.get(name) or b""
    return value if isinstance(value, bytes) else value.encode()

"""One gate around every AWS call of this process, whoever answers it: moto or a real engine.

moto's DynamoDB is not atomic under threads (it loses updates and lets two unique guards win), so
moto answers one call at a time here. Everything else that wants to see or spoil calls is a layer
around them: recording, injected faults, crashes, seeded schedules.

The gate takes the place of moto's own handler in botocore's list, so that it holds for every
session made after `install()`, PynamoDB's included. Poll queues with `WaitTimeSeconds=0`: moto
sleeps through a long poll, and would do it with the lock in its hand.
"""

import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.handlers import BUILTIN_HANDLERS
from botocore.httpsession import URLLib3Session
from moto.core.models import botocore_stubber

from dev.aws.items import weigh_items_once
from dev.aws.queries import show_queries_their_partition
from dev.aws.remembered import remember_what_never_changes
from dev.aws.requests import ask_plainly, is_for_moto
from dev.aws.shapes import understand_shapes_once
from dev.aws.transactions import undo_only_what_was_touched
from dev.aws.waiting import ask_queues_only_what_matters


@dataclass(frozen=True, slots=True)
class Call:
    """One attempt at one AWS call; a retry by botocore is a call of its own."""

    name: str
    """As in `dynamodb.PutItem`, `sqs.SendMessage`, `sesv2.SendEmail`, `s3.PutObject`."""
    request: AWSPreparedRequest

    @property
    def service(self) -> str:
        """Return the part before the dot."""
        return self.name.partition(".")[0]

    def parameters(self) -> dict[str, Any]:
        """Return what a JSON service (DynamoDB, SQS, SSM) was asked."""
        return json.loads(self.request.body or b"{}")


# As botocore has it; without, every call to an engine next door takes 40 ms.
_NO_DELAY = [(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)]

Send = Callable[[], AWSResponse]
Layer = Callable[[Call, Send], AWSResponse]
"""Calls `send` to let the call through, or answers or raises in its stead.

What it raises reaches botocore as if the network had: an Exception goes through its retries, a
BaseException straight up.
"""


class Gate:
    """Stack of layers, the last added outermost, with the engine in the middle."""

    def __init__(self) -> None:
        """Start without layers: moto one call at a time, nothing else."""
        self.lock = threading.RLock()
        """Held while moto answers; hold it to read moto's backends at peace."""
        self._layers: tuple[Layer, ...] = ()
        self._inner: tuple[Layer, ...] = ()
        self._session = URLLib3Session(socket_options=_NO_DELAY)
        self._known = threading.local()

    def add(self, layer: Layer, *, inside: bool = False) -> None:
        """Put a layer around all calls; an `inside` one holds the lock and sees only moto's."""
        with self.lock:
            if inside:
                self._inner = (*self._inner, layer)
            else:
                self._layers = (*self._layers, layer)

    def remove(self, layer: Layer) -> None:
        """Take a layer away; calls on their way still pass it."""
        with self.lock:
            self._layers = tuple(each for each in self._layers if each is not layer)
            self._inner = tuple(each for each in self._inner if each is not layer)

    @contextmanager
    def around(self, layer: Layer, *, inside: bool = False) -> Iterator[None]:
        """Keep a layer for the length of a block."""
        self.add(layer, inside=inside)
        try:
            yield
        finally:
            self.remove(layer)

    @contextmanager
    def hooked(
        self,
        *,
        before: Callable[[Call], None] | None = None,
        after: Callable[[Call, AWSResponse], None] | None = None,
    ) -> Iterator[None]:
        """Call `before` and `after` around every call of the block; either may raise."""

        def layer(call: Call, send: Send) -> AWSResponse:
            if before:
                before(call)
            response = send()
            if after:
                after(call, response)
            return response

        with self.around(layer):
            yield

    @contextmanager
    def recorded(self) -> Iterator[list[Call]]:
        """Yield a list that fills with the calls of the block, in order of their start."""
        calls: list[Call] = []
        with self.hooked(before=calls.append):
            yield calls

    def ask(self, call: Call, answer: Send) -> AWSResponse:
        """Return what comes of a call that moto answers by `answer`, past all layers."""
        return _through(self._layers, call, lambda: self._at_peace(call, answer))

    @contextmanager
    def known(self, outcome: AWSResponse | Exception) -> Iterator[None]:
        """Let the thread's next attempt at a call end so: its layers have seen it already."""
        self._known.outcome = outcome
        try:
            yield
        finally:
            self._known.outcome = None

    def __call__(
        self, event_name: str, request: AWSPreparedRequest, **_: object
    ) -> AWSResponse | None:
        """Answer botocore's `before-send`; None leaves the sending to botocore."""
        if (outcome := getattr(self._known, "outcome", None)) is not None:
            self._known.outcome = None
            return _ended(outcome)
        if not self._layers and not is_for_moto(request.url):
            return None
        call = Call(event_name.removeprefix("before-send."), request)
        return _through(self._layers, call, lambda: self._answer(call))

    def _answer(self, call: Call) -> AWSResponse:
        if not is_for_moto(call.request.url):
            return self._session.send(call.request)
        return self._at_peace(call, lambda: ask_moto(call))

    def _at_peace(self, call: Call, answer: Send) -> AWSResponse:
        with self.lock:
            return _through(self._inner, call, answer)


def ask_moto(call: Call) -> AWSResponse:
    """Return moto's answer past all layers; for layers that hold the lock."""
    response = botocore_stubber(f"before-send.{call.name}", call.request)
    if response is None:
        raise LookupError(f"moto does not know {call.name} at {call.request.url}")
    return response


def _ended(outcome: AWSResponse | Exception) -> AWSResponse:
    if isinstance(outcome, Exception):
        raise outcome
    return outcome


def _through(layers: tuple[Layer, ...], call: Call, send: Send) -> AWSResponse:
    if not layers:
        return send()
    return layers[-1](call, lambda: _through(layers[:-1], call, send))


gate = Gate()
"""The only one of the process: botocore's list of handlers is the process's too."""


def install() -> Gate:
    """Put the gate where moto's handler was; before the first session, any number of times."""
    undo_only_what_was_touched()
    show_queries_their_partition()
    weigh_items_once()
    understand_shapes_once()
    ask_queues_only_what_matters()
    remember_what_never_changes()
    ask_plainly()
    handlers = [entry for entry in BUILTIN_HANDLERS if entry[1] not in (botocore_stubber, gate)]
    BUILTIN_HANDLERS[:] = [*handlers, ("before-send", gate)]
    return gate

"""Processor time of warm requests, in multiples of what Chalice itself needs for an empty one."""

import gc
import time
from collections.abc import Callable
from io import BytesIO
from typing import Any
from unittest.mock import patch

from botocore.awsrequest import AWSResponse
from chalice.app import Chalice
from chalice.local import LambdaContext

from bench.api import Api
from bench.registry import figure
from bench.shop import shop
from bench.stage import stage
from chalicelib.accounts import guards
from chalicelib.telemetry import edges
from chalicelib.web.mount import put
from chalicelib.web.routes import NOBODY_ASKED, Routes
from dev.aws.gate import Call, Send, gate

_ROUNDS = 45
_CONTEXT = LambdaContext("app", 1024)


class _Raw(BytesIO):
    def stream(self, **_: object) -> list[bytes]:
        return [self.read()]


class _Echo:
    """Answers each call as it was answered first, so that the engine's own time does not count."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, bytes], bytes] = {}

    def __call__(self, call: Call, send: Send) -> AWSResponse:
        asked = (call.name, bytes(call.request.body or b""))
        if asked not in self._known:
            self._known[asked] = send().content
        return AWSResponse(call.request.url, 200, {}, _Raw(self._known[asked]))


@figure("opening a ticket with 50 messages", most=150, unit="x Chalice")
def opening() -> float:
    """Read head and 50 entries and write them as JSON."""
    return _request("/v1/tickets/{ticket_id}/messages")


@figure("a ticket alone", most=100, unit="x Chalice")
def ticket() -> float:
    """Read a head and write it as JSON."""
    return _request("/v1/tickets/{ticket_id}")


@figure("our routing and guard over Chalice's", most=2.2, unit="x Chalice")
def edge() -> float:
    """Ask an empty view behind the agents' guard, with who asks remembered."""
    with patch.object(edges, "request", _silent):
        return _empty() - 1


@figure("a request's line", most=2, unit="x Chalice")
def line() -> float:
    """Ask the same with its line written, and without."""
    with patch.object(edges, "request", _silent):
        silent = _empty()
    return _empty() - silent


def _silent(*_: object) -> None:
    pass


def _empty() -> float:
    routes = Routes()
    routes.get("/empty", needs=NOBODY_ASKED)(lambda desk: {})
    app = Chalice("bench")
    put(app, routes, guards.agent)
    with stage() as world:
        event = shop(world).api().event("GET", "/empty")
        event["requestContext"]["requestId"] = "req-1"  # as the gateway gives each request one
        return over_chalice(lambda: app(event, _CONTEXT), times=100)


def _request(route: str) -> float:
    with stage() as world, gate.around(_Echo()):
        open_shop = shop(world)
        ticket_id = open_shop.ticket(messages=50).id
        ask = open_shop.api().warm("GET", route, ticket_id=ticket_id)
        return over_chalice(ask, times=10)


def over_chalice(act: Callable[[], Any], *, times: int) -> float:
    """Return how many times as long as a view that does nothing it takes; both in turns."""
    app = Chalice("bench")
    app.route("/empty")(dict)
    event = Api(token="").event("GET", "/empty")
    gc.collect()
    gc.freeze()
    rounds = [
        (_seconds(act, times), _seconds(lambda: app(event, _CONTEXT), 100)) for _ in range(_ROUNDS)
    ]
    gc.unfreeze()
    return min(ours for ours, _ in rounds) / min(empty for _, empty in rounds)


def _seconds(act: Callable[[], Any], times: int) -> float:
    started = time.process_time()
    for _ in range(times):
        act()
    return (time.process_time() - started) / times

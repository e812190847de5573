"""The other version: it does what Lambda would tell it, and asks for AWS through a pipe.

A program of its own that imports nothing but the tree it runs in: `python other.py SEED`.
"""

import gc
import importlib
import io
import pickle
import random
import sys
import traceback
from contextlib import suppress
from dataclasses import asdict, replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any


class Pipe:
    """Messages of plain values, one after the other; who asks waits for the answer."""

    def __init__(self, reading: Any, writing: Any) -> None:
        """Read from one end and write to the other."""
        self._reading = reading
        self._writing = writing

    def send(self, *message: object) -> None:
        """Hand over a message."""
        raw = pickle.dumps(message)
        self._writing.write(len(raw).to_bytes(8) + raw)
        self._writing.flush()

    def receive(self) -> tuple[Any, ...] | None:
        """Return the next message, or None once the other end is closed."""
        size = int.from_bytes(self._reading.read(8))
        return pickle.loads(self._reading.read(size)) if size else None

    def ask(self, *message: object) -> Any:
        """Return what is answered; raise what went wrong there."""
        self.send(*message)
        answer = self.receive()
        if answer is None:
            raise SystemExit(1)
        if answer[0] == "failed":
            raise RuntimeError(answer[1])
        return answer[1]


class Raw(io.BytesIO):
    """A body as botocore reads it."""

    def stream(self, **_: object) -> list[bytes]:
        """Return all of it."""
        return [self.read()]


class Other:
    """One version's app, on ports that lead to this machine's AWS."""

    def __init__(self, pipe: Pipe, seed: int) -> None:
        """Load the app as a cold start would."""
        self._pipe = pipe
        self._now: Any = None
        self._chance = random.Random(seed)
        self._let_calls_through()
        self._ports = self._build()
        self.app: Any = importlib.import_module("app").app
        self._exchange = importlib.import_module("dev.web.exchange")
        self._gateway = importlib.import_module("dev.web.gateway").Gateway(self.app)

    def invoke(self, now: Any, handler: str, event: dict[str, Any]) -> Any:
        """Call a function."""
        self._now = now
        return self.app.handler_map[handler](event, None)

    def ask(self, now: Any, asked: dict[str, Any]) -> dict[str, Any]:
        """Answer a request."""
        self._now = now
        return asdict(self._gateway.answer(self._exchange.Asked(**asked)))

    def forget(self) -> None:
        """Forget what is remembered of the table, as a process does that starts anew."""
        recent = importlib.import_module("chalicelib.table.recent").Recent
        for each in gc.get_objects():
            if isinstance(each, recent):
                each._values.clear()

    def check(self, now: Any, told: dict[str, Any]) -> list[str]:
        """Return what does not hold of these rows, by this version's own invariants."""
        self._now = now
        invariants: Any = importlib.import_module("tests.faults.invariants")
        found = invariants.scan(_shop(told, now))
        return [f"{rule.__name__}: {fault}" for rule in invariants.RULES for fault in rule(found)]

    def request(self, method: str, url: str, *, headers: Any, body: Any, **_: object) -> Any:
        """Be the desk's way to foreign hosts."""
        desk = importlib.import_module("chalicelib.core.desk")
        return desk.Reply(**self._pipe.ask("http", method, url, dict(headers), body))

    def _build(self) -> Any:
        settings = importlib.import_module("chalicelib.settings")
        wiring: Any = importlib.import_module("chalicelib.wiring")
        ports = replace(
            wiring.build(settings.load(), clock=lambda: self._now),
            http=self,
            randomness=self._chance.randbytes,
            sleep=lambda _: None,
        )
        wiring.install(ports)
        return ports

    def _let_calls_through(self) -> None:
        from botocore.awsrequest import AWSResponse
        from botocore.handlers import BUILTIN_HANDLERS

        def through(event_name: str, request: Any, **_: object) -> Any:
            headers = {name: _text(value) for name, value in request.headers.items()}
            body = request.body if isinstance(request.body, bytes | str | None) else _all(request)
            asked = (event_name, request.method, request.url, headers, body)
            status, found, content = self._pipe.ask("aws", *asked)
            return AWSResponse(request.url, status, found, Raw(content))

        BUILTIN_HANDLERS.append(("before-send", through))


def _shop(told: dict[str, Any], now: Any) -> Any:
    row: Any = importlib.import_module("chalicelib.table.row").Row

    def rows(prefix: str) -> list[Any]:
        whole = (each for each in told["rows"] if each["pk"]["S"].startswith(prefix))
        return [found for each in whole if (found := _read(row, each)) is not None]

    cloud = SimpleNamespace(
        rows=rows,
        posted=[SimpleNamespace(ref=ref) for ref in told["posted"]],
        dead=told["dead"],
        world=SimpleNamespace(now=now),
    )
    return SimpleNamespace(
        cloud=cloud,
        account=SimpleNamespace(id=told["account_id"]),
        rows=lambda: rows(f"A#{told['account_id']}"),
        said=told["said"],
        is_keyless=False,
    )


def _read(row: Any, raw: dict[str, Any]) -> Any:
    # Of a kind that the other version has not loaded, or does not have.
    with suppress(ValueError):
        return row.from_raw_data(dict(raw))
    return None


def _text(value: Any) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)


def _all(request: Any) -> bytes:
    return request.body.read()


def main(seed: int) -> None:
    """Do what is told until nobody tells anything."""
    pipe = Pipe(sys.stdin.buffer, sys.stdout.buffer)
    # Whatever prints must not print into the pipe.
    sys.stdout = io.StringIO()
    sys.path[0] = str(Path.cwd())
    other = Other(pipe, seed)
    pipe.send("done", None)
    while (message := pipe.receive()) is not None:
        verb, *given = message
        try:
            pipe.send("done", getattr(other, verb)(*given))
        except Exception:
            pipe.send("failed", traceback.format_exc())


if __name__ == "__main__":
    main(int(sys.argv[1]))

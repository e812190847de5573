"""`python -m dev` as a process of its own, and the plainest of clients for it."""

import http.client
import itertools
import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from chalicelib.web.routes import API, Route
from tests.kit import described

ROOT = Path(__file__).parents[2]
_PATIENCE = 60.0
_callers = itertools.count()


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the server answered."""

    status: int
    headers: dict[str, str]
    body: Any

    def ok(self) -> Any:
        """Return the body, or fail with the problem."""
        assert self.status < 300, f"{self.status} {self.body}"
        return self.body


class Server:
    """The running product, empty but for its accounts."""

    def __init__(self, folder: Path, **environment: str) -> None:
        """Start it with these variables, too; what it writes lies in the folder."""
        self._log = (folder / "server.log").open("wb")
        self._run_file = folder / ".dev" / "run.json"
        self._process = subprocess.Popen(
            [sys.executable, "-m", "dev", "--empty", "--quiet"],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(ROOT), "PORT": "0", **environment},
            stdout=self._log,
            stderr=subprocess.STDOUT,
        )
        self.run = self._started()
        self.port = int(self.run["base_url"].rpartition(":")[2])

    def stop(self) -> None:
        """Stop it; it must go when asked to."""
        self._process.terminate()
        self._process.wait(timeout=20)
        self._log.close()

    def call(
        self, method: str, path: str, body: object = None, *, token: str = "", **headers: str
    ) -> Answer:
        """Ask; a body of bytes goes as it stands. `If_Match="..."` becomes If-Match.

        Whatever the API answers must be what its description says.
        """
        raw = body if isinstance(body, bytes) else json.dumps(body or {}).encode()
        sent = {"Content-Type": "application/json", "Accept": "application/json"}
        if token:
            sent["Authorization"] = f"Bearer {token}"
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=300)
        try:
            connection.request(method, path, raw if method != "GET" else None, sent)
            response = connection.getresponse()
            content = response.read()
            is_json = "json" in response.headers.get("Content-Type", "")
            decoded = json.loads(content) if is_json and content else content
            _check(method, path, response, decoded)
            return Answer(status=response.status, headers=dict(response.headers), body=decoded)
        finally:
            connection.close()

    def call_from_elsewhere(self, method: str, path: str, body: object) -> Answer:
        """Ask from an address of the caller's own: strangers are counted by theirs."""
        number = next(_callers)
        source = f"127.{1 + number // 250 % 250}.7.{1 + number % 250}"
        connection = http.client.HTTPConnection(
            "127.0.0.1", self.port, timeout=60, source_address=(source, 0)
        )
        headers = {"Content-Type": "application/json"}
        try:
            connection.request(method, path, json.dumps(body).encode(), headers)
            response = connection.getresponse()
            content = json.loads(response.read() or b"null")
            return Answer(status=response.status, headers=dict(response.headers), body=content)
        finally:
            connection.close()

    def drain(self) -> None:
        """Wait until queues and streams are empty."""
        self.call("POST", "/dev/drain").ok()

    def wait(self, **span: float) -> None:
        """Let time pass, as in `wait(minutes=3)`; whatever falls due is done on the way."""
        units = {"seconds": 1, "minutes": 60, "hours": 3_600, "days": 86_400}
        left = sum(units[unit] * amount for unit, amount in span.items())
        while left > 0:
            step = min(left, 300 * 86_400)
            self.call("POST", "/dev/clock", {"advance_seconds": step}).ok()
            left -= step
        self.drain()

    def mail(self, raw: bytes, *to: str, **verdicts: str) -> None:
        """Let a mail arrive and be read; `envelope_from` is its return path."""
        query = [("to", one) for one in to]
        query += [(name.replace("envelope_", ""), value) for name, value in verdicts.items()]
        self.call("POST", f"/dev/mail?{urlencode(query)}", raw).ok()
        self.drain()

    def outbox(self) -> list[dict[str, Any]]:
        """Return every mail that left, newest first."""
        return self.call("GET", "/dev/outbox").ok()["data"]

    def _started(self) -> dict[str, Any]:
        deadline = time.monotonic() + _PATIENCE
        while time.monotonic() < deadline and self._process.poll() is None:
            if self._run_file.exists():
                return json.loads(self._run_file.read_text())
            time.sleep(0.05)
        self._process.kill()
        raise AssertionError(Path(self._log.name).read_text())


@cache
def _table() -> tuple[Route, ...]:
    import app
    from chalicelib.web.mount import mounts

    assert app.app
    return tuple(route for each in mounts for route in each.routes.table)


def _check(method: str, path: str, response: http.client.HTTPResponse, body: object) -> None:
    if path.startswith(API) and (route := described.route_of(_table(), method, path)):
        described.check(route, response.status, body, dict(response.headers))

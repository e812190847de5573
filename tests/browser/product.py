"""The product as `make run` starts it, in a process and a folder of its own."""

import contextlib
import json
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent.parent
_STARTS_WITHIN = 60


@dataclass(frozen=True)
class Running:
    """Where it runs, and the ways in that only a laptop has."""

    base_url: str
    accounts: list[dict[str, Any]]

    @property
    def shop(self) -> dict[str, Any]:
        """Return the first account."""
        return self.accounts[0]

    def agent(self, role: str) -> dict[str, str]:
        """Return an agent of the first account."""
        return next(agent for agent in self.shop["agents"] if agent["role"] == role)

    def ask(self, method: str, path: str, body: object = None, *, role: str = "owner") -> Any:
        """Ask the API as an agent of the first account."""
        headers = {"Authorization": f"Bearer {self.agent(role)['api_key']}"}
        raw = None if body is None else json.dumps(body).encode()
        return self._send(method, path, raw, {**headers, "Content-Type": "application/json"})

    def mail(self, subject: str, text: str, *, sender: str, html: str = "") -> None:
        """Let a mail come in, and wait until it is a ticket."""
        message = EmailMessage()
        message["From"] = sender
        message["To"] = self.shop["inbound_address"]
        message["Subject"] = subject
        message["Message-ID"] = f"<{time.time_ns()}@mail.example>"
        message.set_content(text)
        if html:
            message.add_alternative(html, subtype="html")
        self._send("POST", f"/dev/mail?to={self.shop['inbound_address']}", message.as_bytes())
        self.drain()

    def ticket(self, text: str) -> dict[str, Any]:
        """Return the newest ticket, whatever its status, whose subject or preview has this text."""
        page = self.ask("GET", "/v1/tickets?status=any&limit=100")["data"]
        return next(t for t in page if text in t["subject"] + t["preview"])

    def drain(self) -> None:
        """Wait until queues and streams are empty."""
        self._send("POST", "/dev/drain", b"{}")

    def sign_in_link(self, address: str) -> str:
        """Return the newest link that was mailed to somebody."""
        self.drain()
        for mail in self._send("GET", "/dev/outbox")["data"]:
            if address in mail["to"] and "#sign-in=" in mail["text"]:
                return next(word for word in mail["text"].split() if "#sign-in=" in word)
        raise LookupError(f"no link for {address}")

    def _send(
        self,
        method: str,
        path: str,
        raw: bytes | None = None,
        headers: dict[str, str] | None = None,
    ) -> Any:
        request = urllib.request.Request(
            self.base_url + path, data=raw, method=method, headers=headers or {}
        )
        with urllib.request.urlopen(request, timeout=30) as answer:
            text = answer.read()
        return json.loads(text) if text.startswith((b"{", b"[")) else text


@contextlib.contextmanager
def running(folder: Path) -> Iterator[Running]:
    """Start it, wait until it is ready, and stop it afterwards."""
    with (folder / "output.txt").open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "dev", "--port", "0", "--quiet"],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            run = _ready(folder, process)
            yield Running(run["base_url"], run["accounts"])
        finally:
            process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(timeout=20)
            process.kill()
            process.wait()


def _ready(folder: Path, process: "subprocess.Popen[bytes]") -> dict[str, Any]:
    until = time.monotonic() + _STARTS_WITHIN
    while process.poll() is None and time.monotonic() < until:
        with contextlib.suppress(FileNotFoundError):
            return json.loads((folder / ".dev" / "run.json").read_text())
        time.sleep(0.1)
    raise RuntimeError((folder / "output.txt").read_text()[-2_000:])

"""The product as `make run` starts it, in a process and a folder of its own."""

import contextlib
import json
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from dev.started import started
from tests.kit.forms import posted


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

    def mail(self, subject: str, text: str, *, sender: str, html: str = "", to: str = "") -> None:
        """Let a mail come in, and wait until it is a ticket."""
        message = EmailMessage()
        message["From"] = sender
        message["To"] = to or self.shop["inbound_address"]
        message["Subject"] = subject
        message["Message-ID"] = f"<{time.time_ns()}@mail.example>"
        message.set_content(text)
        if html:
            message.add_alternative(html, subtype="html")
        self._send("POST", f"/dev/mail?{urlencode({'to': message['To']})}", message.as_bytes())
        self.drain()

    def message(self, channel: str, text: str, *, sender: str, to: str = "") -> None:
        """Let somebody write to a number of the shop's, and wait until it is a ticket."""
        own = "instagram_handle" if channel == "instagram" else f"{channel}_number"
        said = {"from": sender, "to": to or self.shop[own], "text": text}
        self._send("POST", f"/dev/{channel}", json.dumps(said).encode())
        self.drain()

    def chat(self, text: str, **who: str) -> None:
        """Let a visitor write, and wait until it is a ticket."""
        kind = {"Content-Type": "application/json"}
        opening = json.dumps({"public_key": self.shop["public_key"], **who}).encode()
        session = self._send("POST", "/v1/chat/sessions", opening, kind)
        bearer = {"Authorization": f"Bearer {session['token']}", **kind}
        self._send("POST", "/v1/chat/messages", json.dumps({"text": text}).encode(), bearer)
        self.drain()

    def number(self, channel: str, address: str, provider: str = "") -> dict[str, Any]:
        """Let the shop have a number or account; return what connects it."""
        wanted = {"channel": channel, "address": address, "provider": provider}
        return self._send("POST", "/dev/numbers", json.dumps(wanted).encode())

    def order(self, **facts: Any) -> None:
        """Place an order at the shop, or change the one with this name."""
        self._send("POST", "/dev/shopify", json.dumps({"order": facts}).encode())
        self.drain()

    def close_number(self, address: str) -> None:
        """Let the provider take no credentials of it any more, until it is had again."""
        self._send("DELETE", "/dev/numbers", json.dumps({"address": address}).encode())

    def publish(self, name: str, values: list[str], *, kind: str = "TXT") -> None:
        """Let a record stand in DNS; a CNAME leads to the product."""
        record = {"name": name, "values": values, "type": kind}
        self._send("POST", "/dev/dns", json.dumps(record).encode())

    def forget(self, path: str) -> None:
        """Delete what lies there, if anything does."""
        with contextlib.suppress(urllib.error.HTTPError):
            self.ask("DELETE", path)

    def upload(self, name: str, kind: str, content: bytes) -> str:
        """Put a file where files lie; return what an answer names it by."""
        facts = {"name": name, "content_type": kind, "size": len(content)}
        started = self.ask("POST", "/v1/uploads", facts)
        form, body = posted(started["fields"], content)
        request = urllib.request.Request(
            started["url"], data=body, method="POST", headers={"Content-Type": form}
        )
        with urllib.request.urlopen(request, timeout=30):
            return started["id"]

    def pass_time(self, **span: float) -> None:
        """Move the clock, as in `pass_time(hours=25)`."""
        seconds = timedelta(**span).total_seconds()
        self._send("POST", "/dev/clock", json.dumps({"advance_seconds": seconds}).encode())
        self.drain()

    def now(self) -> str:
        """Return the product's moment."""
        return self._send("GET", "/dev/clock", None)["now"]

    def be_on(self, plan: str, *, ends_at: str = "") -> None:
        """Put the first account on a plan, and wait until everybody has heard of it."""
        wanted = {"account_id": self.shop["id"], "plan": plan, "ends_at": ends_at}
        self._send("POST", "/dev/plan", json.dumps(wanted).encode())
        self.pass_time(seconds=6)

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

    def forward_test(self, address: str, to: str) -> None:
        """Let the newest mail to an address come back to another, as a provider forwards it."""
        self.drain()
        mails = self._send("GET", "/dev/outbox")["data"]
        found = next(mail for mail in mails if address in mail["to"])
        raw = f"From: {found['from']}\r\nTo: {address}\r\nSubject: {found['subject']}\r\n\r\nTest"
        self._send("POST", f"/dev/mail?{urlencode({'to': to})}", raw.encode())
        self.drain()

    def reply_to(self, text: str) -> str:
        """Return where the answers to a mail of the shop go."""
        mails = self._send("GET", "/dev/outbox")["data"]
        return next(mail for mail in mails if text in mail["text"])["headers"]["Reply-To"]

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
def running(folder: Path, *options: str) -> Iterator[Running]:
    """Start it, wait until it is ready, and stop it afterwards."""
    with started(folder, *options) as run:
        yield Running(run["base_url"], run["accounts"])

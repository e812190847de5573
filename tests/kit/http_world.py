"""What is faked in tests: foreign hosts, the clock and chance. Everything else is real."""

import itertools
import json
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from fnmatch import fnmatchcase
from typing import Any

from chalicelib.core.desk import MAX_REPLY, Reply
from chalicelib.core.errors import DeliveryFailed

NOON = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A request that left for a foreign host."""

    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes | None

    def json(self) -> Any:
        """Return the body, decoded."""
        return json.loads(self.body or b"null")


Answer = Reply | Exception | Callable[[Sent], Reply]
"""A reply, an error to raise, or what decides: it may act, then raise, as a lost reply does."""


def reply(
    status: int = 200,
    content: object = None,
    *,
    text: str | None = None,
    headers: Mapping[str, str] | None = None,
) -> Reply:
    """Return an answer with `content` as JSON, or with `text` as it stands (an error page)."""
    body = json.dumps(content) if text is None else text
    kind = "application/json" if text is None else "text/html"
    return Reply(
        status=status, headers={"content-type": kind, **(headers or {})}, body=body.encode()
    )


@dataclass(slots=True)
class _Host:
    method: str
    url: str
    answers: list[Answer]

    def next(self) -> Answer:
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


@dataclass(slots=True)
class FakeHttp:
    """The Http of a desk: answers by method and address, remembers every request."""

    sent: list[Sent] = field(default_factory=list[Sent])
    _hosts: list[_Host] = field(default_factory=list[_Host])
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def on(self, method: str, url: str, *answers: Answer) -> None:
        """Answer such requests with these in turn, the last for ever; later rules win.

        `url` may hold wildcards, as in `https://shop.example/*`.
        """
        if not answers:
            raise ValueError("an answer is needed")
        self._hosts.insert(0, _Host(method, url, list(answers)))

    def request(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str],
        body: bytes | None,
        most: int = MAX_REPLY,
    ) -> Reply:
        """Answer as told; an address that no rule knows fails the test."""
        sent = Sent(method=method, url=url, headers=dict(headers), body=body)
        answer = self._take(sent)
        if isinstance(answer, Exception):
            raise answer
        found = answer if isinstance(answer, Reply) else answer(sent)
        if len(found.body) > most:
            raise DeliveryFailed("The file is too large.", permanent=True)
        return found

    def _take(self, sent: Sent) -> Answer:
        with self._lock:
            self.sent.append(sent)
            for host in self._hosts:
                if fnmatchcase(sent.method, host.method) and fnmatchcase(sent.url, host.url):
                    return host.next()
        raise AssertionError(f"nobody answers {sent.method} {sent.url}")


_worlds = itertools.count()


@dataclass(slots=True)
class World:
    """What a test can turn: the clock, and what foreign hosts answer."""

    now: datetime = NOON
    step: timedelta = timedelta(0)
    """How far each reading moves the clock; none by default."""
    http: FakeHttp = field(default_factory=FakeHttp)
    slept: list[float] = field(default_factory=list[float])
    """The pauses asked for, none of them made."""
    counter: Iterator[int] = field(
        default_factory=lambda: itertools.count(next(_worlds) * 1_000_000 + 1)
    )

    def clock(self) -> datetime:
        """Return the moment."""
        read, self.now = self.now, self.now + self.step
        return read

    def pass_time(self, **span: float) -> None:
        """Move the clock, as in `pass_time(minutes=3)`."""
        self.now += timedelta(**span)

    def randomness(self, size: int) -> bytes:
        """Return counted bytes, different each time, in other worlds too: they share a table."""
        return next(self.counter).to_bytes(8).rjust(size, b"\0")[-size:]

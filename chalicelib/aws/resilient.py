"""Requests to foreign hosts, tried again where that is safe, and not at all where it is no use.

A request is repeated when the host said 429, so that it surely did nothing; and after 5xx when it
may be repeated: by its method, or since its `Idempotency-Key` makes two of it one.
"""

import hashlib
import re
import threading
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from math import ceil
from urllib.parse import urlsplit

from chalicelib.core.circuit import CLOSED, Circuit
from chalicelib.core.desk import MAX_REPLY, Http, Reply
from chalicelib.core.errors import Unavailable, Uncertain
from chalicelib.telemetry import counts

ATTEMPTS = 3
FIRST_PAUSE = 0.2
"""Seconds; pauses double, and chance shortens each (full jitter)."""
BEGIN_WITHIN = timedelta(seconds=5)
"""No attempt begins later than that: with the last one's own limit, fifteen seconds in all.

Where `Retry-After` asks for more, whoever waits gets the answer as it is.
"""
MOST_CIRCUITS = 1000

_REPEATABLE = frozenset({"GET", "HEAD", "OPTIONS", "PUT", "DELETE"})
_TOO_MANY = 429
_KEYS = frozenset({"authorization", "x-recharge-access-token"})
"""Headers that say who asks, at hosts that all merchants share."""
_SIGNED_WITH = re.compile(r"AWS4-HMAC-SHA256 .*?Credential=([^/,\s]+)/")


class ResilientHttp:
    """The guarded client with patience; circuits are this process's own."""

    def __init__(
        self,
        inner: Http,
        *,
        clock: Callable[[], datetime],
        randomness: Callable[[int], bytes],
        sleep: Callable[[float], None],
    ) -> None:
        """Ask `inner`; nothing is known of any host yet."""
        self._inner = inner
        self._clock = clock
        self._randomness = randomness
        self._sleep = sleep
        self._lock = threading.Lock()
        self._circuits: dict[str, Circuit] = {}

    def request(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str],
        body: bytes | None,
        most: int = MAX_REPLY,
    ) -> Reply:
        """Return the last answer, 429 and 5xx included; raise as the guarded client does.

        Raises Unavailable at once, with nothing sent, while the host's circuit is open.
        """
        names = _names(url, headers)
        may_repeat = method in _REPEATABLE or "idempotency-key" in {n.lower() for n in headers}
        begun, attempt = self._clock(), 0
        while True:
            reply = self._once(names, method, url, headers=headers, body=body, most=most)
            attempt += 1
            if not _is_worth_repeating(reply, may_repeat=may_repeat) or attempt == ATTEMPTS:
                return reply
            pause = self._pause(attempt, reply)
            if self._is_late(begun, pause) or self._waits(names):
                return reply
            self._sleep(pause)

    def _once(
        self,
        names: tuple[str, str],
        method: str,
        url: str,
        *,
        headers: Mapping[str, str],
        body: bytes | None,
        most: int,
    ) -> Reply:
        self._enter(names)
        try:
            reply = self._inner.request(method, url, headers=headers, body=body, most=most)
        except (Unavailable, Uncertain) as failure:
            counts.provider_failed(url, failure.code, self._clock())
            self._note(names, is_host_well=False, is_welcome=False)
            raise
        is_well = reply.status < 500
        if not is_well:
            counts.provider_failed(url, str(reply.status), self._clock())
        self._note(names, is_host_well=is_well, is_welcome=is_well and reply.status != _TOO_MANY)
        return reply

    def _enter(self, names: tuple[str, str]) -> None:
        with self._lock:
            if waits := self._waits(names):
                raise Unavailable("The other side is out of order.", retry_after=ceil(max(waits)))
            for name in names:
                self._keep(name, self._circuits.get(name, CLOSED).asked(self._clock()))

    def _waits(self, names: tuple[str, str]) -> list[float]:
        now = self._clock()
        circuits = [self._circuits.get(name, CLOSED) for name in names]
        return [
            (circuit.probe_at - now).total_seconds()
            for circuit in circuits
            if circuit.probe_at and not circuit.admits(now)
        ]

    def _note(self, names: tuple[str, str], *, is_host_well: bool, is_welcome: bool) -> None:
        with self._lock:
            now = self._clock()
            for name, is_good in zip(names, (is_host_well, is_welcome), strict=True):
                known = self._circuits.get(name, CLOSED)
                self._keep(name, CLOSED if is_good else known.failed(now))

    def _keep(self, name: str, circuit: Circuit) -> None:
        self._circuits.pop(name, None)
        if circuit != CLOSED:
            self._circuits[name] = circuit
        while len(self._circuits) > MOST_CIRCUITS:
            del self._circuits[next(iter(self._circuits))]

    def _pause(self, attempt: int, reply: Reply) -> float:
        share = int.from_bytes(self._randomness(4)) / 2**32
        return wished(reply, self._clock()) + FIRST_PAUSE * 2 ** (attempt - 1) * share

    def _is_late(self, begun: datetime, pause: float) -> bool:
        return self._clock() - begun + timedelta(seconds=pause) > BEGIN_WITHIN


def wished(reply: Reply, now: datetime) -> float:
    """Return how many seconds the host asks to be left alone; 0 where it does not say."""
    told = reply.headers.get("retry-after", "").strip()
    if told.isascii() and told.isdecimal():
        return float(told[:9])
    try:
        moment = parsedate_to_datetime(told)
    except (ValueError, OverflowError):
        return 0.0
    moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment
    return max(0.0, (moment - now).total_seconds())


def _is_worth_repeating(reply: Reply, *, may_repeat: bool) -> bool:
    return reply.status == _TOO_MANY or (reply.status >= 500 and may_repeat)


def _names(url: str, headers: Mapping[str, str]) -> tuple[str, str]:
    """Return two circuits: the host's, and the one of whoever asks it.

    One merchant who has asked too often is refused; the host is well, and so are the others.
    """
    try:
        host = urlsplit(url).netloc.lower()
    except ValueError:  # the guarded client refuses it in a moment
        host = ""
    told = next((v for name, v in headers.items() if name.lower() in _KEYS), "")
    # A signature is another one each time; the id of the key it was made with stays.
    signed = _SIGNED_WITH.match(told)
    asker = signed[1] if signed else told
    return host, f"{host} {hashlib.sha256(asker.encode()).hexdigest()}"

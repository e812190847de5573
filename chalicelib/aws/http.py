"""Requests to foreign hosts: https to public addresses only, once, within limits.

The address is read once, resolved once, and the connection goes to the very address that was
checked, so that no second parser or resolver can be of another mind. What is refused and what
cannot be reached say the same: the answer is no map of anybody's network.
"""

import re
import socket
import ssl
import threading
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from http.client import HTTPException
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError
from urllib3.response import HTTPResponse

from chalicelib.core.desk import MAX_REPLY, Reply
from chalicelib.core.errors import DeliveryFailed, Unavailable, Uncertain

Address = IPv4Address | IPv6Address
Resolve = Callable[[str, int], list[str]]

CONNECT_SECONDS = 3.0
TOTAL_SECONDS = 10.0
FILE_PATIENCE = 1.5
"""As many times as long, where a file may come."""

_PORTS = frozenset({443, 8443})
_HOST = re.compile(r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]")
_LOCAL = frozenset({"localhost", "127.0.0.1"})
_UNICAST = IPv6Network("2000::/3")
_REPEATABLE = frozenset({"GET", "HEAD", "OPTIONS"})
_UNREACHABLE = "The address cannot be reached."


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """An address that was read once; `path` starts with a slash and holds the query."""

    scheme: str
    host: str
    port: int
    path: str


class _TooLarge(Exception):
    """The host is well and answers more than we take."""


class GuardedHttp:
    """No redirects, no proxies, no cookies, one connection a request."""

    def __init__(
        self,
        *,
        resolve: Resolve | None = None,
        is_local_allowed: bool = False,
        total_seconds: float = TOTAL_SECONDS,
    ) -> None:
        """`is_local_allowed` lets http://localhost through; only the laptop's server sets it."""
        self._resolve = resolve or _resolve
        self._is_local_allowed = is_local_allowed
        self._total_seconds = total_seconds

    def request(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str],
        body: bytes | None,
        most: int = MAX_REPLY,
    ) -> Reply:
        """Return any answer, redirects and failures included.

        Raises DeliveryFailed for an address we never ask and for what is too large to take,
        Unavailable where nothing was sent, and Uncertain where a request with an effect left and
        its answer did not arrive.
        """
        target = read(url, is_local_allowed=self._is_local_allowed)
        connection = self._connect(target)
        try:
            with _deadline(connection, self._seconds(most)):
                answer = _exchange(connection, target, method, headers=headers, body=body)
                return _reply(answer, most=most)
        except _TooLarge as error:
            if method in _REPEATABLE:
                detail = f"The file is larger than {most // 1024**2} MB."
                raise DeliveryFailed(detail, permanent=True) from error
            raise Uncertain("The other side answered too much.") from error
        except (HTTPError, HTTPException, OSError, ValueError) as error:
            if method in _REPEATABLE:
                raise Unavailable(_UNREACHABLE) from error
            raise Uncertain("The other side did not answer.") from error
        finally:
            connection.close()

    def _seconds(self, most: int) -> float:
        return self._total_seconds * (FILE_PATIENCE if most > MAX_REPLY else 1)

    def _connect(self, target: Target) -> HTTPConnection:
        address = self._checked_address(target)
        if target.scheme == "http":
            connection = HTTPConnection(address, target.port, timeout=CONNECT_SECONDS)
        else:
            connection = HTTPSConnection(
                address,
                target.port,
                timeout=CONNECT_SECONDS,
                ssl_context=_tls(),
                server_hostname=target.host,
                assert_hostname=target.host,
            )
        try:
            connection.connect()
        except (HTTPError, OSError) as error:
            connection.close()
            raise Unavailable(_UNREACHABLE) from error
        return connection

    def _checked_address(self, target: Target) -> str:
        if target.scheme == "http":
            return "127.0.0.1"
        try:
            addresses = [ip_address(text) for text in self._resolve(target.host, target.port)]
        except (OSError, ValueError) as error:
            raise Unavailable(_UNREACHABLE) from error
        if not addresses or not all(map(is_public, addresses)):
            raise DeliveryFailed(_UNREACHABLE, permanent=True)
        return str(min(addresses, key=lambda address: address.version))


def read(url: str, *, is_local_allowed: bool = False) -> Target:
    """Return the parts of an address, or raise DeliveryFailed for what we never ask."""
    target = _parts(url)
    if target is not None:
        if target.scheme == "http" and is_local_allowed and target.host in _LOCAL:
            return target
        if target.scheme == "https" and target.port in _PORTS and _HOST.fullmatch(target.host):
            return target
    raise DeliveryFailed(_UNREACHABLE, permanent=True)


def is_public(address: Address) -> bool:
    """Tell whether an address is somebody's on the internet, and not a way round to ours.

    `is_global` alone is true of multicast, NAT64 (64:ff9b::), 6to4 and mapped addresses.
    """
    if isinstance(address, IPv4Address):
        return address.is_global and not address.is_multicast
    is_wrapped = address.sixtofour or address.teredo or address.scope_id
    return address in _UNICAST and address.is_global and not is_wrapped


def _parts(url: str) -> Target | None:
    # urlsplit drops tabs and line ends; what it would mend is refused before.
    if not (url.isascii() and url.isprintable()) or set(url) & set(" \\#<>\"'"):
        return None
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    host = (parts.hostname or "").lower()
    if "@" in parts.netloc or not host:
        return None
    port = port or (443 if parts.scheme == "https" else 80)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(scheme=parts.scheme, host=host, port=port, path=path)


def _exchange(
    connection: HTTPConnection,
    target: Target,
    method: str,
    *,
    headers: Mapping[str, str],
    body: bytes | None,
) -> HTTPResponse:
    host = target.host if target.port in (443, 80) else f"{target.host}:{target.port}"
    connection.request(
        method,
        target.path,
        body=body,
        headers={"User-Agent": "Deskhand", "Accept-Encoding": "identity", **headers, "Host": host},
        preload_content=False,
        decode_content=False,
    )
    return connection.getresponse()


def _reply(answer: HTTPResponse, *, most: int) -> Reply:
    content = _content(answer, most)
    return Reply(
        status=answer.status,
        headers={name.lower(): value for name, value in answer.headers.items()},
        body=content,
    )


def _content(answer: HTTPResponse, most: int) -> bytes:
    content = answer.read(most + 1, decode_content=False)
    if len(content) > most:
        raise _TooLarge
    return content


@contextmanager
def _deadline(connection: HTTPConnection, seconds: float) -> Generator[None]:
    # Time limits of sockets start anew with each byte; a host may drip for hours.
    is_over = threading.Event()
    timer = threading.Timer(seconds, _cut, [connection, is_over])
    timer.daemon = True
    timer.start()
    try:
        if connection.sock is not None:
            connection.sock.settimeout(seconds)
        yield
    finally:
        timer.cancel()
    if is_over.is_set():  # an answer cut short can look like a whole one
        raise TimeoutError


def _cut(connection: HTTPConnection, is_over: threading.Event) -> None:
    is_over.set()
    with suppress(OSError, AttributeError):
        connection.sock.shutdown(socket.SHUT_RDWR)


def _resolve(host: str, port: int) -> list[str]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(entry[4][0]) for entry in found]


@cache
def _tls() -> ssl.SSLContext:
    return ssl.create_default_context()

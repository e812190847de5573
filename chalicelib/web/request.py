"""A request as the guards and views see it."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote

from chalice.app import Request as ChaliceRequest
from msgspec import Struct, field

from chalicelib.web import front


class Request(Struct, frozen=True, kw_only=True):
    """What was asked, decoded once; header names are lower-case."""

    method: str
    path: str
    params: Mapping[str, str]
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes
    source_ip: str
    request_id: str
    queries: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    """All values of each parameter of the query, where `query` has the last ones."""

    @property
    def bearer(self) -> str:
        """Return the token of the Authorization header, or nothing."""
        scheme, _, token = self.headers.get("authorization", "").partition(" ")
        return token.strip() if scheme.lower() == "bearer" else ""


def from_chalice(raw: ChaliceRequest, front_secret: str = "") -> Request:
    """Read Chalice's request; path parameters arrive percent-encoded.

    By the secret CloudFront is known, and believed who asks it.
    """
    context: Mapping[str, Any] = raw.context
    queries = _queries(raw)
    # Chalice's own mapping of them takes as long to copy as all the rest here.
    sent: Mapping[str, str] = raw.to_original_event()["headers"] or {}
    identity: Mapping[str, Any] = context.get("identity") or {}
    headers, source_ip = front.seen_through(
        {name.lower(): value for name, value in sent.items()},
        str(identity.get("sourceIp") or ""),
        front_secret,
    )
    return Request(
        method=str(raw.method),
        path=str(raw.path),
        params={name: unquote(value) for name, value in (raw.uri_params or {}).items()},
        query={name: values[-1] for name, values in queries},
        queries={name: tuple(values) for name, values in queries},
        headers=headers,
        body=_bytes(raw.raw_body),
        source_ip=source_ip,
        request_id=str(context.get("requestId") or ""),
    )


def _queries(raw: ChaliceRequest) -> list[tuple[str, list[str]]]:
    if not raw.query_params:
        return []
    given: Any = raw.query_params
    return [(name, given.getlist(name)) for name in given]


def _bytes(body: str | bytes | None) -> bytes:
    return body.encode() if isinstance(body, str) else body or b""

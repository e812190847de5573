"""A request as the guards and views see it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast
from urllib.parse import unquote

from chalice.app import Request as ChaliceRequest


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
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


def from_chalice(raw: ChaliceRequest) -> Request:
    """Read Chalice's request; path parameters arrive percent-encoded."""
    context: Mapping[str, Any] = raw.context
    headers = cast("Mapping[str, str]", raw.headers)
    identity: Mapping[str, Any] = context.get("identity") or {}
    return Request(
        method=str(raw.method),
        path=str(raw.path),
        params={name: unquote(value) for name, value in (raw.uri_params or {}).items()},
        query={name: values[-1] for name, values in _queries(raw)},
        queries={name: tuple(values) for name, values in _queries(raw)},
        headers={name.lower(): value for name, value in headers.items()},
        body=_bytes(raw.raw_body),
        source_ip=str(identity.get("sourceIp") or ""),
        request_id=str(context.get("requestId") or ""),
    )


def _queries(raw: ChaliceRequest) -> list[tuple[str, list[str]]]:
    if not raw.query_params:
        return []
    given: Any = raw.query_params
    return [(name, given.getlist(name)) for name in given]


def _bytes(body: str | bytes | None) -> bytes:
    return body.encode() if isinstance(body, str) else body or b""

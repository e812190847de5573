"""A request and an answer as the laptop's server sees them, whoever answers."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from urllib.parse import parse_qs, urlsplit


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request; `target` is path and query as they came, header names are lower-case."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes
    source_ip: str = "127.0.0.1"

    @property
    def path(self) -> str:
        """Return the path alone."""
        return urlsplit(self.target).path

    @property
    def query(self) -> dict[str, list[str]]:
        """Return every value of every name."""
        return parse_qs(urlsplit(self.target).query, keep_blank_values=True)

    def first(self, name: str, default: str = "") -> str:
        """Return the first value of a name."""
        return self.query.get(name, [default])[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """An answer; headers may repeat."""

    status: int = 200
    headers: tuple[tuple[str, str], ...] = field(default=())
    body: bytes = b""


class Refused(Exception):
    """A control cannot do what was asked."""

    def __init__(self, status: HTTPStatus, detail: str) -> None:
        """`detail` is shown."""
        super().__init__(detail)
        self.status = status
        self.detail = detail


def as_json(value: object, status: int = 200) -> Answered:
    """Return a JSON answer."""
    body = json.dumps(value, indent=1, default=str).encode()
    return Answered(status=status, headers=(("Content-Type", "application/json"),), body=body)


def as_page(html: str) -> Answered:
    """Return a page that no browser keeps."""
    headers = (("Content-Type", "text/html; charset=utf-8"), ("Cache-Control", "no-store"))
    return Answered(headers=headers, body=html.encode())


def redirect(target: str) -> Answered:
    """Send the browser on."""
    return Answered(status=303, headers=(("Location", target),))


def problem(status: HTTPStatus, code: str, detail: str, request_id: str = "") -> Answered:
    """Return a problem document (RFC 9457), in the shape of the app's own."""
    document = {
        "type": f"urn:deskhand:problem:{code}",
        "title": status.phrase,
        "status": int(status),
        "code": code,
        "detail": detail,
        "request_id": request_id,
    }
    return Answered(
        status=int(status),
        headers=(("Content-Type", "application/problem+json"),),
        body=json.dumps(document).encode(),
    )

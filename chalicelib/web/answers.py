"""What views return, and the headers that every answer carries."""

from datetime import datetime
from typing import Any, cast

import msgspec
from chalice.app import Response

from chalicelib.core.moments import rfc3339

_ALWAYS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
}


class Text(str):
    """A body that leaves as it is, with its own Content-Type."""

    __slots__ = ()


class Answer(msgspec.Struct, frozen=True):
    """`body` is anything msgspec can encode; or Text or bytes, with their own Content-Type."""

    body: object = None
    status: int = 200
    headers: dict[str, str] = msgspec.field(default_factory=dict[str, str])


def created(body: object, **headers: str) -> Answer:
    """Return 201 with the new thing."""
    return Answer(body, 201, headers)


def no_content() -> Answer:
    """Return 204."""
    return Answer(None, 204)


def to_chalice(answer: Answer) -> Response:
    """Encode; moments leave as RFC 3339 UTC."""
    headers: dict[str, str | list[str]] = {
        **_ALWAYS,
        "Content-Type": "application/json",
        **answer.headers,
    }
    if isinstance(answer.body, Text | bytes):
        return Response(answer.body, headers=headers, status_code=answer.status)
    text = "" if answer.body is None else encoded(answer.body)
    return Response(text, headers=headers, status_code=answer.status)


def encoded(body: object) -> str:
    """Return JSON, with moments as RFC 3339 UTC."""
    return msgspec.json.encode(_with_moments(body)).decode()


def _with_moments(value: Any) -> Any:
    # msgspec writes moments itself, but drops trailing zeros: texts would no longer sort.
    if isinstance(value, datetime):
        return rfc3339(value)
    if isinstance(value, dict):
        fields = cast("dict[str, Any]", value)
        return {key: _with_moments(inner) for key, inner in fields.items()}
    if isinstance(value, list | tuple):
        return [_with_moments(inner) for inner in cast("list[Any]", value)]
    if isinstance(value, msgspec.Struct):
        return _with_moments(msgspec.structs.asdict(value))
    return value

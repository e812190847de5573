"""One request to another helpdesk, and what its answers mean."""

import base64
import json
from collections.abc import Mapping
from math import ceil
from typing import Any, NoReturn, TypeVar

import msgspec

from chalicelib.aws.resilient import wished
from chalicelib.core.desk import Desk, Reply
from chalicelib.core.errors import Conflict, Forbidden, Invalid, NotFound, Unavailable, Uncertain
from chalicelib.customer_agent.helpdesks.model import Access
from chalicelib.customer_agent.helpdesks.rules import HOSTS

_PAUSE = 10
"""Seconds, where it is asked too often and does not say how long to wait."""
_WORDS = 300

T = TypeVar("T")


class _Detail(msgspec.Struct, frozen=True):
    msg: str = ""
    message: str = ""


class _Wrong(msgspec.Struct, frozen=True):
    """Zendesk's words are flat, or nested as Gorgias's are."""

    description: str = ""
    error: str | _Detail = ""


def get(desk: Desk, access: Access, path: str, shape: type[T]) -> T:
    """Return what it says."""
    reply = _sent(desk, access, "GET", path, headers=_headers(access))
    if reply.status != 200:
        _fail(desk, access, reply, is_reading=True)
    try:
        return msgspec.json.decode(reply.body, type=shape)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Unavailable(f"{_named(access)} did not answer as it says it does.") from error


def change(
    desk: Desk, access: Access, asked: tuple[str, str], told: Mapping[str, Any], shape: type[T], *,
    key: str = "",
) -> T:  # fmt: skip
    """Return what it says of a change; `asked` is method and path.

    With a `key` two requests are one there, so it may be sent again. Raises Uncertain where it may
    be done, even where what is said of it makes no sense.
    """
    method, path = asked
    headers = {**_headers(access), **({"Idempotency-Key": key} if key else {})}
    body = json.dumps(dict(told)).encode()
    reply = _sent(desk, access, method, path, headers=headers, body=body)
    if not 200 <= reply.status < 300:
        _fail(desk, access, reply, is_reading=False)
    try:
        return msgspec.json.decode(reply.body, type=shape)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Uncertain(f"{_named(access)} did not say what it made of it.") from error


def _sent(
    desk: Desk, access: Access, method: str, path: str, *, headers: Mapping[str, str],
    body: bytes | None = None,
) -> Reply:  # fmt: skip
    url = f"https://{access.place}.{HOSTS[access.helpdesk]}{path}"
    return desk.http.request(method, url, headers=headers, body=body)


def _headers(access: Access) -> dict[str, str]:
    who = access.email if access.helpdesk.value == "gorgias" else f"{access.email}/token"
    pair = base64.b64encode(f"{who}:{access.token}".encode()).decode()
    return {
        "Authorization": f"Basic {pair}",
        "Accept": "application/json",
        "Content-Type": "application/json",
    }


def _fail(desk: Desk, access: Access, reply: Reply, *, is_reading: bool) -> NoReturn:
    name = _named(access)
    if reply.status == 401:
        raise Forbidden(f"{name} does not take the token any more.", code="token_refused")
    if reply.status == 403:
        raise Forbidden(f"{name} does not allow this to whose token it is.", code="not_allowed")
    if reply.status == 404:
        raise NotFound(f"{name} knows no such ticket.")
    if reply.status == 409:
        raise Conflict(f"{name} is changing this ticket at the moment.")
    if reply.status == 429:
        seconds = ceil(wished(reply, desk.now())) or _PAUSE
        raise Unavailable(f"{name} is asked too often.", retry_after=seconds)
    if reply.status < 500:
        raise Invalid(f"{name} refuses this: {_words(reply.body) or reply.status}")
    if is_reading:
        raise Unavailable(f"{name} did not answer.")
    raise Uncertain(f"{name} did not say whether it is done.")


def _words(body: bytes) -> str:
    """Return what it says is wrong, in whichever of its shapes."""
    try:
        said = msgspec.json.decode(body, type=_Wrong)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return ""
    error = said.error
    inner = error if isinstance(error, str) else (error.msg or error.message)
    return (said.description or inner)[:_WORDS]


def _named(access: Access) -> str:
    return access.helpdesk.value.capitalize()

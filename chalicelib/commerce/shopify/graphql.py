"""Asking a shop by Shopify's Admin GraphQL API.

https://shopify.dev/docs/api/admin-graphql and https://shopify.dev/docs/api/usage/limits
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from math import ceil
from typing import Any, NoReturn, TypeVar

import msgspec

from chalicelib.aws.resilient import wished
from chalicelib.commerce.shopify import signature
from chalicelib.core.desk import Desk, Reply
from chalicelib.core.errors import (
    DeliveryFailed,
    Fault,
    Forbidden,
    Invalid,
    Unavailable,
    Uncertain,
)

VERSION = "2026-10"
"""Each version works for a year; the one place to change when it goes out of service."""
PATIENCE = 15.0
"""Seconds that a worker waits in all where the shop is asked too often."""
_TRIES = 6
_SHORTEST = 0.1

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """A shop and what opens it."""

    domain: str
    token: str = field(repr=False)


class UserError(msgspec.Struct, frozen=True):
    """What is wrong with a mutation's input, in the shop's words."""

    message: str
    field: tuple[str, ...] | None = None
    code: str | None = None


class _Extensions(msgspec.Struct, frozen=True):
    code: str = ""


class _Error(msgspec.Struct, frozen=True):
    message: str = ""
    extensions: _Extensions = _Extensions()


class _Throttle(msgspec.Struct, frozen=True, rename="camel"):
    currently_available: float = 0
    restore_rate: float = 0


class _Cost(msgspec.Struct, frozen=True, rename="camel"):
    requested_query_cost: float = 0
    throttle_status: _Throttle = _Throttle()


class _Costs(msgspec.Struct, frozen=True):
    cost: _Cost = _Cost()


class _Answer(msgspec.Struct, frozen=True):
    data: msgspec.Raw = msgspec.Raw(b"null")
    errors: tuple[_Error, ...] = ()
    extensions: _Costs = _Costs()


def ask(
    desk: Desk, access: Access, document: str, variables: Mapping[str, Any], *,
    shape: type[T], patience: float = PATIENCE, is_reading: bool = True,
) -> T:  # fmt: skip
    """Return the answer's data as `shape`.

    Raises Forbidden where the token or its scopes are not enough, Unavailable where the shop does
    not answer or is asked too often for our patience, and Uncertain where something that is not
    `is_reading` may have been done.
    """
    body = json.dumps({"query": document, "variables": dict(variables)}).encode()
    until = desk.now() + timedelta(seconds=patience)
    for _ in range(_TRIES):
        answer = _once(desk, access, body, is_reading=is_reading)
        if not _is_throttled(answer):
            return _data(answer, shape, is_reading=is_reading)
        pause = _pause(answer.extensions.cost)
        if desk.now() + timedelta(seconds=pause) > until:
            break
        desk.sleep(pause)
    raise Unavailable("The shop is asked too often.", retry_after=ceil(patience) or 1)


def refuse(errors: Sequence[UserError]) -> None:
    """Raise Invalid for what the shop found wrong with a mutation; nothing where it is well."""
    if errors:
        faults = [
            Fault("".join(f"/{part}" for part in each.field or ()), each.code or "", each.message)
            for each in errors
        ]
        raise Invalid(errors[0].message, code="shop_refused", faults=faults)


def _once(desk: Desk, access: Access, body: bytes, *, is_reading: bool) -> _Answer:
    if not signature.is_domain(access.domain):  # the token is for nobody else
        raise DeliveryFailed("This is no shop on Shopify.", permanent=True)
    headers = {
        "Content-Type": "application/json",
        "Accept": "application/json",
        "X-Shopify-Access-Token": access.token,
    }
    url = f"https://{access.domain}/admin/api/{VERSION}/graphql.json"
    try:
        reply = desk.http.request("POST", url, headers=headers, body=body)
    except Uncertain as error:
        if is_reading:
            raise Unavailable("The shop did not answer.") from error
        raise
    if reply.status != 200:
        _fail(desk, reply, is_reading=is_reading)
    try:
        return msgspec.json.decode(reply.body, type=_Answer)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise _unreadable(is_reading=is_reading) from error


def _fail(desk: Desk, reply: Reply, *, is_reading: bool) -> NoReturn:
    if reply.status == 401:
        raise Forbidden("The shop does not take our token.", code="token_refused")
    if reply.status in (402, 403, 404):
        raise Forbidden("The shop is closed to us.", code="shop_closed")
    if reply.status == 429:
        seconds = ceil(wished(reply, desk.now())) or 1
        raise Unavailable("The shop is asked too often.", retry_after=seconds)
    if reply.status >= 500:
        raise _unreadable(is_reading=is_reading)
    raise Unavailable("The shop did not answer.")


def _unreadable(*, is_reading: bool) -> Unavailable | Uncertain:
    if is_reading:
        return Unavailable("The shop did not answer as Shopify says it does.")
    return Uncertain("The shop did not say whether it is done.")


def _is_throttled(answer: _Answer) -> bool:
    return any(error.extensions.code == "THROTTLED" for error in answer.errors)


def _pause(cost: _Cost) -> float:
    missing = cost.requested_query_cost - cost.throttle_status.currently_available
    return max(missing / (cost.throttle_status.restore_rate or 50), _SHORTEST)


def _data(answer: _Answer, shape: type[T], *, is_reading: bool) -> T:
    if any(error.extensions.code == "ACCESS_DENIED" for error in answer.errors):
        raise Forbidden("The shop has not allowed this to us.", code="scope_missing")
    if answer.errors:  # with one, too, some of it may have been done
        raise _unreadable(is_reading=is_reading)
    try:
        return msgspec.json.decode(answer.data, type=shape)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise _unreadable(is_reading=is_reading) from error

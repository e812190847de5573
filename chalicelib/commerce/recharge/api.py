"""Asking Recharge: a thin client of its REST API.

https://developer.rechargepayments.com/2021-11
"""

import json
import re
from collections.abc import Mapping
from math import ceil
from typing import Any, NoReturn, TypeVar
from urllib.parse import quote, urlencode

import msgspec

from chalicelib.aws.resilient import wished
from chalicelib.commerce.recharge import wire
from chalicelib.commerce.recharge.model import Charge, Subscription
from chalicelib.core.desk import Desk, Reply
from chalicelib.core.errors import (
    Conflict,
    Fault,
    Forbidden,
    Invalid,
    NotFound,
    Unavailable,
    Uncertain,
)

BASE = "https://api.rechargeapps.com"
VERSION = "2021-11"
MOST = 100
"""Subscriptions and charges of one customer; whoever has more sees these."""
_ID = re.compile(r"[0-9]{1,20}")
_PAUSE = 2
"""Seconds, where Recharge is asked too often and does not say how long to wait."""
_WORDS = 300
"""So many characters of what Recharge says are shown."""

T = TypeVar("T")


def is_id(text: str) -> bool:
    """Tell whether this may be an id of Recharge's."""
    return _ID.fullmatch(text) is not None


def scopes(desk: Desk, token: str) -> frozenset[str]:
    """Return what a token is good for; raises Forbidden where it is no token (any more)."""
    found = _get(desk, token, "token_information", {}, wire.Token)
    inner = found.token_information
    return frozenset(inner.scopes if inner else found.scopes)


def customer_id(desk: Desk, token: str, email: str) -> str | None:
    """Return by which id Recharge knows whoever has this address."""
    found = _get(desk, token, "customers", {"email": email, "limit": "5"}, wire.Customers)
    same = (each for each in found.customers if (each.email or "").lower() == email.lower())
    return next((str(each.id) for each in same), None)


def subscriptions(desk: Desk, token: str, customer_id: str) -> list[Subscription]:
    """Return what a customer subscribed to; none of anybody else's, whatever Recharge answers."""
    query = {"customer_id": customer_id, "limit": str(MOST)}
    found = _get(desk, token, "subscriptions", query, wire.Subscriptions).subscriptions
    own = (wire.subscription(each) for each in found)
    return [each for each in own if each.customer_id == customer_id]


def subscription(desk: Desk, token: str, subscription_id: str) -> Subscription:
    """Return one as it is, or raise NotFound."""
    found = _get(desk, token, f"subscriptions/{quote(subscription_id, safe='')}", {}, wire.One)
    return wire.subscription(found.subscription)


def charges(desk: Desk, token: str, of: Subscription, status: str) -> list[Charge]:
    """Return the charges of a subscription that are `queued` or `skipped`, the next one first."""
    query = {"customer_id": of.customer_id, "status": status, "limit": str(MOST)}
    found = _get(desk, token, "charges", query, wire.Charges).charges
    return sorted(wire.charges_of(of.id, found, status), key=lambda each: each.on)


def skip(desk: Desk, token: str, charge: Charge, subscription_id: str) -> None:
    """Let a charge pass by one subscription; others in it are charged as planned."""
    items = {"purchase_item_ids": [int(subscription_id)]}
    _change(desk, token, f"charges/{charge.id}/skip", items)


def unskip(desk: Desk, token: str, charge: Charge, subscription_id: str) -> None:
    """Take a skipped charge up again."""
    items = {"purchase_item_ids": [int(subscription_id)]}
    _change(desk, token, f"charges/{charge.id}/unskip", items)


def cancel(desk: Desk, token: str, subscription_id: str, *, reason: str, comment: str) -> None:
    """End a subscription; Recharge tells the customer, as it does when they do it themselves."""
    told = {"cancellation_reason": reason, "send_email": True}
    if comment:
        told["cancellation_reason_comments"] = comment
    _change(desk, token, f"subscriptions/{subscription_id}/cancel", told)


def activate(desk: Desk, token: str, subscription_id: str) -> None:
    """Let a cancelled subscription go on."""
    _change(desk, token, f"subscriptions/{subscription_id}/activate", {})


def set_date(desk: Desk, token: str, subscription_id: str, on: str) -> None:
    """Have the next charge on another day, as in `2026-12-24`."""
    _change(desk, token, f"subscriptions/{subscription_id}/set_next_charge_date", {"date": on})


def set_quantity(desk: Desk, token: str, subscription_id: str, quantity: int) -> None:
    """Send so many from the next time on; said twice, it is the same."""
    told = {"quantity": quantity}
    _change(desk, token, f"subscriptions/{subscription_id}", told, method="PUT")


def _get(desk: Desk, token: str, path: str, query: Mapping[str, str], shape: type[T]) -> T:
    url = f"{BASE}/{path}{'?' if query else ''}{urlencode(query)}"
    reply = desk.http.request("GET", url, headers=_headers(token), body=None)
    if reply.status != 200:
        _fail(desk, reply, is_reading=True)
    try:
        return msgspec.json.decode(reply.body, type=shape)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Unavailable("Recharge did not answer as it says it does.") from error


def _change(
    desk: Desk, token: str, path: str, told: Mapping[str, Any], *, method: str = "POST"
) -> None:
    # What stands in the answer is not believed: it is not always what the next reading tells.
    body = json.dumps(dict(told)).encode()
    reply = desk.http.request(method, f"{BASE}/{path}", headers=_headers(token), body=body)
    if not 200 <= reply.status < 300:
        _fail(desk, reply, is_reading=False)


def _headers(token: str) -> dict[str, str]:
    return {
        "X-Recharge-Access-Token": token,
        "X-Recharge-Version": VERSION,
        "Accept": "application/json",
        "Content-Type": "application/json",
    }


def _fail(desk: Desk, reply: Reply, *, is_reading: bool) -> NoReturn:
    if reply.status == 401:
        raise Forbidden("Recharge does not take our token.", code="token_refused")
    if reply.status == 403:
        raise Forbidden("Recharge has not allowed this to our token.", code="scope_missing")
    if reply.status == 404:
        raise NotFound("Recharge knows no such subscription.")
    if reply.status == 409:
        detail = "Recharge is changing this at the moment; try again."
        raise Conflict(detail, code="subscription_busy")
    if reply.status in (400, 402, 422):
        _refuse(reply)
    if reply.status == 429:
        seconds = ceil(wished(reply, desk.now())) or _PAUSE
        raise Unavailable("Recharge is asked too often.", retry_after=seconds)
    if reply.status >= 500 and not is_reading:
        raise Uncertain("Recharge did not say whether it is done.")
    raise Unavailable("Recharge did not answer.")


def _refuse(reply: Reply) -> NoReturn:
    """Raise Invalid in Recharge's own words."""
    said = wire.refusal(reply.body)
    faults = [Fault(f"/{field}", "refused", words[:_WORDS]) for field, words in said]
    detail = faults[0].detail if faults else "Recharge refuses this."
    raise Invalid(detail, code="subscription_refused", faults=faults)

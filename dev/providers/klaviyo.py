"""Klaviyo's stand-in: profiles and their segments, and webhooks signed as Klaviyo signs them.

Whoever's address has a plus-part is in the segment of that name (`ann+vip@mail.example`), and so
is every number that ends in 7 in `VIP`: there is nobody else to ask on a laptop. Everybody is
expected to do the same.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import datetime
from email.utils import format_datetime
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from chalicelib.core.desk import Reply
from dev.providers.exchange import Place, Request, as_reply
from dev.providers.silent import Silent
from dev.web.exchange import Asked

PREDICTED = {
    "historic_clv": 93.88,
    "predicted_clv": 27.23,
    "total_clv": 121.11,
    "historic_number_of_orders": 2,
    "predicted_number_of_orders": 0.54,
    "average_days_between_orders": 189,
    "average_order_value": 46.94,
    "churn_probability": 0.89,
    "expected_date_of_next_order": "2027-11-08T00:00:00",
    "ranked_channel_affinity": ["sms", "email", "push"],
}
"""As Klaviyo's reference shows predictive analytics."""
REFUSED = "pk_refused"
"""A key that starts so is not taken."""


class KlaviyoPlatform(Silent):
    """It carries no messages: nobody writes by it, and it reports on nothing by itself."""

    hosts = ("a.klaviyo.com",)
    provider = "klaviyo"

    def __init__(self, place: Place) -> None:
        """Know nobody; whoever is asked for is there."""
        self._place = place

    def answer(self, request: Request) -> Reply:
        """Answer as the published API does."""
        key = request.headers.get("authorization", "").removeprefix("Klaviyo-API-Key ")
        if not key or key.startswith(REFUSED) or "revision" not in request.headers:
            return as_reply(401, {"errors": [{"code": "not_authenticated"}]})
        url = urlsplit(request.url)
        match unquote(url.path).split("/")[2:]:
            case ["profiles"]:
                return as_reply(200, {"data": _found(parse_qs(url.query)), "links": {}})
            case ["profiles", address, "segments"]:
                data = [_resource("segment", name, name=name) for name in _segments(address)]
                return as_reply(200, {"data": data, "links": {}})
            case ["profiles", address]:
                return as_reply(200, {"data": _profile(address)})
            case _:
                return as_reply(200, {"data": [], "links": {}})


def delivery(account_id: str, secret: str, items: list[dict[str, Any]], now: datetime) -> Asked:
    """Return the webhook that tells of these items, signed just now."""
    meta = {"klaviyo_account_id": "dev", "klaviyo_webhook_id": "dev"}
    body = json.dumps({"data": items, "meta": meta}).encode()
    stamp = format_datetime(now, usegmt=True)
    signature = hmac.new(secret.encode(), body + stamp.encode(), hashlib.sha256).hexdigest()
    return Asked(
        method="POST",
        target=f"/hooks/klaviyo/{account_id}",
        headers={
            "content-type": "application/json",
            "klaviyo-signature": signature,
            "klaviyo-timestamp": stamp,
            "klaviyo-webhook-id": "dev",
        },
        body=body,
    )


def _found(query: Mapping[str, list[str]]) -> list[dict[str, Any]]:
    wanted = query.get("filter", [""])[0]
    address = wanted.partition('"')[2].rpartition('"')[0]
    profile = _profile(address)
    if query.get("additional-fields[profile]") == ["predictive_analytics"]:
        profile["attributes"]["predictive_analytics"] = PREDICTED
    return [profile] if address else []


def _profile(address: str) -> dict[str, Any]:
    name = "email" if "@" in address else "phone_number"
    return _resource("profile", address, **{name: address})


def _segments(address: str) -> list[str]:
    local, at, _ = address.partition("@")
    if not at:
        return ["VIP"] if address.endswith("7") else []
    plus = local.partition("+")[2]
    return [plus.upper()] if plus else []


def _resource(kind: str, own_id: str, /, **attributes: str) -> dict[str, Any]:
    return {"type": kind, "id": own_id, "attributes": attributes}

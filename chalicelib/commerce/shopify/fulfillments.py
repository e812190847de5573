"""What of an order was sent off, in both of Shopify's spellings: GraphQL's and that of webhooks.

https://shopify.dev/docs/api/admin-graphql/latest/objects/Fulfillment
https://shopify.dev/docs/api/admin-rest/latest/resources/fulfillment
"""

from collections.abc import Iterable
from datetime import datetime

import msgspec

from chalicelib.commerce.model import Fulfillment
from chalicelib.core.moments import from_rfc3339

MOST = 4
"""So many of each order are asked for; there is no way to ask for the newest alone."""
WANTED = (
    f"fulfillments(first: {MOST}) "
    "{ createdAt displayStatus estimatedDeliveryAt trackingInfo(first: 1) { url } }"
)
_LONGEST_STATUS = 40
_LONGEST_URL = 1_000
_CALLED_OFF = ("canceled", "cancelled", "error", "label_voided")
_SHOWN_AS = {"success": "fulfilled", "pending": "submitted", "open": "submitted"}
"""What GraphQL calls otherwise, where the carrier has said nothing yet."""
Text = str | None


class _Tracking(msgspec.Struct, frozen=True):
    url: Text = None


class Shown(msgspec.Struct, frozen=True, rename="camel"):
    """One, as GraphQL shows it."""

    created_at: str
    display_status: Text = None
    estimated_delivery_at: Text = None
    tracking_info: tuple[_Tracking, ...] = ()


class Told(msgspec.Struct, frozen=True):
    """One, as webhooks tell it; they say nothing of when it will be there."""

    created_at: str
    status: Text = None
    shipment_status: Text = None
    tracking_url: Text = None
    tracking_urls: tuple[str, ...] | None = None


def shown(found: Iterable[Shown]) -> tuple[Fulfillment, ...]:
    """Return those of an answer, the newest first."""
    return _newest(
        Fulfillment(
            status=_status(each.display_status),
            tracking_url=_url(*(tracking.url for tracking in each.tracking_info)),
            estimated_delivery_at=_moment(each.estimated_delivery_at),
            created_at=from_rfc3339(each.created_at),
        )
        for each in found
    )


def told(found: Iterable[Told]) -> tuple[Fulfillment, ...]:
    """Return those of a payload, the newest first."""
    return _newest(
        Fulfillment(
            status=_told_status(each),
            tracking_url=_url(each.tracking_url, *(each.tracking_urls or ())),
            created_at=from_rfc3339(each.created_at),
        )
        for each in found
    )


def _newest(found: Iterable[Fulfillment]) -> tuple[Fulfillment, ...]:
    sent = [each for each in found if each.status not in _CALLED_OFF]
    sent.sort(key=lambda each: each.created_at, reverse=True)
    return tuple(sent[:MOST])


def _told_status(found: Told) -> str:
    own = _status(found.status)
    if own in _CALLED_OFF:
        return own
    return _status(found.shipment_status) or _SHOWN_AS.get(own, own)


def _status(text: Text) -> str:
    return (text or "").lower()[:_LONGEST_STATUS]


def _url(*found: Text) -> str:
    # A carrier's page is opened by customers: an address that is cut, or not safe, is none.
    return next((url for url in found if url and _is_safe(url)), "")


def _is_safe(url: str) -> bool:
    is_plain = url.isascii() and url.isprintable() and not set(url) & set(' "<>\\')
    return url.startswith("https://") and is_plain and len(url) <= _LONGEST_URL


def _moment(text: Text) -> datetime | None:
    return from_rfc3339(text) if text else None

"""Asking Klaviyo: who somebody is, which segments they are in, and what they will probably do.

https://developers.klaviyo.com/en/reference/get_profiles and .../get_segments_for_profile
"""

from collections.abc import Iterator
from typing import TypeVar
from urllib.parse import quote, urlencode

import msgspec

from chalicelib.core.desk import Desk
from chalicelib.core.errors import Forbidden, Unavailable
from chalicelib.customers.model import Who
from chalicelib.marketing.platform import klaviyo

BASE = "https://a.klaviyo.com/api"
REVISION = "2026-07-15"
_PAGES = 5
_NOT_OURS = frozenset({401, 403})


class Predicted(msgspec.Struct, frozen=True):
    """What Klaviyo tells of a profile's orders; amounts are of the account's own currency."""

    historic_clv: float | None = None
    predicted_clv: float | None = None
    historic_number_of_orders: float | None = None
    predicted_number_of_orders: float | None = None
    churn_probability: float | None = None
    expected_date_of_next_order: str | None = None


class _Attributes(msgspec.Struct, frozen=True):
    name: str = ""
    predictive_analytics: Predicted | None = None
    email: str | None = None
    phone_number: str | None = None


class _Resource(msgspec.Struct, frozen=True):
    id: str
    attributes: _Attributes = _Attributes()


class _Links(msgspec.Struct, frozen=True):
    next: str | None = None


class _One(msgspec.Struct, frozen=True):
    data: _Resource


class _Page(msgspec.Struct, frozen=True):
    data: tuple[_Resource, ...]
    links: _Links = _Links()


T = TypeVar("T")


def segments(desk: Desk, api_key: str, who: Who) -> frozenset[str]:
    """Return the names of the segments that somebody is in; none for who is not known there.

    Raises Forbidden where the key is refused, Unavailable where Klaviyo does not answer as it says.
    """
    profile_id = _profile_id(desk, api_key, who)
    return frozenset(_segments(desk, api_key, profile_id)) if profile_id else frozenset()


def check(desk: Desk, api_key: str) -> None:
    """Raise as `segments` does, where the key lets nobody ask for what is needed."""
    _get(desk, api_key, f"{BASE}/segments?{urlencode({'fields[segment]': 'name'})}", _Page)
    query = {"fields[profile]": "email", "page[size]": "1"}
    _get(desk, api_key, f"{BASE}/profiles?{urlencode(query)}", _Page)


def addresses(desk: Desk, api_key: str, profile_id: str) -> Who:
    """Return by what addresses Klaviyo knows one of its profiles."""
    query = urlencode({"fields[profile]": "email,phone_number"})
    url = f"{BASE}/profiles/{quote(profile_id, safe='')}?{query}"
    found = _get(desk, api_key, url, _One).data.attributes
    return klaviyo.person(phone=found.phone_number, email=found.email)


def predicted(desk: Desk, api_key: str, who: Who) -> Predicted | None:
    """Return what somebody will probably do; None for who is not known there. Raises as above."""
    wanted = {"additional-fields[profile]": "predictive_analytics"}
    found = _profile(desk, api_key, who, wanted)
    return found.attributes.predictive_analytics if found else None


def _profile_id(desk: Desk, api_key: str, who: Who) -> str | None:
    found = _profile(desk, api_key, who, {"fields[profile]": "email"})
    return found.id if found else None


def _profile(desk: Desk, api_key: str, who: Who, wanted: dict[str, str]) -> _Resource | None:
    for name, address in (("email", who.email), ("phone_number", who.phone)):
        if not address or set(address) & set('"\\'):
            continue
        query = {"filter": f'equals({name},"{address}")', **wanted}
        found = _get(desk, api_key, f"{BASE}/profiles?{urlencode(query)}", _Page)
        if found.data:
            return found.data[0]
    return None


def _segments(desk: Desk, api_key: str, profile_id: str) -> Iterator[str]:
    query = urlencode({"fields[segment]": "name"})
    url = f"{BASE}/profiles/{quote(profile_id, safe='')}/segments?{query}"
    for _ in range(_PAGES):
        found = _get(desk, api_key, url, _Page)
        yield from (segment.attributes.name.strip() for segment in found.data)
        url = found.links.next or ""
        if not url.startswith(f"{BASE}/"):  # the key is for nobody else
            return


def _get(desk: Desk, api_key: str, url: str, shape: type[T]) -> T:
    headers = {
        "Authorization": f"Klaviyo-API-Key {api_key}",
        "Accept": "application/vnd.api+json",
        "revision": REVISION,
    }
    reply = desk.http.request("GET", url, headers=headers, body=None)
    if reply.status in _NOT_OURS:
        raise Forbidden("Klaviyo does not take this key.", code="key_refused")
    if reply.status != 200:
        raise Unavailable("Klaviyo did not answer.")
    try:
        return msgspec.json.decode(reply.body, type=shape)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Unavailable("Klaviyo did not answer as it says it does.") from error

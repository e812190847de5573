"""What Klaviyo signs and says, read from values alone; any bytes may come.

https://developers.klaviyo.com/en/docs/working_with_system_webhooks
"""

import hashlib
import hmac
import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal, InvalidOperation
from email.utils import parsedate_to_datetime
from typing import cast

from chalicelib.channels.values import Json, table, tables, text
from chalicelib.customers.consent.model import ConsentChannel
from chalicelib.customers.model import IdentityKind, Who
from chalicelib.customers.rules import normal
from chalicelib.marketing.platform.model import Happening
from chalicelib.marketing.sends.model import SendKind

WINDOW = timedelta(minutes=5)
"""How old a signed delivery may be (A-78)."""
MOST = 1_000
"""What Klaviyo puts into one delivery."""
_SIGNATURE = re.compile("[0-9a-fA-F]{64}")

RECEIVED = "event:klaviyo.received_sms"
"""A customer received a text. What Klaviyo calls Sent SMS is a text that a customer sent."""
SUBSCRIPTIONS: Mapping[str, tuple[ConsentChannel, bool]] = {
    "event:klaviyo.subscribed_to_sms_marketing": ("sms", True),
    "event:klaviyo.unsubscribed_from_sms_marketing": ("sms", False),
    "event:klaviyo.subscribed_to_email_marketing": ("email", True),
    "event:klaviyo.unsubscribed_from_email_marketing": ("email", False),
}
_PLACED = ".placed_order"
_EVENT = "event:"
_NAMES = ("Campaign Name", "Flow Name", "$flow_name", "Message Name", "Subject")
_TEXTS = ("Message Body", "Body", "Message")
_PHONES = ("To Number", "$to_number", "to_number", "Phone Number")
_CURRENCIES = ("$currency_code", "value_currency", "currency", "Currency")
_ORDER_IDS = ("$event_id", "OrderId", "order_id", "Order ID")


def is_genuine(body: bytes, headers: Mapping[str, str], secret: str, now: datetime) -> bool:
    """Tell in constant time whether Klaviyo signed these bytes with this secret, just now.

    Signed are the body and the time behind it, as they came.
    """
    stamp, given = headers.get("klaviyo-timestamp", ""), headers.get("klaviyo-signature", "")
    if not secret or not stamp or not _SIGNATURE.fullmatch(given):
        return False
    right = hmac.new(secret.encode(), body + stamp.encode(), hashlib.sha256).hexdigest()
    if not hmac.compare_digest(right, given.lower()):
        return False
    sent_at = _stamped(stamp)
    return sent_at is not None and abs(now - sent_at) <= WINDOW and _is_of(body, headers)


def happenings(body: bytes) -> tuple[Happening, ...]:
    """Return what a delivery tells, in its order; what cannot be read is left out."""
    return tuple(_happenings(_read(body)))


def is_order(topic: str) -> bool:
    """Tell whether somebody bought something, in whatever shop system.

    >>> is_order("event:shopify.placed_order"), is_order("event:klaviyo.clicked_sms")
    (True, False)
    """
    return topic.endswith(_PLACED)


def is_event(topic: str) -> bool:
    """Tell whether a customer did or got something, whatever it was."""
    return topic.startswith(_EVENT)


def bounded(properties: Json, most: int) -> dict[str, object]:
    """Return the first properties that fit together into so many characters of JSON."""
    kept: dict[str, object] = {}
    for name, value in properties.items():
        if len(json.dumps({**kept, name: value})) <= most:
            kept[name] = value
    return kept


def kind_of(properties: Json) -> SendKind | None:
    """Return what a text was sent by; None for what belongs to a conversation."""
    if properties.get("$flow") or properties.get("Flow Name"):
        return SendKind.flow
    if properties.get("Campaign Name") or properties.get("$message"):
        return SendKind.campaign
    return None


def name_of(properties: Json) -> str:
    """Return the campaign's or flow's name, or what comes nearest."""
    return _first(properties, _NAMES) or str(properties.get("$flow") or "Klaviyo")


def source_id_of(properties: Json) -> str:
    """Return what Klaviyo calls the campaign or flow, where it is told."""
    flow = _first(properties, ("$flow",))
    return flow or ("" if properties.get("Flow Name") else _first(properties, ("$message",)))


def text_of(properties: Json) -> str:
    """Return the words that were sent, where they are told."""
    return _first(properties, _TEXTS)


def order_of(properties: Json) -> tuple[str, Decimal | None, str]:
    """Return an order's id, value and currency, each empty where it is not told."""
    currency = _first(properties, _CURRENCIES).upper()
    return _first(properties, _ORDER_IDS), _decimal(properties.get("$value")), currency


def _happenings(delivery: Json) -> Iterator[Happening]:
    for item in tables(delivery, "data")[:MOST]:
        topic, event_id = text(item, "topic"), text(item, "external_id")
        payload = table(item, "payload")
        at = _moment(table(table(payload, "data"), "attributes"))
        if topic and event_id and at:
            yield _happening(topic, event_id, at, payload=payload)


def _happening(topic: str, event_id: str, at: datetime, *, payload: Json) -> Happening:
    event = table(payload, "data")
    properties = table(table(event, "attributes"), "event_properties")
    profile_id, profile = _profile(payload)
    phone = text(profile, "phone_number") or _first(properties, _PHONES)
    email = text(profile, "email") or text(properties, "$email")
    return Happening(
        id=event_id[:200],
        topic=topic,
        at=at,
        who=person(phone=phone, email=email),
        profile_id=profile_id,
        properties=properties,
        metric=_metric(topic, payload),
        name=" ".join(filter(None, (text(profile, "first_name"), text(profile, "last_name")))),
        profile=table(profile, "properties"),
    )


def _profile(payload: Json) -> tuple[str, Json]:
    """Return the profile that a delivery is about, or that an event of it is of."""
    data = table(payload, "data")
    if text(data, "type") == "profile":
        return text(data, "id"), table(data, "attributes")
    profile_id = text(table(table(table(data, "relationships"), "profile"), "data"), "id")
    return profile_id, _included(payload, profile_id, kind="profile")


def _metric(topic: str, payload: Json) -> str:
    """Return the metric's name as the delivery tells it, else what the topic comes to."""
    relations = table(table(payload, "data"), "relationships")
    metric_id = text(table(table(relations, "metric"), "data"), "id")
    told = text(_included(payload, metric_id, kind="metric"), "name").strip()
    name = told if told.isprintable() else ""
    return name or topic.rpartition(".")[2].replace("_", " ").title()


def _included(payload: Json, resource_id: str, *, kind: str) -> Json:
    for each in tables(payload, "included"):
        if text(each, "type") == kind and text(each, "id") == resource_id:
            return table(each, "attributes")
    return {}


def person(*, phone: str | None, email: str | None) -> Who:
    """Return who is meant, with what really are addresses."""
    return Who(
        phone=normal(IdentityKind.phone, phone or "") or "",
        email=normal(IdentityKind.email, email or "") or "",
    )


def _is_of(body: bytes, headers: Mapping[str, str]) -> bool:
    named = headers.get("klaviyo-webhook-id", "")
    told = text(table(_read(body), "meta"), "klaviyo_webhook_id")
    return not named or told in ("", named)


def _stamped(stamp: str) -> datetime | None:
    for read in (parsedate_to_datetime, datetime.fromisoformat):
        try:
            moment = read(stamp)
        except (ValueError, OverflowError):
            continue
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment
    return _epoch(stamp)


def _moment(attributes: Json) -> datetime | None:
    if moment := _stamped(text(attributes, "datetime") or text(attributes, "updated")):
        return moment.astimezone(UTC)
    return _epoch(str(attributes.get("timestamp")))


def _epoch(stamp: str) -> datetime | None:
    if not (stamp.isascii() and stamp.isdecimal() and len(stamp) <= 10):
        return None
    return datetime.fromtimestamp(int(stamp), UTC)


def _decimal(value: object) -> Decimal | None:
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _first(properties: Json, names: tuple[str, ...]) -> str:
    for name in names:
        value = properties.get(name)
        if isinstance(value, str | int) and str(value).strip():
            return str(value).strip()
    return ""


def _read(body: bytes) -> Json:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return cast("Json", found) if isinstance(found, dict) else {}

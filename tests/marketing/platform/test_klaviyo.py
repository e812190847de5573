"""Klaviyo's signature, and what its deliveries tell."""

import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from email.utils import format_datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.customers.model import Who
from chalicelib.marketing.platform import klaviyo
from dev.providers.klaviyo import delivery
from tests.kit.http_world import NOON

SECRET = "0123456789abcdef"
BODY = b'{"data": [], "meta": {"klaviyo_webhook_id": "whk"}}'
STAMP = format_datetime(NOON, usegmt=True)


def signed(body: bytes = BODY, stamp: str = STAMP, secret: str = SECRET) -> dict[str, str]:
    signature = hmac.new(secret.encode(), body + stamp.encode(), hashlib.sha256).hexdigest()
    return {
        "klaviyo-signature": signature,
        "klaviyo-timestamp": stamp,
        "klaviyo-webhook-id": "whk",
    }


def is_genuine(body: bytes = BODY, *, now: datetime = NOON, secret: str = SECRET,
               **headers: str) -> bool:  # fmt: skip
    given_headers = {**signed(body), **{n.replace("_", "-"): v for n, v in headers.items()}}
    return klaviyo.is_genuine(body, given_headers, secret, now)


def test_a_signature_made_elsewhere_is_taken() -> None:
    # printf '{}Wed, 04 Mar 2026 12:00:00 GMT' | openssl dgst -sha256 -hmac 0123456789abcdef
    made = "b543aa3276f760a749895a146c1b1797a56501f04f0ee59bb30d03de05153282"
    headers = {"klaviyo-signature": made, "klaviyo-timestamp": "Wed, 04 Mar 2026 12:00:00 GMT"}

    assert klaviyo.is_genuine(b"{}", headers, SECRET, NOON)


@pytest.mark.parametrize("body", [BODY, b"", "ünïcode 🦀".encode(), b"\xff\x00", b"x" * 100_000])
def test_what_klaviyo_signed_is_taken(body: bytes) -> None:
    assert is_genuine(body)


def test_upper_case_digits_are_the_same_signature() -> None:
    assert is_genuine(klaviyo_signature=signed()["klaviyo-signature"].upper())


@pytest.mark.parametrize(
    "headers",
    [
        {"klaviyo_signature": ""},
        {"klaviyo_signature": "0" * 64},
        {"klaviyo_signature": signed()["klaviyo-signature"][:-1]},
        {"klaviyo_signature": f"sha256={signed()['klaviyo-signature']}"},
        {"klaviyo_signature": signed(secret="another secret of")["klaviyo-signature"]},
        {"klaviyo_signature": signed(BODY + b" ")["klaviyo-signature"]},
        {"klaviyo_signature": signed(stamp="")["klaviyo-signature"], "klaviyo_timestamp": ""},
        {"klaviyo_signature": signed(stamp="x")["klaviyo-signature"], "klaviyo_timestamp": "x"},
        {"klaviyo_timestamp": format_datetime(NOON + timedelta(seconds=1), usegmt=True)},
        {"klaviyo_webhook_id": "another"},
    ],
)  # fmt: skip
def test_anything_else_is_not(headers: Any) -> None:
    assert not is_genuine(**headers)


def test_without_a_secret_nothing_is_genuine() -> None:
    assert not klaviyo.is_genuine(BODY, signed(secret=""), "", NOON)


@pytest.mark.parametrize(
    ("seconds", "is_fresh"), [(0, True), (300, True), (301, False), (-300, True), (-301, False),
                              (30 * 86_400, False)],
)  # fmt: skip
def test_a_delivery_is_good_for_five_minutes(seconds: int, *, is_fresh: bool) -> None:
    assert is_genuine(now=NOON + timedelta(seconds=seconds)) is is_fresh


@given(st.binary(max_size=200), st.text(min_size=1, max_size=40), st.binary(min_size=1, max_size=3))
def test_only_the_very_bytes_are_signed(body: bytes, secret: str, more: bytes) -> None:
    headers = signed(body, secret=secret.encode("utf-8", "replace").decode())
    secret = secret.encode("utf-8", "replace").decode()

    assert klaviyo.is_genuine(body, headers, secret, NOON)
    assert not klaviyo.is_genuine(body + more, headers, secret, NOON)
    assert not klaviyo.is_genuine(body, headers, secret + "x", NOON)


def test_the_stand_in_signs_as_klaviyo_does() -> None:
    asked = delivery("acc_1", SECRET, [], NOON)

    assert klaviyo.is_genuine(asked.body, asked.headers, SECRET, NOON)


def an_item(**facts: Any) -> dict[str, Any]:
    attributes = {"timestamp": 1772625600, "datetime": "2026-03-04 12:00:00+00:00",
                  "event_properties": facts.pop("properties", {})}  # fmt: skip
    profile = {"data": {"type": "profile", "id": "01PROFILE"}}
    payload = {
        "data": {"type": "event", "id": "evt", "attributes": attributes,
                 "relationships": {"profile": profile}},
        "included": facts.pop("included", []),
    }  # fmt: skip
    return {"external_id": "evt", "topic": klaviyo.RECEIVED, "payload": payload, **facts}


def read(*items: Any) -> tuple[Any, ...]:
    return klaviyo.happenings(json.dumps({"data": list(items)}).encode())


def test_a_delivery_is_read() -> None:
    [told] = read(an_item(properties={"To Number": "+1 500 555 0101", "$flow": "F1"}))

    assert (told.id, told.topic, told.profile_id) == ("evt", klaviyo.RECEIVED, "01PROFILE")
    assert told.at == datetime(2026, 3, 4, 12, tzinfo=UTC)
    assert told.who == Who(phone="+15005550101")


def test_a_profile_that_comes_along_says_who_it_is() -> None:
    attributes = {"phone_number": "+15005550101", "email": "Ann@Home.example"}
    others = {"type": "profile", "id": "01OTHER", "attributes": {"email": "eve@evil.example"}}
    own = {"type": "profile", "id": "01PROFILE", "attributes": attributes}

    [told] = read(an_item(included=[others, own]))

    assert told.who == Who(phone="+15005550101", email="ann@home.example")


def test_what_cannot_be_read_is_left_out() -> None:
    timeless = {"data": {"attributes": {"timestamp": "x"}}}
    wrong: list[Any] = [
        1, None, {}, an_item(topic=7), an_item(external_id=""), an_item(payload=[]),
        an_item(payload=timeless),
    ]  # fmt: skip

    assert [told.id for told in read(*wrong, an_item(external_id="good"))] == ["good"]


@given(st.recursive(st.none() | st.integers() | st.text(max_size=5),
                    lambda inner: st.lists(inner) | st.dictionaries(
                        st.sampled_from(["data", "payload", "attributes", "topic", "external_id",
                                         "event_properties", "datetime", "timestamp", "included"]),
                        inner)))  # fmt: skip
def test_a_delivery_may_hold_anything(content: Any) -> None:
    klaviyo.happenings(json.dumps(content).encode())
    read(content, {**an_item(), "payload": content})


@given(st.binary(max_size=100))
def test_a_delivery_may_be_any_bytes(body: bytes) -> None:
    assert klaviyo.happenings(body) == ()


@pytest.mark.parametrize(
    ("properties", "kind", "name"),
    [
        ({"Campaign Name": "Spring"}, "campaign", "Spring"),
        ({"$message": "01M", "Message Name": "Sale 1"}, "campaign", "Sale 1"),
        ({"$flow": "F1", "Flow Name": "Welcome", "$message": "01M"}, "flow", "Welcome"),
        ({"$flow": "F1"}, "flow", "F1"),
        ({}, None, "Klaviyo"),
    ],
)
def test_campaigns_are_told_from_flows_and_conversations(
    properties: dict[str, str], kind: str | None, name: str
) -> None:
    assert klaviyo.kind_of(properties) == kind
    assert klaviyo.name_of(properties) == name


@pytest.mark.parametrize(
    ("properties", "expected"),
    [
        ({"$value": 49.9, "$event_id": "1001", "$currency_code": "eur"},
         ("1001", Decimal("49.9"), "EUR")),
        ({"$value": "12", "OrderId": 7}, ("7", Decimal(12), "")),
        ({"$value": "NaN"}, ("", None, "")),
        ({}, ("", None, "")),
    ],
)  # fmt: skip
def test_orders_are_read(properties: dict[str, Any], expected: Any) -> None:
    assert klaviyo.order_of(properties) == expected

"""What Twilio delivers is believed if Twilio's own kit would believe it, and read with care."""

import random
import string
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from twilio.request_validator import RequestValidator

from chalicelib.channels.model import Delivery, Inbound, Receipt
from chalicelib.channels.sms.twilio import HOOK, MAX_MEDIA, parse, verify
from tests.channels.sms import texts
from tests.channels.sms.texts import ANN, OURS, SID, TOKEN, URL
from tests.kit.http_world import NOON

CREDENTIALS = {"auth_token": TOKEN}
_LETTERS = string.ascii_letters + string.digits + " +&=%é🌿\n~*/"


class Fields(dict[str, list[str]]):
    """A form as frameworks give it to Twilio's kit."""

    def getlist(self, name: str) -> list[str]:
        return self[name]


def is_genuine(delivery: Delivery, credentials: dict[str, str] = CREDENTIALS) -> bool:
    return verify(delivery, credentials, NOON)


def vector(number: int) -> tuple[str, dict[str, list[str]], str]:
    """Return an address, a form with repeated names, and the right signature."""
    chance = random.Random(number)

    def word(most: int = 12) -> str:
        return "".join(chance.choices(_LETTERS, k=chance.randint(0, most)))

    port = chance.choice(["", "", ":443", ":8443"])
    query = chance.choice(["", f"?message=msg_{number}", "?b=2&a=1"])
    url = f"https://desk.example{port}/hooks/twilio{query}"
    names = {word(8) or "To" for _ in range(chance.randint(1, 12))}
    form = {name: [word(40) for _ in range(chance.randint(1, 3))] for name in sorted(names)}
    kit = RequestValidator(TOKEN)
    signed = chance.choice([url, url.replace(":443", "")])
    return url, form, kit.compute_signature(signed, Fields(form))


def delivery_of(url: str, form: dict[str, list[str]], signature: str) -> Delivery:
    body = urlencode(form, doseq=True).encode()
    return texts.spoilt(texts.posted(body, url), x_twilio_signature=signature)


@pytest.mark.parametrize("number", range(250))
def test_it_believes_what_twilios_own_kit_believes(number: int) -> None:
    url, form, signature = vector(number)

    assert RequestValidator(TOKEN).validate(url, Fields(form), signature)
    assert is_genuine(delivery_of(url, form, signature))


@pytest.mark.parametrize("number", range(250))
def test_it_refuses_what_twilios_own_kit_refuses(number: int) -> None:
    url, form, signature = vector(number)
    chance = random.Random(-number)
    spoilt: list[tuple[str, dict[str, list[str]], str]] = [
        (url, {**form, "Body": [*form.get("Body", []), f"more{number}"]}, signature),
        (url.replace("desk", "task"), form, signature),
        (f"{url}&x=1", form, signature),
        (url, form, signature[:-2] + chance.choice(["A=", "==", "a="])),
        (url, form, signature.swapcase()),
    ]
    for case in spoilt:
        theirs = RequestValidator(TOKEN).validate(case[0], Fields(case[1]), case[2])
        assert is_genuine(delivery_of(*case)) == bool(theirs)
    assert not is_genuine(delivery_of(*spoilt[0]))
    assert not is_genuine(delivery_of(*spoilt[1]))


def test_of_a_body_that_is_no_form_the_digest_is_signed() -> None:
    body = b'{"a": 1}'
    digest = RequestValidator(TOKEN).compute_hash(body.decode())
    url = f"{URL}?bodySHA256={digest}"
    told = texts.posted(body, url, kind="application/json")

    assert RequestValidator(TOKEN).validate(url, body.decode(), told.headers["x-twilio-signature"])
    assert is_genuine(told)
    assert not is_genuine(replace(told, body=b'{"a": 2}'))
    assert not is_genuine(texts.posted(body, URL, kind="application/json"))


@pytest.mark.parametrize(
    "token", ["", "0" * 32, TOKEN.upper(), f"{TOKEN} "], ids=["none", "other", "upper", "longer"]
)
def test_only_the_inboxs_own_token_counts(token: str) -> None:
    assert is_genuine(texts.twilio())
    assert not is_genuine(texts.twilio(), {"auth_token": token})
    assert not is_genuine(texts.twilio(token=token or "x"))


@pytest.mark.parametrize("given", ["", "é", "x" * 10_000, "Bearer x", "dGVzdA=="])
def test_other_signatures_are_refused(given: str) -> None:
    assert not is_genuine(texts.spoilt(texts.twilio(), x_twilio_signature=given))


@pytest.mark.acceptance(23)
def test_a_text_is_read() -> None:
    [inbound] = parse(texts.twilio(Body="Cafe\u0301 \x00today?"), OURS)

    assert isinstance(inbound, Inbound)
    assert (inbound.text, inbound.inbox) == ("Café today?", OURS)
    assert (inbound.sender.address, inbound.provider_id) == (ANN, "SM" + "1" * 32)
    assert (inbound.media, inbound.keyword, inbound.notice) == ((), "", "")


def test_a_text_is_for_one_number_alone() -> None:
    assert HOOK.addresses(texts.twilio()) == (OURS,)
    assert parse(texts.twilio(), "+12025550143") == ()


def test_what_twilio_took_for_a_keyword_is_told() -> None:
    keywords = [parse(texts.twilio(OptOutType=w), OURS) for w in ("STOP", "start", "HELP", "X")]

    assert [getattr(one, "keyword", None) for [one] in keywords] == ["STOP", "START", "HELP", ""]


def test_pictures_are_named_by_where_they_lie() -> None:
    urls = {f"MediaUrl{at}": f"https://api.twilio.com/m{at}" for at in range(12)}
    kinds = {f"MediaContentType{at}": "image/png" for at in range(12)}
    [inbound] = parse(texts.twilio(NumMedia="12", **urls, **kinds), OURS)

    assert isinstance(inbound, Inbound)
    assert len(inbound.media) == MAX_MEDIA
    assert inbound.media[1].url == "https://api.twilio.com/m1"
    assert inbound.media[1].content_type == "image/png"


@pytest.mark.parametrize("count", ["", "x", "-1", "1e3", "٣", "9" * 5000])
def test_a_count_alone_is_no_picture(count: str) -> None:
    [inbound] = parse(texts.twilio(NumMedia=count), OURS)

    assert getattr(inbound, "media", None) == ()


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("sent", "sent"),
        ("delivered", "delivered"),
        ("read", "read"),
        ("undelivered", "failed"),
        ("failed", "failed"),
        ("canceled", "failed"),
        ("queued", None),
        ("sending", None),
        ("", None),
        ("new", None),
    ],
)
def test_a_receipt_tells_how_far_a_text_got(status: str, state: str | None) -> None:
    found = parse(texts.receipt(status, f"{URL}?message=msg_1_2"), OURS)

    assert [getattr(one, "state", None) for one in found] == ([state] if state else [])
    assert all(getattr(one, "message_id", None) == "msg_1_2" for one in found)


def test_a_receipt_tells_why_a_text_did_not_arrive() -> None:
    [receipt] = parse(texts.receipt("undelivered", ErrorCode="30003"), OURS)

    assert isinstance(receipt, Receipt)
    assert receipt.detail == "The phone is off or out of reach. (30003)"
    assert (receipt.address, receipt.is_permanent) == (ANN, True)


@pytest.mark.parametrize("code", ["21610", "99999", "", "x", "²"])
def test_codes_that_nobody_knows_are_named(code: str) -> None:
    [receipt] = parse(texts.receipt("failed", ErrorCode=code), OURS)

    assert ("(" in getattr(receipt, "detail", "")) == code.isascii() * code.isdecimal()


def test_a_text_longer_than_any_phone_sends_is_cut() -> None:
    [inbound] = parse(texts.twilio(Body="x" * 30_000), OURS)

    assert (len(getattr(inbound, "text", "")), getattr(inbound, "notice", "")) == (
        20_000,
        "truncated",
    )


@given(st.binary(max_size=300), st.sampled_from(["application/x-www-form-urlencoded", "x"]))
def test_no_bytes_of_a_stranger_raise(body: bytes, kind: str) -> None:
    strange = replace(texts.posted(body), headers={"content-type": kind})

    assert parse(strange, OURS) == ()
    assert not verify(strange, CREDENTIALS, NOON)
    assert all(isinstance(address, str) for address in HOOK.addresses(strange))


@pytest.mark.parametrize(
    "body", [b"&" * 900_000, b"a=1&" * 200_000, b"To=" + b"%2B" * 300_000, b"\xff" * 900_000]
)
def test_a_megabyte_of_nonsense_is_read_in_no_time(body: bytes) -> None:
    strange = texts.posted(body)

    assert parse(strange, OURS) == ()
    assert not is_genuine(texts.spoilt(strange, x_twilio_signature="x"))


def test_a_form_reads_as_twilio_wrote_it() -> None:
    fields: dict[str, Any] = parse_qs(texts.twilio().body.decode(), keep_blank_values=True)

    assert fields["AccountSid"] == [SID]

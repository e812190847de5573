"""What AWS tells by a topic is believed if SNS signed it for the inbox's own topic, lately."""

import base64
import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.channels.model import Delivery, Inbound, Receipt
from chalicelib.channels.sms import sns
from chalicelib.channels.sms.aws import HOOK, parse
from tests.channels.sms import texts
from tests.channels.sms.texts import ANN, OURS, TOPIC
from tests.kit.http_world import NOON

KNOWN = {"topic_arn": TOPIC, "certificate": texts.certificate()}


def is_genuine(delivery: Delivery, **known: str) -> bool:
    return HOOK.verify(delivery, {**KNOWN, **known}, NOON)


def altered(delivery: Delivery, **facts: str) -> Delivery:
    return replace(delivery, body=json.dumps({**json.loads(delivery.body), **facts}).encode())


@pytest.mark.parametrize("version", ["1", "2"])
def test_what_sns_signed_is_believed(version: str) -> None:
    assert is_genuine(texts.sns(version=version))
    assert is_genuine(texts.sns(version=version, Subject="Texts"))
    assert is_genuine(texts.confirmation())


@pytest.mark.parametrize("version", ["1", "2"])
@pytest.mark.parametrize(
    "change",
    [
        {"Message": "{}"},
        {"MessageId": "other"},
        {"Timestamp": "2026-03-04T12:00:01.000Z"},
        {"Subject": "added"},
        {"SignatureVersion": "3"},
        {"SignatureVersion": ""},
        {"Signature": ""},
        {"Signature": "é"},
        {"Signature": base64.b64encode(bytes(256)).decode()},
        {"Type": "SubscriptionConfirmation"},
        {"Type": "UnsubscribeConfirmation"},
        {"Type": "x"},
    ],
    ids=str,
)
def test_what_was_altered_is_refused(version: str, change: dict[str, str]) -> None:
    assert not is_genuine(altered(texts.sns(version=version), **change))


def test_a_signature_is_for_its_own_version() -> None:
    assert not is_genuine(altered(texts.sns(version="1"), SignatureVersion="2"))


def test_another_topic_is_refused_though_sns_signed_it() -> None:
    theirs = TOPIC.replace("123456789012", "210987654321")

    assert not is_genuine(texts.sns(TopicArn=theirs))
    assert not is_genuine(texts.sns(), topic_arn=theirs)
    assert not is_genuine(texts.sns(TopicArn=""), topic_arn="")


def test_another_key_is_refused() -> None:
    other = texts.certificate(rsa.generate_private_key(65537, 2048))

    assert not is_genuine(texts.sns(), certificate=other)
    assert not is_genuine(texts.sns(), certificate="")


@pytest.mark.parametrize(
    ("late", "is_taken"),
    [
        (timedelta(seconds=1), True),
        (timedelta(minutes=6), True),
        (timedelta(minutes=65), True),
        (timedelta(minutes=66), False),
        (timedelta(days=30), False),
        (timedelta(minutes=-5), True),
        (timedelta(minutes=-6), False),
    ],
)
def test_what_is_old_is_not_taken_again(late: timedelta, *, is_taken: bool) -> None:
    assert is_genuine(texts.sns(at=NOON - late)) is is_taken


@pytest.mark.parametrize(
    "url",
    [
        texts.CERTIFICATE.replace("https", "http"),
        texts.CERTIFICATE.replace("eu-central-1", "us-east-1"),
        texts.CERTIFICATE.replace("amazonaws.com", "amazonaws.com.evil.example"),
        texts.CERTIFICATE.replace("https://sns", "https://evil.example/https://sns"),
        texts.CERTIFICATE.replace("amazonaws.com", "amazonaws.com:8443"),
        texts.CERTIFICATE.replace("/Simple", "/../Simple"),
        f"{texts.CERTIFICATE}?x",
        f"{texts.CERTIFICATE}\n",
        texts.CERTIFICATE.replace("sns.", "s3."),
        "",
    ],
)
def test_certificates_lie_with_sns_in_the_topics_region_alone(url: str) -> None:
    assert sns.certificate_url({"SigningCertURL": texts.CERTIFICATE}, TOPIC) == texts.CERTIFICATE
    assert sns.certificate_url({"SigningCertURL": url}, TOPIC) == ""


def test_only_sns_itself_is_told_that_we_want_a_topic() -> None:
    posted = json.loads(texts.confirmation().body)
    evil = {**posted, "SubscribeURL": "https://evil.example/?Action=ConfirmSubscription&x"}

    assert sns.confirmation_url(posted, TOPIC) == posted["SubscribeURL"]
    assert sns.confirmation_url({**posted, "Type": "Notification"}, TOPIC) == ""
    assert sns.confirmation_url(evil, TOPIC) == ""


@pytest.mark.acceptance(23)
def test_a_text_is_read() -> None:
    delivery = texts.sns(texts.a_text(messageBody="Hello 🌿"))
    [inbound] = parse(delivery, OURS)

    assert isinstance(inbound, Inbound)
    assert HOOK.addresses(delivery) == (OURS,)
    assert (inbound.text, inbound.sender.address) == ("Hello 🌿", ANN)
    assert (inbound.provider_id, inbound.inbox) == ("in-1", OURS)
    assert parse(delivery, "+12025550143") == ()


@pytest.mark.parametrize(
    ("event", "state"),
    [
        ("TEXT_SUCCESSFUL", "sent"),
        ("TEXT_DELIVERED", "delivered"),
        ("MEDIA_DELIVERED", "delivered"),
        ("TEXT_CARRIER_BLOCKED", "failed"),
        ("TEXT_UNREACHABLE", "failed"),
        ("TEXT_PENDING", None),
        ("TEXT_UNKNOWN", None),
        ("", None),
    ],
)
def test_an_event_tells_how_far_a_text_got(event: str, state: str | None) -> None:
    delivery = texts.sns(texts.an_event(event))
    found = parse(delivery, OURS)

    assert HOOK.addresses(delivery) == (OURS,)
    assert [getattr(one, "state", "") for one in found] == ([state] if state else [])
    for receipt in found:
        assert isinstance(receipt, Receipt)
        assert (receipt.message_id, receipt.provider_id) == ("msg_1", "out-1")
        assert receipt.detail == ("As it says" if state == "failed" else "")


def test_a_confirmation_is_about_the_number_in_the_path() -> None:
    assert HOOK.addresses(texts.confirmation()) == (OURS,)
    assert parse(texts.confirmation(), OURS) == ()
    assert HOOK.addresses(replace(texts.confirmation(), url="https://desk.example/")) == ()


@pytest.mark.parametrize(
    "message", ["", "[]", "1", "{", "[" * 100_000, {"destinationNumber": 1}, {"eventType": []},
                texts.a_text(originationNumber=""), texts.a_text(inboundMessageId=None)],
)  # fmt: skip
def test_what_is_no_text_is_nothing(message: Any) -> None:
    assert parse(texts.sns(message), OURS) == ()


@given(st.binary(max_size=200))
def test_no_bytes_of_a_stranger_raise(body: bytes) -> None:
    strange = replace(texts.sns(), body=body)

    assert (HOOK.addresses(strange), parse(strange, OURS)) == ((), ())
    assert not is_genuine(strange)

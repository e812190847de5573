"""Meta's signature against a second opinion, and the question by which it finds us (A-77, A-80)."""

import random
from datetime import timedelta

import pytest

from chalicelib.channels.meta.signature import challenge, verify
from chalicelib.channels.model import Delivery
from tests.contract.samples import hmac_sha256
from tests.kit.http_world import NOON

RANDOM = random.Random(4)
VECTORS = [
    (RANDOM.randbytes(RANDOM.randrange(1, 80)).hex(), RANDOM.randbytes(RANDOM.randrange(2000)))
    for _ in range(250)
]


def is_genuine(body: bytes, signature: str, secret: str) -> bool:
    headers = {"x-hub-signature-256": signature}
    url = "https://desk.example/hooks/meta"
    delivery = Delivery(provider="meta", method="POST", url=url, headers=headers, body=body)
    return verify(delivery, {"app_secret": secret}, NOON)


def test_a_published_vector_is_accepted() -> None:
    # RFC 4231, test case 2
    mac = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"

    assert is_genuine(b"what do ya want for nothing?", f"sha256={mac}", "Jefe")


def test_hundreds_of_random_vectors_are_judged_as_a_second_opinion_says() -> None:
    for secret, body in VECTORS:
        mac = hmac_sha256(secret.encode(), body)
        wrong = bytearray(mac)
        wrong[RANDOM.randrange(32)] ^= 1 << RANDOM.randrange(8)

        assert is_genuine(body, f"sha256={mac.hex()}", secret)
        assert not is_genuine(body, f"sha256={wrong.hex()}", secret)
        assert not is_genuine(body + b" ", f"sha256={mac.hex()}", secret)
        assert not is_genuine(body, f"sha256={mac.hex()}", secret + "0")


@pytest.mark.parametrize(
    "written",
    [
        "{mac}", "sha1={mac}", "SHA256={mac}", "sha256={upper}", "sha256= {mac}", "sha256={mac} ",
        "sha256={mac},sha256={mac}", "sha256={short}", "", "sha256=", "sha256=\u00fc\ud800",
    ],
)  # fmt: skip
def test_only_the_form_that_meta_writes_counts(written: str) -> None:
    mac = hmac_sha256(b"secret", b"{}").hex()
    signature = written.format(mac=mac, upper=mac.upper(), short=mac[:-2])

    assert not is_genuine(b"{}", signature, "secret")


def test_without_a_secret_nothing_is_genuine() -> None:
    assert not is_genuine(b"{}", f"sha256={hmac_sha256(b'', b'{}').hex()}", "")


def test_no_time_is_signed_so_none_makes_a_delivery_old() -> None:
    mac = hmac_sha256(b"secret", b"{}").hex()
    headers = {"x-hub-signature-256": f"sha256={mac}"}
    delivery = Delivery(provider="meta", method="POST", url="", headers=headers, body=b"{}")

    assert verify(delivery, {"app_secret": "secret"}, NOON + timedelta(days=30))


ASKED = {"hub.mode": "subscribe", "hub.verify_token": "ours", "hub.challenge": "1158201444"}


@pytest.mark.parametrize(
    ("changed", "answer"),
    [
        ({}, "1158201444"),
        ({"hub.verify_token": "theirs"}, None),
        ({"hub.verify_token": ""}, None),
        ({"hub.mode": "unsubscribe"}, None),
        ({"hub.challenge": ""}, None),
        ({"hub.challenge": "<script>alert(1)</script>"}, None),
        ({"hub.challenge": "1\r\nSet-Cookie: a=b"}, None),
        ({"hub.challenge": "1" * 129}, None),
    ],
)
def test_only_who_knows_our_token_is_told_that_we_wait(
    changed: dict[str, str], answer: str | None
) -> None:
    assert challenge({**ASKED, **changed}, lambda token: token == "ours") == answer


def test_a_question_that_is_none_is_not_answered() -> None:
    assert challenge({}, lambda _token: True) is None

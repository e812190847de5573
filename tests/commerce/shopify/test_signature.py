"""What Shopify signs is believed, and nothing else (A-80, A-92)."""

import base64
import hashlib
import hmac
from urllib.parse import parse_qs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.commerce.shopify.signature import is_domain, is_genuine, is_leading_back

PUBLISHED = (
    "code=0907a61c0c8d55e99db179b68161bc00&shop=some-shop.myshopify.com&timestamp=1337178173",
    "4712bf92ffc2917d15a2f5a273e39f0116667419aa4b6ac0b3baaf26fa3c4d20",
)
WITH_STATE = (
    PUBLISHED[0].replace("&timestamp", "&state=0.6784241404160823&timestamp"),
    "700e2dadb827fcc8609e9d5ce208b2e9cdaab9df07390d2cbca10d7c328fc4bf",
)
"""From Shopify's documentation, both with the secret `hush`."""


def leads_back(text: str, signature: str, secret: str = "hush") -> bool:
    query = {name: tuple(v) for name, v in parse_qs(text, keep_blank_values=True).items()}
    return is_leading_back({**query, "hmac": (signature,)}, secret)


@pytest.mark.parametrize(("text", "signature"), [PUBLISHED, WITH_STATE])
def test_shopifys_own_examples_are_good(text: str, signature: str) -> None:
    assert leads_back(text, signature)
    assert leads_back("&".join(reversed(text.split("&"))), signature)


@pytest.mark.parametrize(
    ("text", "signature", "secret"),
    [
        (PUBLISHED[0], PUBLISHED[1], "hush!"),
        (PUBLISHED[0], PUBLISHED[1].upper(), "hush"),
        (PUBLISHED[0], "", "hush"),
        (PUBLISHED[0], "é", "hush"),
        (PUBLISHED[0].replace("some-shop", "other"), PUBLISHED[1], "hush"),
        (f"{PUBLISHED[0]}&more=1", PUBLISHED[1], "hush"),
        (f"{PUBLISHED[0]}&shop=evil.myshopify.com", PUBLISHED[1], "hush"),
        (PUBLISHED[0].replace("&shop=", "%26shop="), PUBLISHED[1], "hush"),
        (f"{PUBLISHED[0]}&hmac={PUBLISHED[1]}", "", "hush"),
        ("", PUBLISHED[1], "hush"),
    ],
)
def test_anything_else_is_not(text: str, signature: str, secret: str) -> None:
    assert not leads_back(text, signature, secret)


def test_a_query_without_a_signature_is_not_signed() -> None:
    assert not is_leading_back({"shop": ("a.myshopify.com",)}, "hush")


@given(body=st.binary(), secret=st.text(min_size=1))
def test_bytes_are_signed_as_they_are(body: bytes, secret: str) -> None:
    try:
        key = secret.encode()
    except UnicodeEncodeError:
        return
    good = base64.b64encode(hmac.new(key, body, hashlib.sha256).digest()).decode()

    assert is_genuine(body, good, secret)
    assert not is_genuine(body + b" ", good, secret)
    assert not is_genuine(body, good[:-2], secret)
    assert not is_genuine(body, "", secret)


@pytest.mark.parametrize("domain", ["a.myshopify.com", "fern-and-moss.myshopify.com"])
def test_shops_have_hosts_of_their_own(domain: str) -> None:
    assert is_domain(domain)


@pytest.mark.parametrize(
    "domain",
    [
        "", "myshopify.com", ".myshopify.com", "-a.myshopify.com", "A.myshopify.com",
        "a.myshopify.com.evil.example", "evil.example/a.myshopify.com", "a.b.myshopify.com",
        "a.myshopify.com\n", "a.myshopify.com:8443", "x@a.myshopify.com", "a.myshopify.com/",
        "a.myshopify.com#", "amyshopify.com", "a.myshopifyXcom", "ä.myshopify.com",
        f"{'a' * 100}.myshopify.com", "https://a.myshopify.com",
    ],
)  # fmt: skip
def test_no_other_host_is_a_shop(domain: str) -> None:
    assert not is_domain(domain)

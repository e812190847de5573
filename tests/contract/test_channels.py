"""One contract for all channels: what comes in by a webhook is read, and only if it is genuine."""

import base64
import copy
import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from chalicelib.channels.model import Delivery, Hook, Inbound, Kind, Receipt
from chalicelib.customers import rules
from chalicelib.customers.model import IdentityKind
from tests.contract.samples import (
    HEADERS,
    HOOKS,
    SAMPLES,
    SECRETS,
    SIGNERS,
    WHOLE,
    Sample,
    shown,
)
from tests.kit.http_world import NOON
from tests.kit.pace import within

NAMES = [f"{sample.kind.value}-{sample.hook.provider}-{sample.name}" for sample in SAMPLES]
every_sample = pytest.mark.parametrize("sample", SAMPLES, ids=NAMES)
every_whole = pytest.mark.parametrize("sample", WHOLE, ids=[s.name for s in WHOLE])
every_hook = pytest.mark.parametrize(
    ("kind", "hook"), HOOKS, ids=[f"{kind.value}-{hook.provider}" for kind, hook in HOOKS]
)
ITEMS = (Inbound, Receipt)
WORST = [
    "a\u0301" * 50_000,
    "\u202e" * 100_000,
    " \n" * 50_000,
    "<" * 100_000,
    "1" * 100_000,
]


@every_hook
def test_every_provider_has_golden_deliveries(kind: Kind, hook: Hook) -> None:
    own = [sample for sample in SAMPLES if (sample.kind, sample.hook) == (kind, hook)]

    assert len(own) > 4
    assert hook.provider in SIGNERS


@pytest.mark.acceptance(17, 18)
@every_sample
def test_a_delivery_is_read_as_expected(sample: Sample) -> None:
    items = sample.hook.parse(sample.delivery, sample.address)

    assert list(sample.hook.addresses(sample.delivery)) == sample.expected["addresses"]
    assert shown(items) == sample.expected["items"]


@every_sample
def test_the_same_delivery_twice_says_the_same(sample: Sample) -> None:
    read = [sample.hook.parse(sample.delivery, sample.address) for _ in range(2)]

    assert read[0] == read[1]


@every_sample
def test_each_message_names_inbox_id_and_sender_in_normal_form(sample: Sample) -> None:
    for item in sample.hook.parse(sample.delivery, sample.address):
        assert item.provider_id
        if isinstance(item, Inbound):
            address = item.sender.address
            assert item.channel is sample.kind
            assert item.inbox
            assert _normal(sample.kind, address) == address


def _normal(kind: Kind, address: str) -> str | None:
    """Return a number in its normal form; a handle, or an id in place of a number, is opaque."""
    is_number = kind is not Kind.instagram and not address[:1].isalpha()
    return rules.normal(IdentityKind.phone if is_number else IdentityKind.user, address)


@every_sample
def test_nobody_elses_items_are_among_them(sample: Sample) -> None:
    assert sample.hook.parse(sample.delivery, "999999999") == ()


def is_calm(sample: Sample, body: bytes) -> bool:
    """Tell whether any bytes are read without fuss into what can be stored."""
    delivery = replace(sample.delivery, body=body)
    items = sample.hook.parse(delivery, sample.address)
    addresses = sample.hook.addresses(delivery)
    texts = [t for i in items if isinstance(i, Inbound) for t in (i.text, i.quoted, i.sender.name)]
    return (
        all(isinstance(item, ITEMS) for item in items)
        and all(isinstance(address, str) for address in addresses)
        and all(text.encode().decode() == text for text in texts)
    )


any_sample = st.sampled_from(SAMPLES)
junk: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=5,
)


@given(any_sample, st.binary(max_size=300))
def test_random_bytes_are_read_as_nothing(sample: Sample, body: bytes) -> None:
    assert is_calm(sample, body)
    assert sample.hook.parse(replace(sample.delivery, body=body), sample.address) == ()


@given(any_sample, st.data())
def test_cut_and_changed_bytes_break_nothing(sample: Sample, data: st.DataObject) -> None:
    body = bytearray(sample.delivery.body)
    end = data.draw(st.integers(0, len(body)))
    for _ in range(data.draw(st.integers(0, 4))):
        body[data.draw(st.integers(0, len(body) - 1))] = data.draw(st.integers(0, 255))

    assert is_calm(sample, bytes(body))
    assert is_calm(sample, bytes(body[:end]))


@given(st.sampled_from(WHOLE), st.data())
def test_values_of_any_other_kind_break_nothing(sample: Sample, data: st.DataObject) -> None:
    tree = json.loads(sample.delivery.body)
    for _ in range(data.draw(st.integers(1, 3))):
        places = list(_places(tree))
        owner, key = places[data.draw(st.integers(0, len(places) - 1))]
        owner[key] = data.draw(junk)

    assert is_calm(sample, json.dumps(tree).encode("utf-8", "surrogatepass"))


def _places(tree: Any) -> Iterator[tuple[Any, Any]]:
    keys = tree.keys() if isinstance(tree, dict) else range(len(tree))
    for key in keys:
        yield tree, key
        if isinstance(tree[key], dict | list):
            yield from _places(tree[key])


@every_whole
def test_twice_as_much_takes_no_more_than_twice_the_work(sample: Sample) -> None:
    _, *calls = [_calls(sample, times) for times in (1, 25, 50, 100)]  # what is kept is made first

    assert calls[2] - calls[1] <= 2.2 * (calls[1] - calls[0])


def _calls(sample: Sample, times: int) -> int:
    tree = json.loads(sample.delivery.body)
    tree["entry"] = [copy.deepcopy(entry) for _ in range(times) for entry in tree["entry"]]
    delivery = replace(sample.delivery, body=json.dumps(tree).encode())
    count = 0

    def called(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event == "call"

    sys.setprofile(called)
    try:
        sample.hook.parse(delivery, sample.address)
        sample.hook.addresses(delivery)
    finally:
        sys.setprofile(None)
    return count


@every_hook
@pytest.mark.parametrize("words", WORST, ids=["marks", "turns", "blanks", "brackets", "digits"])
def test_any_number_of_the_worst_characters_is_read_at_once(
    kind: Kind, hook: Hook, words: str
) -> None:
    sample = next(s for s in SAMPLES if (s.kind, s.hook, s.name) == (kind, hook, "text"))
    delivery = replace(sample.delivery, body=_full_of(sample, words))
    with within(2):
        items = hook.parse(delivery, sample.address)

    assert len(items) == 1


def _full_of(sample: Sample, words: str) -> bytes:
    if sample.hook.provider == "twilio":
        fields = dict(parse_qsl(sample.delivery.body.decode()))
        return urlencode({**fields, "Body": words}).encode()
    tree = json.loads(sample.delivery.body)
    if "Message" in tree:
        tree["Message"] = json.dumps({**json.loads(tree["Message"]), "messageBody": words})
    for owner, key in list(_places(tree)):
        if key in ("text", "body", "name") and isinstance(owner[key], str):
            owner[key] = words
    return json.dumps(tree).encode()


def is_genuine(sample: Sample, delivery: Delivery, **credentials: str) -> bool:
    known = {**SECRETS[sample.hook.provider], **credentials}
    return sample.hook.verify(delivery, known, NOON)


@every_sample
def test_what_its_provider_signed_is_let_in(sample: Sample) -> None:
    assert is_genuine(sample, sample.delivery)


@given(any_sample, st.data())
def test_any_changed_byte_is_turned_away(sample: Sample, data: st.DataObject) -> None:
    body = bytearray(sample.delivery.body)
    body[data.draw(st.integers(0, len(body) - 1))] ^= data.draw(st.integers(1, 255))
    changed = replace(sample.delivery, body=bytes(body))
    # Not everybody signs bytes: some sign fields, however these are written.
    assume(sample in WHOLE or _said(sample, changed) != _said(sample, sample.delivery))

    assert not is_genuine(sample, changed)


def _said(sample: Sample, delivery: Delivery) -> object:
    return sample.hook.addresses(delivery), sample.hook.parse(delivery, sample.address)


@given(st.sampled_from([s for s in SAMPLES if s.hook.provider in HEADERS]), st.text(max_size=100))
def test_any_other_signature_is_turned_away(sample: Sample, signature: str) -> None:
    forged = {**sample.delivery.headers, HEADERS[sample.hook.provider]: signature}

    assert not is_genuine(sample, replace(sample.delivery, headers=forged))


@every_sample
def test_what_is_not_signed_with_this_inboxs_secret_is_turned_away(sample: Sample) -> None:
    secrets = SECRETS[sample.hook.provider]
    others = {name: f"{secret}x" for name, secret in secrets.items()}
    nothing = dict.fromkeys(secrets, "")

    assert not is_genuine(sample, sample.delivery, **others)
    for known in (others, nothing):
        forged = SIGNERS[sample.hook.provider](sample.delivery, known)
        assert not is_genuine(sample, forged)
    forged = SIGNERS[sample.hook.provider](sample.delivery, nothing)
    assert not is_genuine(sample, forged, **nothing)


@every_whole
def test_the_same_content_in_other_bytes_is_turned_away(sample: Sample) -> None:
    body = json.dumps(json.loads(sample.delivery.body)).encode()

    assert not is_genuine(sample, replace(sample.delivery, body=body))


@every_sample
def test_the_signature_written_another_way_is_turned_away(sample: Sample) -> None:
    if name := HEADERS.get(sample.hook.provider):
        signature = sample.delivery.headers[name]
        ways = (f"{signature}, {signature}", _recoded(signature), f" {signature}", "")
        for other in ways:
            headers = {**sample.delivery.headers, name: other}
            assert not is_genuine(sample, replace(sample.delivery, headers=headers))


def _recoded(signature: str) -> str:
    if signature.startswith("sha256="):
        return f"sha256={base64.b64encode(bytes.fromhex(signature[7:])).decode()}"
    return base64.b64decode(signature).hex()

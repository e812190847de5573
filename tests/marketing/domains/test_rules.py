"""What proves a domain, and what follows when it does or does not any more."""

import json
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.core.errors import Invalid
from chalicelib.marketing.domains import rules
from chalicelib.marketing.domains.model import DomainState, LinkDomain
from tests.builders import NOON, later

OURS = frozenset({"desk.example", "in.desk.example"})


def a_domain(**facts: Any) -> LinkDomain:
    return LinkDomain(**{"domain": "go.shop.example", "added_at": NOON, **facts})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Go.Shop.example", "go.shop.example"),
        (" go.shop.example. ", "go.shop.example"),
        ("go.bücher.example", "go.xn--bcher-kva.example"),
    ],
)
def test_a_domain_has_one_form(text: str, expected: str) -> None:
    assert rules.normal(text, taken=OURS) == expected


@pytest.mark.parametrize(
    "text",
    ["", "localhost", "127.0.0.1", "go.shop.example/l", "https://go.shop.example", "a b.example",
     "desk.example", "sms.desk.example", "gmail.com", "\uff47o.shop.example",
     "go\u202e.shop.example"],
)  # fmt: skip
def test_what_is_nobodys_or_ours_is_refused(text: str) -> None:
    with pytest.raises(Invalid):
        rules.normal(text, taken=OURS)


HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("state", "is_proved", "is_reached", "after", "reason", "again"),
    [
        ("pending", True, True, "verified", None, rules.DAILY),
        ("pending", True, False, "pending", "https", rules.SOON),
        ("pending", True, None, "pending", "https", rules.SOON),
        ("pending", False, None, "pending", "dns", rules.SOON),
        ("pending", None, None, "pending", None, rules.SOON),
        ("verified", True, True, "verified", None, rules.DAILY),
        ("verified", True, False, "lost", "https", rules.DAILY),
        ("verified", True, None, "verified", None, HOUR),
        ("verified", False, None, "lost", "dns", rules.DAILY),
        ("verified", None, None, "verified", None, HOUR),
        ("lost", True, True, "verified", None, rules.DAILY),
        ("lost", True, False, "lost", "https", rules.DAILY),
        ("lost", True, None, "lost", "https", rules.DAILY),
        ("lost", False, None, "lost", "dns", rules.DAILY),
        ("lost", None, None, "lost", None, HOUR),
    ],
)
def test_a_look_settles_the_state(
    state: str, after: str, reason: str | None, again: timedelta, *,
    is_proved: bool | None, is_reached: bool | None,
) -> None:  # fmt: skip
    now, known = later(minutes=10), a_domain(state=DomainState(state))

    settled = rules.settled(known, now, is_proved=is_proved, is_reached=is_reached)

    assert (settled.state, settled.reason, settled.due_at) == (after, reason, now + again)
    assert settled.checked_at == (None if is_proved is None else now)


def test_silence_is_borne_once_and_forgotten_with_the_next_answer() -> None:
    known = a_domain(state=DomainState.verified)
    doubted = rules.settled(known, NOON, is_proved=True, is_reached=None)

    again = rules.settled(doubted, NOON + HOUR, is_proved=True, is_reached=True)
    gone = rules.settled(doubted, NOON + HOUR, is_proved=True, is_reached=None)

    assert (again.state, again.unanswered_since) == (DomainState.verified, None)
    assert (gone.state, gone.lost_at, gone.reason) == (DomainState.lost, NOON + HOUR, "https")


@pytest.mark.parametrize(
    ("days", "again"), [(0.5, rules.SOON), (2, timedelta(hours=1)), (15, None)]
)
def test_nobody_waits_for_ever_for_a_proof(days: float, again: timedelta | None) -> None:
    now = NOON + timedelta(days=days)

    settled = rules.settled(a_domain(), now, is_proved=False)

    assert settled.due_at == (now + again if again else None)


def body(*values: str, status: int = 0, kind: int = 16) -> bytes:
    answer = [{"name": "_deskhand.go.shop.example", "type": kind, "data": v} for v in values]
    return json.dumps({"Status": status, "Answer": answer}).encode()


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (body('"a=1"', "b=2"), {"a=1", "b=2"}),
        (body('"abc" "def"'), {"abcdef"}),
        (body(status=3), set()),
        (b'{"Status": 0}', set()),
        (body("shop.example.", kind=5), set()),
        (body("x", status=2), None),
        (b"[]", None),
        (b"<html>", None),
        (b"\xff", None),
        (b'{"Status": 0, "Answer": "x"}', set()),
        (b'{"Status": 0, "Answer": [1, {"type": 16, "data": 1}]}', set()),
        (b"[" * 100_000, None),
    ],
)
def test_resolvers_are_read(raw: bytes, expected: set[str] | None) -> None:
    assert rules.texts(raw) == expected


@given(st.binary(max_size=50))
def test_a_resolver_may_say_anything(raw: bytes) -> None:
    rules.texts(raw)


def test_a_proof_is_read_back() -> None:
    assert list(rules.signatures(rules.record_value(b"\x01" * 32))) == [b"\x01" * 20]
    assert list(rules.signatures("v=spf1 -all")) == []

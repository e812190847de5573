"""Addresses and profiles, as values."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.core.errors import Invalid
from chalicelib.customers import rules
from chalicelib.customers.model import Customer, Edit, Identity, IdentityKind

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
KNOWN_AS = Identity(kind=IdentityKind.email, address="ann@shop.example")
ANN = Customer(id="cus_1", name="Ann", email="ann@shop.example", created_at=NOON)


@pytest.mark.parametrize(
    ("kind", "address", "expected"),
    [
        ("email", " Ann.Lee@Example.COM ", "ann.lee@example.com"),
        ("email", "ann", None),
        ("email", "ann@example.com\u200b", None),
        ("phone", "+44 (20) 7946-0000", "+442079460000"),
        ("phone", "+0123456789", None),
        ("phone", "7946 0000", None),
        ("handle", "@Ann.Lee", "ann.lee"),
        ("handle", "@", None),
        ("user", "Shopper-7", "Shopper-7"),
        ("user", "   ", None),
        ("user", "x" * 256, None),
        ("user", "a\nb", None),
    ],
)
def test_an_address_has_one_form(kind: str, address: str, expected: str | None) -> None:
    assert rules.normal(IdentityKind(kind), address) == expected


@given(kind=st.sampled_from(IdentityKind), address=st.text(max_size=300))
def test_a_normal_form_stays_as_it_is(kind: IdentityKind, address: str) -> None:
    once = rules.normal(kind, address)

    assert once is None or kind is IdentityKind.handle or rules.normal(kind, once) == once


@given(st.text(max_size=400))
def test_a_name_is_one_short_printable_line(text: str) -> None:
    name = rules.clean_name(text)

    assert len(name) <= rules.MAX_NAME
    assert "\n" not in name
    assert "\u202e" not in name


@pytest.mark.parametrize(
    ("kind", "email", "phone"),
    [("email", "x@y.example", ""), ("phone", "", "x@y.example"), ("user", "", "")],
)
def test_a_new_profile_shows_the_address_it_came_by(kind: str, email: str, phone: str) -> None:
    known_as = Identity(kind=IdentityKind(kind), address="x@y.example")

    found = rules.new("cus_2", known_as, NOON, name=" Bo\tLee ", proves=frozenset({known_as}))

    assert (found.email, found.phone, found.name) == (email, phone, "Bo Lee")
    assert found.is_verified


@pytest.mark.parametrize(
    ("name", "is_verified", "learned"),
    [
        ("", True, ("Ann", True, 2)),
        ("Mallory", False, ("Ann", False, 1)),
        ("Mallory", True, ("Ann", True, 2)),
    ],
)
def test_later_messages_overwrite_nothing(
    name: str, *, is_verified: bool, learned: tuple[str, bool, int]
) -> None:
    proves = frozenset({KNOWN_AS} if is_verified else ())

    after = rules.learned(ANN, name=name, proves=proves)

    assert (after.name, after.is_verified, after.version) == learned
    assert after.proofs == ({"email:ann@shop.example"} if is_verified else frozenset())


def test_proofs_have_an_end() -> None:
    ann = ANN
    for number in range(rules.MAX_PROOFS + 5):
        known_as = Identity(kind=IdentityKind.user, address=str(number))
        ann = rules.learned(ann, name="", proves=frozenset({known_as}))

    assert len(ann.proofs) == rules.MAX_PROOFS


@pytest.mark.parametrize(
    ("changes", "email", "phone", "claims"),
    [
        (Edit(email="B@shop.example"), "b@shop.example", "", ["b@shop.example"]),
        (Edit(phone="+44 20 7946 0000"), ANN.email, "+442079460000", ["+442079460000"]),
        (Edit(email=""), "", "", []),
    ],
)
def test_an_edit_claims_the_addresses_it_brings(
    changes: Edit, email: str, phone: str, claims: list[str]
) -> None:
    after, wanted = rules.edited(ANN, changes)

    assert (after.email, after.phone, after.version) == (email, phone, 2)
    assert [claim.address for claim in wanted] == claims


@pytest.mark.parametrize("changes", [Edit(), Edit(name="Ann"), Edit(email="ANN@shop.example")])
def test_an_edit_that_changes_nothing_is_none(changes: Edit) -> None:
    assert rules.edited(ANN, changes) == (ANN, ())


def test_an_edit_names_the_place_that_is_wrong() -> None:
    with pytest.raises(Invalid) as refused:
        rules.edited(ANN, Edit(email="nonsense"))

    assert [fault.pointer for fault in refused.value.faults] == ["/email"]


MANY = tuple(map(str, range(100)))


@pytest.mark.acceptance(90)
@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        (Edit(segments=(" VIP ", "new", "VIP")), {"VIP", "new"}),
        (Edit(segments=()), set[str]()),
        (Edit(enters=("VIP",), leaves=("old",)), {"VIP", "kept"}),
        (Edit(segments=("a",), enters=("b",), leaves=("a",)), {"b"}),
        (Edit(segments=MANY), {*MANY}),
        (Edit(name="Zoë"), {"kept", "old"}),
    ],
)
def test_segments_are_replaced_or_entered_and_left(changes: Edit, expected: set[str]) -> None:
    ann = replace(ANN, segments=frozenset({"kept", "old"}))

    assert rules.edited(ann, changes)[0].segments == expected


@pytest.mark.parametrize(
    ("changes", "pointers"),
    [
        (Edit(segments=("a", " ", "x" * 61)), ["/segments/1", "/segments/2"]),
        (Edit(enters=("a\nb",)), ["/add_segments/0"]),
        (Edit(segments=(*MANY, "one more")), ["/segments"]),
        (Edit(segments=MANY, enters=("one more",)), ["/add_segments"]),
    ],
)
def test_faulty_segments_are_named(changes: Edit, pointers: list[str]) -> None:
    with pytest.raises(Invalid) as refused:
        rules.edited(ANN, changes)

    assert [fault.pointer for fault in refused.value.faults] == pointers

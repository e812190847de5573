"""One profile of two, and two again of one."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.core.errors import Conflict, DeskhandError
from chalicelib.customers.consent.model import Consent, Consents, Standing
from chalicelib.customers.consent.rules import recorded, standing
from chalicelib.customers.merging import rules
from chalicelib.customers.model import Customer, Edit, Merge
from chalicelib.customers.rules import edited
from tests.builders import NOON, later
from tests.customers.consent.words import ASKED, MARKETING, NO, TRANSACTIONAL, YES, a_consent

PROOF = frozenset({"email:ann@shop.example"})


def a_profile(**facts: Any) -> Customer:
    known: dict[str, Any] = {"id": "cus_a", "created_at": NOON, "proofs": PROOF}
    return Customer(**{**known, **facts})


ANN = a_profile(
    name="Ann", email="ann@shop.example", segments=frozenset({"VIP"}), properties={"Size": "M"}
)
OTHER = a_profile(
    id="cus_b", name="A. Lee", phone="+442079460000", is_verified=True,
    segments=frozenset({"new"}), properties={"Size": "L", "Visits": 3},
)  # fmt: skip


def merged(customer: Customer = ANN, other: Customer = OTHER) -> Customer:
    return rules.merged(customer, other, NOON, by="agt_1")


def test_one_profile_shows_what_is_known_of_both() -> None:
    both = merged()

    assert (both.id, both.name, both.email, both.phone) == (
        "cus_a", "Ann", "ann@shop.example", "+442079460000",
    )  # fmt: skip
    assert both.segments == {"VIP", "new"}
    assert (both.properties, both.is_verified) == ({"Size": "M", "Visits": 3}, True)
    assert (both.ids, both.version) == (("cus_a", "cus_b"), 2)


MERGE = Merge(customer_id="cus_c", at=NOON, by="")


@pytest.mark.parametrize(
    ("ours", "theirs", "code"),
    [
        ({"proofs": frozenset()}, {}, "unproved_identity"),
        ({"proofs": frozenset({"email:b@shop.example"})}, {}, "unproved_identity"),
        ({"is_verified": True, "proofs": frozenset()}, {"is_verified": True}, "unproved_identity"),
        ({"merged_into": "cus_c"}, {}, "already_merged"),
        ({}, {"merged_into": "cus_c"}, "already_merged"),
        ({}, {"merges": (MERGE,)}, "has_merges"),
        ({"merges": (MERGE,) * 4}, {}, "too_many_merges"),
        ({}, {"id": "cus_a"}, "same_customer"),
    ],
)
def test_what_is_not_one_person_for_sure_stays_two(
    ours: dict[str, Any], theirs: dict[str, Any], code: str
) -> None:
    with pytest.raises(DeskhandError) as refused:
        rules.refuse(replace(ANN, **ours), replace(OTHER, **theirs))

    assert refused.value.code == code
    assert isinstance(refused.value, Conflict) == (code != "same_customer")


def test_a_shared_proof_is_enough() -> None:
    rules.refuse(replace(ANN, merges=(MERGE,) * 3, proofs=PROOF | {"phone:+1"}), OTHER)


@pytest.mark.parametrize(
    ("ours", "theirs", "expected"),
    [
        ((YES, 1), (NO, 0), Standing.opted_out),
        ((NO, 0), (YES, 1), Standing.opted_out),
        ((NO, 1), None, Standing.opted_out),
        (None, (NO, 1), Standing.opted_out),
        ((YES, 1), None, Standing.consented),
        (None, (YES, 1), Standing.consented),
        ((YES, 0), (YES, 1), Standing.consented),
        ((YES, 0), (ASKED, 1), Standing.unknown),
        ((ASKED, 0), (NO, 0), Standing.opted_out),
    ],
)
def test_a_refusal_of_either_counts(ours: Any, theirs: Any, expected: Standing) -> None:
    both = merged(replace(ANN, consents=words(ours)), replace(OTHER, consents=words(theirs)))

    assert standing(both.consents, "sms") is expected


def words(said: tuple[Any, int] | None) -> Consents:
    return (a_consent(said[0], minutes=said[1]),) if said else ()


def test_a_yes_from_before_that_is_told_late_does_not_outrank_a_refusal() -> None:
    both = merged(replace(ANN, consents=words((YES, 5))), replace(OTHER, consents=words((NO, 2))))

    assert standing(recorded(both.consents, words((YES, 3))), "sms") is Standing.opted_out
    assert standing(recorded(both.consents, words((YES, 6))), "sms") is Standing.consented


def test_what_changed_meanwhile_stays_and_the_rest_goes_back() -> None:
    change = Edit(
        name="Anna", enters=("late",), leaves=("new", "VIP"), properties={"Visits": 4, "Size": "S"}
    )
    now, _ = edited(merged(), change)

    ann = rules.parted(now, ANN, OTHER)

    assert (ann.name, ann.email, ann.phone) == ("Anna", ANN.email, "")
    assert (ann.segments, ann.properties) == ({"late"}, {"Visits": 4, "Size": "S"})
    assert (ann.merges, ann.version) == ((), 4)


@pytest.mark.parametrize(
    ("before", "theirs", "meanwhile", "ours_after", "theirs_after"),
    [
        ((YES, 0), (YES, 0), (NO, 9), Standing.opted_out, Standing.opted_out),
        (None, None, (NO, 9), Standing.opted_out, Standing.opted_out),
        ((NO, 0), (YES, 1), None, Standing.opted_out, Standing.consented),
        ((YES, 1), (NO, 0), None, Standing.consented, Standing.opted_out),
        ((NO, 0), (NO, 0), (YES, 9), Standing.opted_out, Standing.opted_out),
        (None, (NO, 0), (YES, 9), Standing.consented, Standing.opted_out),
        (None, None, (YES, 9), Standing.consented, Standing.unknown),
    ],
)
def test_what_was_refused_meanwhile_is_refused_by_both(
    before: Any, theirs: Any, meanwhile: Any, ours_after: Standing, theirs_after: Standing
) -> None:
    ann, other = replace(ANN, consents=words(before)), replace(OTHER, consents=words(theirs))
    both = merged(ann, other)
    now = replace(both, consents=recorded(both.consents, words(meanwhile)))

    ours = rules.parted(now, ann, other)
    shown = rules.shown_again(rules.hidden(other, behind=ann), now, ann)

    assert standing(ours.consents, "sms") is ours_after
    assert standing(shown.consents, "sms") is theirs_after


_words = st.builds(
    a_consent,
    st.sampled_from((YES, NO, ASKED)),
    minutes=st.integers(0, 3),
    kind=st.sampled_from((MARKETING, TRANSACTIONAL)),
    channel=st.sampled_from(("sms", "email")),
)


def _consents(said: list[Consent]) -> Consents:
    return recorded((), said)


_profiles = st.builds(
    a_profile,
    name=st.sampled_from(("", "Ann")),
    email=st.sampled_from(("", "a@shop.example", "b@shop.example")),
    phone=st.sampled_from(("", "+1")),
    is_verified=st.booleans(),
    segments=st.frozensets(st.sampled_from("abc")),
    properties=st.dictionaries(st.sampled_from("abc"), st.sampled_from((1, "x", "y"))),
    consents=st.lists(_words, max_size=6).map(_consents),
)


@given(ann=_profiles, other=_profiles, third=_profiles)
def test_nothing_is_left_of_a_merge_that_is_taken_back(
    ann: Customer, other: Customer, third: Customer
) -> None:
    other, third = replace(other, id="cus_b"), replace(third, id="cus_c")
    both = merged(ann, other)
    three = merged(both, third)

    again = rules.parted(three, both, third)

    assert replace(again, version=2) == both
    assert replace(rules.parted(again, ann, other), version=1) == ann
    hidden = rules.hidden(other, behind=ann)
    assert replace(rules.shown_again(hidden, again, ann), version=1) == other


@given(ann=_profiles, other=_profiles, channel=st.sampled_from(("sms", "email")))
def test_whoever_refused_is_not_written_to(ann: Customer, other: Customer, channel: str) -> None:
    refused = {
        (word.channel, word.kind)
        for word in (*ann.consents, *other.consents)
        if word.state is NO and word.channel == channel
    }

    after = {(w.channel, w.kind): w.state for w in merged(ann, other).consents}

    assert all(after[place] is NO for place in refused)


def test_consents_of_a_merged_profile_are_in_order() -> None:
    ours = words((YES, 0))
    theirs = (a_consent(YES, channel="email", at=later(minutes=1)),)

    both = merged(replace(ANN, consents=ours), replace(OTHER, consents=theirs))

    assert both.consents == (*theirs, *ours)

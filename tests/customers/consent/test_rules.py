"""Which consent counts."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.core.errors import Invalid
from chalicelib.customers.consent.model import Consent, ConsentKind, ConsentState, Standing
from chalicelib.customers.consent.rules import (
    heard_at,
    recorded,
    said_now,
    standing,
    state_of,
)
from tests.customers.consent.words import ASKED, MARKETING, NO, TRANSACTIONAL, YES, a_consent
from tests.kit.http_world import NOON


@pytest.mark.parametrize(
    ("known", "fresh", "counts"),
    [
        (None, a_consent(YES), YES),
        (a_consent(YES), a_consent(NO, minutes=1), NO),
        (a_consent(NO), a_consent(YES, minutes=1), YES),
        (a_consent(NO), a_consent(YES, minutes=-1), NO),
        (a_consent(YES), a_consent(NO, minutes=-1), YES),
        (a_consent(YES), a_consent(NO), NO),
        (a_consent(NO), a_consent(YES), NO),
        (a_consent(ASKED), a_consent(YES, minutes=1), YES),
    ],
)
def test_the_newest_word_counts_and_of_two_at_once_the_refusal(
    known: Consent | None, fresh: Consent, counts: ConsentState
) -> None:
    after = recorded((known,) if known else (), (fresh,))

    assert state_of(after, "sms", MARKETING) is counts


@given(st.permutations([a_consent(s, minutes=m) for s in ConsentState for m in (-1, 0, 1)]))
def test_the_order_in_which_words_arrive_changes_nothing(words: list[Consent]) -> None:
    last = [word for word in words if word.at == max(w.at for w in words)]
    after = recorded((), last + words)

    assert recorded(after, words) == after
    assert after[0].at == NOON + timedelta(minutes=1)
    assert after[0].state is NO


def test_channels_and_kinds_are_apart() -> None:
    words = (a_consent(YES), a_consent(NO, kind=TRANSACTIONAL), a_consent(NO, channel="whatsapp"))

    assert set(recorded((), words)) == set(words)


@pytest.mark.acceptance(30)
@pytest.mark.parametrize(
    ("marketing", "transactional", "expected"),
    [
        (None, None, Standing.unknown),
        (YES, None, Standing.consented),
        (None, YES, Standing.consented),
        (NO, YES, Standing.consented),
        (YES, NO, Standing.consented),
        (NO, None, Standing.opted_out),
        (None, NO, Standing.opted_out),
        (NO, NO, Standing.opted_out),
        (ASKED, None, Standing.unknown),
        (ASKED, NO, Standing.opted_out),
    ],
)
def test_consent_for_either_purpose_is_enough_and_unknown_is_none(
    marketing: ConsentState | None, transactional: ConsentState | None, expected: Standing
) -> None:
    said = ((MARKETING, marketing), (TRANSACTIONAL, transactional))
    words = tuple(a_consent(state, kind=kind) for kind, state in said if state)

    assert standing(words, "sms") is expected
    assert standing(words, "whatsapp") is Standing.unknown


def test_a_stop_is_never_outranked_by_a_clock_that_is_ahead() -> None:
    known = (a_consent(YES, minutes=1),)

    stop = said_now(known, "sms", ConsentKind, state=NO, source="keyword", now=NOON)

    assert state_of(recorded(known, stop), "sms", MARKETING) is NO
    assert {word.kind for word in stop} == set(ConsentKind)


def test_nobody_speaks_from_the_future() -> None:
    assert heard_at(None, NOON, "/at") == NOON
    assert heard_at(NOON + timedelta(minutes=5), NOON, "/at") == NOON
    assert heard_at(NOON - timedelta(days=9), NOON, "/at") == NOON - timedelta(days=9)
    with pytest.raises(Invalid) as refused:
        heard_at(NOON + timedelta(minutes=6), NOON, "/at")
    assert refused.value.faults[0].pointer == "/at"

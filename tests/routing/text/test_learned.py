"""What corrections change, and what they leave alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.routing.text import learned
from chalicelib.routing.text.classify import judge, learn, tag
from chalicelib.routing.text.learned import ENTRY_LIMIT, NOTHING, Learned, correct, dump, load
from chalicelib.routing.text.model import LABELS, SPAM, Inbound

OFFER = Inbound(text="Wholesale catalogue of bamboo toothbrushes from our factory, ask for samples")
SIMILAR = Inbound(text="Our factory has a new wholesale catalogue, shall we send bamboo samples?")
OTHER = Inbound(text="Is the blue rain jacket coming back in size L?")
PRIZE = Inbound(text="CONGRATULATIONS! You WON a FREE prize, click http://win.example to claim!")
PRIZE_AGAIN = Inbound(text="CONGRATULATIONS! You WON a FREE prize, go to http://win.example!")

words = st.lists(st.integers(0, 65535), max_size=40).map(tuple)
lessons = st.lists(
    st.tuples(st.sampled_from(LABELS), words, st.booleans(), st.floats(-20, 20)), max_size=8
)


def taught(given_lessons: list[tuple[str, tuple[int, ...], bool, float]]) -> Learned:
    known = NOTHING
    for label, buckets, holds, margin in given_lessons:
        known = correct(known, label, buckets, holds=holds, margin=margin)
    return known


def test_marking_spam_moves_similar_messages_and_no_others() -> None:
    known = learn(NOTHING, OFFER, SPAM, holds=True)

    assert judge(OFFER, known).is_spam
    assert judge(SIMILAR, known).score > 5 * judge(SIMILAR).score
    assert judge(OTHER, known).score < judge(OTHER).score + 0.02


def test_the_teams_own_lesson_is_named_as_the_reason() -> None:
    known = learn(NOTHING, OFFER, SPAM, holds=True)

    assert "Like messages your team marked as spam" in judge(OFFER, known).reasons


def test_not_spam_moves_the_message_and_its_like_back() -> None:
    known = learn(NOTHING, PRIZE, SPAM, holds=False)

    assert not judge(PRIZE, known).is_spam
    assert judge(PRIZE_AGAIN, known).score < judge(PRIZE_AGAIN).score


def test_a_tag_that_was_removed_stays_away_from_such_messages() -> None:
    question = Inbound(text="How much does engraving on the bracelet cost?")
    known = learn(NOTHING, question, "pricing", holds=False)

    assert "pricing" not in {found.name for found in tag(question, known)}
    assert "pricing" in {found.name for found in tag(Inbound(text="How much is it?"), known)}


def test_a_tag_that_was_added_comes_by_itself_next_time() -> None:
    known = learn(NOTHING, OFFER, "speak to human", holds=True)

    assert "speak to human" in {found.name for found in tag(OFFER, known)}
    assert judge(OFFER, known) == judge(OFFER)


def test_saying_it_twice_changes_nothing_more() -> None:
    once = learn(NOTHING, OFFER, SPAM, holds=True)

    assert learn(once, OFFER, SPAM, holds=True) == once


def test_a_mind_can_be_changed() -> None:
    known = learn(learn(NOTHING, OFFER, SPAM, holds=True), OFFER, SPAM, holds=False)

    assert not judge(OFFER, known).is_spam


def test_older_lessons_fade_as_new_ones_come() -> None:
    known = correct(NOTHING, SPAM, (1,), holds=True, margin=0.0)
    before = learned.shift(known, SPAM, (1,))
    for bucket in range(10, 60):
        known = correct(known, SPAM, (bucket,), holds=True, margin=0.0)

    assert 0 < learned.shift(known, SPAM, (1,)) < before


def test_what_is_learnt_stays_small() -> None:
    known = NOTHING
    for start in range(0, 20000, 400):
        known = correct(known, SPAM, tuple(range(start, start + 400)), holds=True, margin=-50.0)

    assert len(known.weights) <= ENTRY_LIMIT
    assert len(dump(known)) < 100_000


@given(lessons)
def test_what_was_learnt_survives_being_stored(given_lessons: list) -> None:
    known = load(dump(taught(given_lessons)))

    assert load(dump(known)) == known
    assert known.weights.keys() == taught(given_lessons).weights.keys()


@given(lessons, words)
def test_the_order_of_words_changes_nothing(given_lessons: list, buckets: tuple[int, ...]) -> None:
    known = taught(given_lessons)
    forth, back = (learned.shift(known, SPAM, some) for some in (buckets, buckets[::-1]))

    assert forth == pytest.approx(back)


@pytest.mark.parametrize("raw", [b"", b"\x01abc", b"\x02" + bytes(7), b"not at all"])
def test_what_cannot_be_read_counts_as_nothing_learnt(raw: bytes) -> None:
    assert load(raw) == NOTHING


@given(st.binary(max_size=200))
def test_any_bytes_are_read(raw: bytes) -> None:
    assert len(load(raw).weights) <= ENTRY_LIMIT

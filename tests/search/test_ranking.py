"""Which tickets come first."""

import pytest

from chalicelib.search.model import Field, place
from chalicelib.search.ranking import Hits, ranked, together

OLD, NEW, OTHER = b"1", b"2", b"3"
IN_MESSAGE, IN_SUBJECT = place(Field.entry, 4), place(Field.subject)
NAMED, NUMBER = place(Field.customer), place(Field.number)


def hits(**places: int) -> Hits:
    own = {"old": OLD, "new": NEW, "other": OTHER}
    return {own[name]: (where, 1.0) for name, where in places.items()}


@pytest.mark.parametrize(
    ("words", "order"),
    [
        ([hits(old=IN_MESSAGE, new=IN_MESSAGE)], [NEW, OLD]),
        ([hits(old=IN_SUBJECT, new=IN_MESSAGE)], [OLD, NEW]),
        ([hits(old=NAMED, new=IN_SUBJECT)], [OLD, NEW]),
        ([hits(old=NUMBER, new=NAMED, other=IN_SUBJECT)], [OLD, NEW, OTHER]),
        ([hits(old=IN_MESSAGE, new=NAMED), hits(old=IN_MESSAGE)], [OLD]),
        ([hits(old=IN_MESSAGE), hits(new=IN_MESSAGE), {}], [NEW, OLD]),
        ([{}], []),
        ([], []),
    ],
)
def test_all_words_or_else_the_most_then_where_they_stand_then_the_newest(
    words: list[Hits], order: list[bytes]
) -> None:
    assert [each.ticket for each in ranked(words, 100)] == order


def test_a_rare_word_says_more_than_a_frequent_one() -> None:
    frequent = {bytes([n]): (IN_MESSAGE, 1.0) for n in range(60)}
    rare = {b"rare": (IN_MESSAGE, 1.0)}

    [first, *_] = ranked([frequent, rare], 100)

    assert first.ticket == b"rare"


def test_the_word_itself_counts_more_than_one_that_begins_so() -> None:
    same, longer = {OLD: (IN_MESSAGE, 1.0)}, {OLD: (NAMED, 0.6), NEW: (IN_MESSAGE, 0.6)}

    found = together([longer, same])

    assert found == {OLD: (IN_MESSAGE, 1.0), NEW: (IN_MESSAGE, 0.6)}
    assert [each.ticket for each in ranked([found], 10)] == [OLD, NEW]

"""The few words in which something was found."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.search.excerpts import LENGTH, excerpt
from chalicelib.search.model import Word
from chalicelib.search.terms import asked

FILL = "and so on and so forth " * 30


@pytest.mark.parametrize(
    ("text", "question", "shown"),
    [
        (f"{FILL} the SAUCER is chipped {FILL}", "saucer", "SAUCER"),
        (f"{FILL} die Größe {FILL}", "grosse", "Größe"),
        ("啊" * 300 + "退款" + "啊" * 300, "退款", "退款"),
        (f"mugs {FILL} a mug", "mug", "mugs"),
        (f"{FILL} nothing", "absent", "and so on"),
    ],
)
def test_the_word_is_in_it(text: str, question: str, shown: str) -> None:
    assert shown in excerpt(text, asked(question))


def test_cuts_are_marked() -> None:
    shown = excerpt(f"{FILL}saucer {FILL}", asked("saucer"))

    assert (shown[0], shown[-1]) == ("…", "…")


@given(st.text(), st.text(max_size=20))
def test_it_is_one_short_line_of_the_text(text: str, question: str) -> None:
    shown = excerpt(text, asked(question) or (Word(terms=("x",)),))

    assert len(shown) <= LENGTH + 2
    assert "\n" not in shown
    assert shown.strip("…") in " ".join(text.split())

"""How texts are compared with keywords."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.core.keywords import HELP, OPT_IN, OPT_OUT, RESERVED, folded, words


def test_the_reserved_words_are_those_that_carriers_know() -> None:
    every = "STOP STOPALL UNSUBSCRIBE CANCEL END QUIT START UNSTOP YES Y HELP INFO"

    assert {folded(word) for word in every.split()} == RESERVED
    assert len(OPT_OUT) + len(OPT_IN) + len(HELP) == len(RESERVED)


@pytest.mark.parametrize(
    "text",
    ["stop", "STOP", " Stop\n", "\u00a0stop\u3000", "\u200bstop\ufeff", "ＳＴＯＰ", "st\u00adop"],  # noqa: RUF001 - as a Japanese keyboard writes it
)
def test_case_blanks_and_width_make_no_other_word(text: str) -> None:
    assert folded(text) == "stop"


@pytest.mark.parametrize("text", ["stop.", "stop it", "s top", "nonstop", "стоп", "stopp"])
def test_anything_more_is_another_text(text: str) -> None:
    assert folded(text) not in RESERVED


@pytest.mark.parametrize(
    ("text", "is_there"),
    [
        ("please stop", True),
        ("Stop!!", True),
        ("(STOP)", True),
        ("stop_it", True),
        ("stop🛑", True),
        ("我要stop谢谢", True),
        ("stop하세요", True),
        ("не стоп, Stop", True),
        ("nonstop", False),
        ("stops", False),
        ("stopé", False),
        ("жstop", False),
        ("stop2", False),
        ("", False),
    ],
)
def test_a_word_is_found_where_it_stands_alone(text: str, is_there: bool) -> None:  # noqa: FBT001
    assert ("stop" in words(text)) is is_there


@given(st.text(max_size=200))
def test_a_text_that_is_a_word_also_contains_it(text: str) -> None:
    if folded(text) in RESERVED:
        assert folded(text) in words(text)

"""Paragraphs made whole."""

import pytest

from chalicelib.channels.email.body.flowed import unflowed


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("one \ntwo\nthree", "one two\nthree"),
        ("> one \n> two\nthree", "> one two\nthree"),
        ("> one \n>> two", "> one\n>> two"),
        (" From me\n >not quoted", "From me\n>not quoted"),
        ("bye \n-- \nAnn", "bye\n--\nAnn"),
        ("one \n\ntwo", "one\ntwo"),
    ],
)
def test_soft_line_ends_are_joined(text: str, whole: str) -> None:
    assert unflowed(text, is_delsp=False) == whole


def test_the_blank_goes_where_the_sender_says_so() -> None:
    assert unflowed("灯 \n坏了", is_delsp=True) == "灯坏了"

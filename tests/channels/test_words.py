"""What strangers write, before anybody sees it or it is stored."""

import pytest

from chalicelib.channels import words


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("a\r\nb\rc\u2028d\x0be", "a\nb\nc\nd\ne"),
        ("a\x00b\x07c\x1b[31m\x9f", "abc[31m"),
        ("e\u0301", "é"),
        ("\ufeffBOM", "BOM"),
        ("tab\tstays", "tab\tstays"),
        ("שלום \u202bhere\u202c", "שלום \u202bhere\u202c"),
        ("\ud800", ""),
    ],
)
def test_only_what_can_be_shown_stays(text: str, cleaned: str) -> None:
    assert words.cleaned(text) == cleaned


def test_a_family_of_emoji_stays_one_picture() -> None:
    family = "\U0001f469\u200d\U0001f469\u200d\U0001f467"

    assert words.cleaned(family) == family


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("  Ann \r\n Lee ", "Ann Lee"),
        ("Ann\u202egnp.exe", "Anngnp.exe"),
        ("A\u200bn\u00adn", "Ann"),
        ("\ue000Ann", "Ann"),
    ],
)
def test_a_name_stands_on_one_line_with_nothing_hidden(written: str, shown: str) -> None:
    assert words.one_line(written) == shown

"""Placeholders in texts."""

import pytest

from chalicelib.core import placeholders
from chalicelib.core.placeholders import Placeholder

KNOWN = {"name", "Organization prefix"}


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("{{name}} {{ Organization prefix }}", []),
        ('{{name | "you, {dear}"}}', ["broken_placeholder"]),
        ('{{name | "you"}} {{name|"\'you\'"}} {{name | ""}}', []),
        ("{{name | you}}", ["unknown_placeholder"]),
        ('{{name | "a" | "b"}}', ["unknown_placeholder"]),
        ('{{name | "}}', ["unknown_placeholder"]),
        ('{{ | "you"}}', ["unknown_placeholder"]),
        ("{{{name}}}", []),
        ("{{NAME}} {{", ["unknown_placeholder", "broken_placeholder"]),
    ],
)
def test_only_known_ones_are_placeholders(text: str, codes: list[str]) -> None:
    assert [fault.code for fault in placeholders.faults("/text", text, KNOWN)] == codes


def test_each_is_asked_for_once_with_what_to_say_instead() -> None:
    asked: list[Placeholder] = []

    def value(wanted: Placeholder) -> str:
        asked.append(wanted)
        return "{{name}}"

    assert placeholders.filled('{{name}}, {{ b | "c" }}', value) == "{{name}}, {{name}}"
    assert asked == [Placeholder("name"), Placeholder("b", "c")]


def test_a_text_of_nothing_but_brackets_takes_no_time() -> None:
    text = "{{" * 50_000 + "{{ " + " " * 50_000

    assert placeholders.filled(text, lambda _: "") == text

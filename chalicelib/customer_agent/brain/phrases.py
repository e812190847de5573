"""Phrases of several languages, from files beside this one.

A line is a regular expression over words as `in_order` gives them, with single blanks between
them; an indented line goes on with the one before. `NAME: ...` is a part, which `<NAME>` stands
for in others.
"""

import re
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).with_name("phrases")
_PART = re.compile(r"([A-Z]+): (.*)")
_NAMED = re.compile(r"<([A-Z]+)>")


@cache
def phrases(name: str, *, after: str = "") -> re.Pattern[str]:
    """Return what finds any of a file's phrases, as whole words; `after` must hold behind it."""
    parts: dict[str, str] = {}
    found: list[str] = []
    for line in _lines(name):
        if part := _PART.fullmatch(line):
            parts[part[1]] = part[2]
        else:
            found.append(_NAMED.sub(lambda named: parts[named[1]], line))
    return re.compile(rf"(?:^|(?<= ))(?:{'|'.join(found)})(?= |$){after}")


def paragraphs(name: str) -> list[str]:
    """Return a file's paragraphs."""
    return [text for text in _read(name).split("\n\n") if not text.startswith("#")]


def _lines(name: str) -> list[str]:
    whole = re.sub(r"\n +", "", _read(name))
    return [line for line in whole.splitlines() if line and not line.startswith("#")]


def _read(name: str) -> str:
    return (_FOLDER / f"{name}.txt").read_text(encoding="utf-8")

"""The few words of a text in which something was found. Pure."""

import re
from collections.abc import Sequence

from chalicelib.search.model import Word
from chalicelib.search.terms import folded

LENGTH = 160
_BEFORE = 50
_CUT = "…"


def excerpt(text: str, words: Sequence[Word]) -> str:
    """Return a part of the text around the first of these words that is in it, on one line.

    >>> excerpt("Hello,\\n\\n  where is my mug?", [Word(terms=("mug",))])
    'Hello, where is my mug?'
    """
    line = " ".join(text.split())
    if len(line) <= LENGTH:
        return line
    start = max(0, _position(line, words) - _BEFORE)
    if start:
        start = line.find(" ", start, start + _BEFORE // 2) + 1 or start
    end = start + LENGTH
    shown = line[start:end] if end >= len(line) else line[start:end].rpartition(" ")[0]
    shown = shown or line[start:end]
    return (_CUT if start else "") + shown.strip() + (_CUT if end < len(line) else "")


def _position(line: str, words: Sequence[Word]) -> int:
    plain = folded(line)
    # Folding may change how long a text is: then this is near enough.
    scale = len(line) / max(1, len(plain))
    for term in (term for word in words for term in word.terms):
        if found := re.search(rf"(?<![^\W_]){re.escape(term)}", plain) or _within(term, plain):
            return int(found.start() * scale)
    return 0


def _within(term: str, plain: str) -> re.Match[str] | None:
    # In scripts without blanks words do not begin anywhere.
    return None if term.isascii() else re.search(re.escape(term), plain)

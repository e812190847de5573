"""Strangers' words: one form for equal text, and never a character that harms."""

import functools
import re
import sys
import unicodedata

_MARKS_IN_A_ROW = 30  # more would make the normal form quadratic; UAX 15 calls it stream-safe

_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\ufeff]")
_LINE_ENDS = re.compile("\r\n|\r|\x0b|\x0c|\x1c|\x1d|\x1e|\x85|\u2028|\u2029")


def cleaned(text: str) -> str:
    """Return the text with `\\n` line ends, in NFC, without control characters."""
    lines = _LINE_ENDS.sub("\n", text)
    return normal_form(_CONTROLS.sub("", lines))


def one_line(text: str) -> str:
    """Return clean text for a name: on one line, nothing invisible, no change of direction."""
    flat = " ".join(cleaned(text).split())
    seen = "".join(one for one in flat if unicodedata.category(one) not in ("Cf", "Co", "Cn"))
    return " ".join(seen.split())


def normal_form(text: str) -> str:
    """Return the text in NFC, in linear time."""
    if text.isascii():
        return text
    return unicodedata.normalize("NFC", _too_many_marks().sub(r"\1", text))


@functools.cache
def _too_many_marks() -> re.Pattern[str]:
    marks = "".join(
        chr(point)
        for point in range(0x300, min(sys.maxunicode, 0x1E950))
        if unicodedata.combining(chr(point))
    )
    return re.compile(f"([{marks}]{{{_MARKS_IN_A_ROW}}})[{marks}]++")

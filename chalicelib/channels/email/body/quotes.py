"""New words apart from the history below, above or between them.

Line by line with anchored, bounded patterns: no input makes it slow. In doubt a line is new:
an agent can skip old words, but cannot answer words that were folded away.
"""

import re

from chalicelib.channels.email import phrases

MAX_LINES = 5_000
_MAX_LINE = 500
_MAX_INTRODUCTION = 4  # lines that a mail program may have broken "On ..., ... wrote:" into

_CLUE = re.compile(r"\d|@")
_COLONS = (":", ":*", "\uff1a")
_STAMP = re.compile(r"@|\d[:.]\d\d")  # "On Monday Ann wrote:" may be the customer's own sentence
_RULE = re.compile(r"[-_*\s]{10,}")


def split(text: str) -> tuple[str, str]:
    """Return (new words, history). A mail of nothing but history is all new words.

    A forwarded mail stays with the new words: it is what the customer wants to show.
    """
    lines = text.split("\n")
    new, old = _parted(lines)
    words = "\n".join(new).strip()
    return (words, "\n".join(old).strip("\n")) if words else (text.strip(), "")


def _parted(lines: list[str]) -> tuple[list[str], list[str]]:
    new: list[str] = []
    old: list[str] = []
    index = 0
    while index < len(lines):
        is_forward = phrases.FORWARD_RULE.fullmatch(lines[index][:_MAX_LINE])
        if is_forward or index >= MAX_LINES:
            return new + lines[index:], old
        if _is_end(lines, index):
            return new, old + lines[index:]
        length = _quotation(lines, index)
        target = old if length else new
        target += lines[index : index + max(length, 1)]
        index += max(length, 1)
    return new, old


def _is_end(lines: list[str], index: int) -> bool:
    """Tell whether everything from here on is history."""
    line = lines[index].strip()[:_MAX_LINE]
    if not line or line.startswith(">"):
        return False
    if phrases.HISTORY_RULE.fullmatch(line):
        return True
    start = index + 1 if _RULE.fullmatch(line) else index
    if _is_header(lines, start):
        return True
    length = _introduction(lines, index)
    joined = " ".join(lines[index : index + length])
    return bool(_STAMP.search(joined)) and not _is_quoted(lines, index + length)


def _quotation(lines: list[str], index: int) -> int:
    """Return how many lines from here are quoted with `>`, their introduction included."""
    introduction = _introduction(lines, index)
    if introduction and _is_quoted(lines, index + introduction):
        return introduction
    return 1 if lines[index].lstrip().startswith(">") else 0


def _introduction(lines: list[str], index: int) -> int:
    """Return over how many lines an "On ..., ... wrote:" goes that begins here, or 0."""
    if not phrases.INTRODUCTION.match(lines[index].strip()[:_MAX_LINE]):
        return 0
    joined = ""
    for length, line in enumerate(lines[index : index + _MAX_INTRODUCTION], start=1):
        part = line.strip()[:_MAX_LINE]
        if not part or part.startswith(">"):
            return 0
        joined = f"{joined} {part}".strip()
        if joined.endswith(_COLONS) and _CLUE.search(joined):
            is_quoted = _is_quoted(lines, index + length)
            return length if _introduces(joined, is_quoted=is_quoted) else 0
    return 0


def _introduces(joined: str, *, is_quoted: bool) -> bool:
    """Some programs write no verb: believed only above a quotation."""
    if phrases.INTRODUCTION_END.search(joined[-80:]):
        return True
    return is_quoted and bool(phrases.QUOTED_END.search(joined[-250:]))


def _is_quoted(lines: list[str], index: int) -> bool:
    following = (line.strip() for line in lines[index : index + 10])
    return next((line for line in following if line), "").startswith(">")


def _is_header(lines: list[str], index: int) -> bool:
    """Tell whether a mail's header, as mail programs print it, begins here."""
    following = [line.strip()[:_MAX_LINE] for line in lines[index : index + 8]]
    block = [line for line in following if line][:6]
    if not block or not phrases.FROM_LINE.match(block[0]):
        return False
    return sum(bool(phrases.FIELD_LINE.match(line)) for line in block[1:]) >= 2

"""The header of a mail or of a part: bounded, decoded, never believed."""

import binascii
import re
from itertools import islice
from urllib.parse import quote, unquote_to_bytes

from chalicelib.channels.email.mime import charsets
from chalicelib.channels.words import one_line

MAX_BYTES = 256 * 1024
MAX_FIELDS = 500
MAX_VALUE = 32 * 1024
_MAX_PARAMETERS = 50
_MAX_PARAMETER_TEXT = 8 * 1024

_FIELD = re.compile(rb"([!-9;-~]{1,200})[ \t]*:(.*)", re.DOTALL)
_WORD = re.compile(r"=\?([^?\s*]{1,60})(?:\*[^?\s]{0,40})?\?([bBqQ])\?([^?]*+)\?=")
_PARAMETER = re.compile(r";\s*+([^\s=;]++)\s*+=\s*+(?:\"((?:[^\"\\]++|\\.)*+)\"|([^;]*+))")
_SECTION = re.compile(r"([^*]+)(?:\*(\d{1,3}))?(\*)?")


class Headers:
    """The fields of one header, by lower-case name, in their order."""

    __slots__ = ("_fields",)

    def __init__(self, fields: dict[str, list[str]]) -> None:
        """Values are unfolded but not yet decoded."""
        self._fields = fields

    def all(self, name: str) -> list[str]:
        """Return every value under this lower-case name."""
        return self._fields.get(name, [])

    def first(self, name: str) -> str:
        """Return the first value, or an empty string."""
        return next(iter(self.all(name)), "")

    def text(self, name: str) -> str:
        """Return the first value for people: decoded, on one line, without what is invisible."""
        return one_line(decoded_words(self.first(name)))


def read(raw: bytes, start: int, end: int) -> tuple[Headers, int]:
    """Return the header that starts there, and where the body starts.

    A line that is no field ends the header, so that a mail without one loses no words.
    """
    fields: list[list[bytes]] = []
    limit = min(end, start + MAX_BYTES)
    position = start
    while position < limit:
        line_end = raw.find(b"\n", position, limit) + 1 or limit
        line = raw[position:line_end].rstrip(b"\r\n")
        if not line or not _take(line, fields, is_first=position == start):
            return _headers(fields), line_end if not line else position
        position = line_end
    return _headers(fields), _after_overlong(raw, position, end)


def decoded_words(value: str) -> str:
    """Return the value with its RFC 2047 words decoded; broken ones stay as they are.

    Neighbours of one charset are joined first: senders cut characters in two.
    """
    pieces: list[str | tuple[str, bytes]] = []
    position = 0
    for found in _WORD.finditer(value):
        data = _word_bytes(found)
        if data is None:
            continue
        gap, last = value[position : found.start()], pieces[-1] if pieces else ""
        position, charset = found.end(), found[1].lower()
        if isinstance(last, tuple) and not gap.strip():
            gap = ""
            if last[0] == charset:
                pieces[-1] = (charset, last[1] + data)
                continue
        pieces += [gap, (charset, data)]
    pieces.append(value[position:])
    return "".join(
        one if isinstance(one, str) else charsets.decoded(one[1], one[0]) for one in pieces
    )


def with_parameters(value: str) -> tuple[str, dict[str, str]]:
    """Return (the value itself in lower case, its parameters decoded by RFC 2231 and 2047)."""
    text = value[:_MAX_PARAMETER_TEXT]
    main = text.partition(";")[0].strip().lower()
    sections: dict[str, dict[int, tuple[str, bool]]] = {}
    for found in islice(_PARAMETER.finditer(text), _MAX_PARAMETERS):
        name = _SECTION.fullmatch(found[1].lower())
        if name:
            plain = found[3].strip() if found[2] is None else re.sub(r"\\(.)", r"\1", found[2])
            place = sections.setdefault(name[1], {})
            place.setdefault(int(name[2] or 0), (plain, bool(name[3])))
    return main, {name: _parameter(place) for name, place in sections.items()}


def _take(line: bytes, fields: list[list[bytes]], *, is_first: bool) -> bool:
    if line[:1] in (b" ", b"\t"):
        if fields:
            fields[-1].append(line)
        return bool(fields) or not line.strip()
    if is_first and line.startswith((b"From ", b">From ")):
        return True  # a mailbox file's own line
    found = _FIELD.fullmatch(line)
    if found:
        fields.append([found[1].lower(), found[2]])
    return bool(found)


def _headers(fields: list[list[bytes]]) -> Headers:
    named: dict[str, list[str]] = {}
    for name, *lines in fields[:MAX_FIELDS]:
        value = b"".join(lines).strip()[:MAX_VALUE]
        named.setdefault(name.decode("ascii"), []).append(charsets.decoded(value, "utf-8"))
    return Headers(named)


def _after_overlong(raw: bytes, position: int, end: int) -> int:
    """A header past the limit is skipped up to its empty line."""
    if position >= end:
        return end
    ends = [raw.find(mark, position, end) for mark in (b"\n\n", b"\n\r\n")]
    found = [one for one in ends if one >= 0]
    return raw.find(b"\n", min(found) + 1) + 1 if found else position


def _word_bytes(found: re.Match[str]) -> bytes | None:
    content = found[3].encode("utf-8", "replace")
    if found[2] in "qQ":
        return binascii.a2b_qp(content, header=True)
    try:
        return binascii.a2b_base64(content + b"==")
    except binascii.Error:
        return None


def _parameter(place: dict[int, tuple[str, bool]]) -> str:
    """Join the sections before decoding: some senders cut within a `%C3`."""
    (first, is_encoded), charset = place.get(0, ("", False)), "utf-8"
    if is_encoded and first.count("'") >= 2:
        charset, _, first = first.split("'", 2)
    sections = {**place, 0: (first, is_encoded)}
    joined = "".join(
        text if is_quoted else quote(text, safe="")
        for _, (text, is_quoted) in sorted(sections.items())
    )
    return decoded_words(charsets.decoded(unquote_to_bytes(joined), charset))

"""HTML of strangers into a flat row of tags and texts, in linear time, whatever they wrote.

What is made of it (`sanitise`, `plain`) is written anew, balanced and escaped, so no later reader
can understand a tag that this one did not see.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

MAX_BYTES = 1_000_000
MAX_TAGS = 20_000
MAX_DEPTH = 256
_MAX_ATTRIBUTES = 50
_MAX_VALUE = 4_000

VOID = frozenset(
    {
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param",
        "source", "track", "wbr",
    }
)  # fmt: skip
_UNREAD = frozenset(
    {
        "script", "style", "title", "textarea", "xmp", "iframe", "noembed", "noframes", "plaintext",
        "template", "svg", "math",
    }
)  # fmt: skip
"""Elements whose content is no text for people."""

_UNREAD_START = re.compile(r"<(script|style|title|svg|math)\b", re.IGNORECASE)
_START = re.compile(r"<(?=[a-zA-Z!?]|/[a-zA-Z>])")
_TAG = re.compile(
    r"<(/?)([a-zA-Z][^\s/>]*+)((?:[^>\"'=]++|=\s*+\"[^\"]*+\"|=\s*+'[^']*+'|[=\"'])*+)>?"
)
_ATTRIBUTE = re.compile(
    r"([^\s\"'<>/=]++)(?:\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s\"'<>`]++)))?"
)


@dataclass(frozen=True, slots=True)
class Text:
    """Words between tags, decoded."""

    words: str


@dataclass(frozen=True, slots=True)
class Tag:
    """The beginning or the end of an element."""

    name: str
    is_end: bool = False
    attributes: dict[str, str] = field(default_factory=dict[str, str])


class TooMuch(Exception):
    """More tags than any mail of a person has."""


def tokens(source: str) -> Iterator[Text | Tag]:
    """Yield texts and tags in their order; raise TooMuch past MAX_TAGS or MAX_BYTES."""
    if len(source) > MAX_BYTES:
        raise TooMuch
    position = 0
    for _ in range(MAX_TAGS):
        start = _START.search(source, position)
        end = start.start() if start else len(source)
        if end > position:
            yield Text(html.unescape(source[position:end]))
        if not start:
            return
        tag, position = _read(source, end)
        if tag:
            yield tag
    raise TooMuch


def stripped(source: str) -> str:
    """Return the words of HTML that is too much to be read tag by tag."""
    kept: list[str] = []
    position = 0
    while found := _UNREAD_START.search(source, position):
        kept.append(source[position : found.start()])
        position = _after(source, found[1].lower(), found.end())
    kept.append(source[position:])
    return html.unescape(re.sub(r"<[a-zA-Z/!?][^<>]*+>?", " ", " ".join(kept)))


def _read(source: str, position: int) -> tuple[Tag | None, int]:
    """Read what begins with the `<` there, and tell where it ends."""
    found = _TAG.match(source, position)
    if not found:
        is_comment = source.startswith("<!--", position)
        end = source.find("-->" if is_comment else ">", position + 2)
        return None, len(source) if end < 0 else end + (3 if is_comment else 1)
    name = found[2].lower()
    if found[1]:
        return Tag(name, is_end=True), found.end()
    if name in _UNREAD:
        return None, _after(source, name, found.end())
    return Tag(name, attributes=_attributes(found[3])), found.end()


def _attributes(text: str) -> dict[str, str]:
    attributes: dict[str, str] = {}
    for found in islice(_ATTRIBUTE.finditer(text), _MAX_ATTRIBUTES):
        value = found[2] or found[3] or found[4] or ""
        attributes.setdefault(found[1].lower(), html.unescape(value[:_MAX_VALUE]))
    return attributes


def _after(source: str, name: str, position: int) -> int:
    """Return where the text goes on after an element that is not read; the end if never."""
    found = re.compile(rf"</{name}\b[^>]*+>?", re.IGNORECASE).search(source, position)
    return found.end() if found else len(source)

"""A document, Markdown or HTML, into sections by its headings; pure, and linear in its length.

HTML becomes plain text with Markdown's headings, lists and links; what is no text for people
(scripts, styles) is not read.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from chalicelib.channels.email.body import markup
from chalicelib.channels.email.body.markup import Tag, Text
from chalicelib.core.errors import Fault, Invalid
from chalicelib.customer_agent.knowledge.model import Section
from chalicelib.customer_agent.knowledge.rules import MAX_ARTICLES, MAX_TEXT, MAX_TITLE

DEEPEST = 3
"""Headings below this level stay in the text of their section."""

_HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t]+(.*))?")
_FENCE = re.compile(r" {0,3}(```|~~~)")
_UNDERLINE = re.compile(r" {0,3}(=+|-{2,})[ \t]*")
_EMPHASIS = re.compile(r"[*_`]{1,3}(\S[^*_`]*)[*_`]{1,3}")
_LINKED = re.compile(r"\[([^\[\]]*)\]\([^()\s]*\)")
_BLANKS = re.compile(r"\s+")
_BLANK_LINES = re.compile(r"\n{3,}")
_LINK = re.compile(r"https?://[^\s<>\"\\()]{1,500}", re.IGNORECASE)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "br", "caption", "dd", "details", "div",
    "dl", "dt", "figure", "footer", "form", "header", "hr", "li", "main", "nav", "ol", "p", "pre",
    "section", "summary", "table", "tbody", "tfoot", "thead", "tr", "ul",
})  # fmt: skip
_SPACED = frozenset({"p", "ul", "ol", "table", "blockquote", "pre", "section", "article"})


@dataclass(slots=True)
class _Open:
    level: int
    title: str
    lines: list[str] = field(default_factory=list[str])
    parent: str = ""


def of_markdown(text: str, title: str = "") -> tuple[Section, ...]:
    """Return the sections that say something; what comes before all headings has the `title`."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return _sections(_opened(plain.split("\n"), title))


def of_html(source: str, title: str = "") -> tuple[Section, ...]:
    """Return the same of HTML, or raise Invalid for what is too much of it."""
    try:
        return of_markdown(_written(markup.tokens(source)), title)
    except markup.TooMuch as error:
        raise _invalid("/text", "too_many_tags", f"At most {markup.MAX_TAGS} tags.") from error


def _opened(lines: Iterable[str], title: str) -> Iterator[_Open]:
    trail: list[_Open] = []
    section = _Open(level=0, title=" ".join(title.split()))
    fence = ""
    for line in lines:
        mark = _FENCE.match(line)
        if mark and fence in ("", mark[1]):
            fence = "" if fence else mark[1]
        heading = None if fence else _heading(line, section)
        if heading is None:
            section.lines.append(line)
            continue
        yield section
        level, name = heading
        trail = [each for each in trail if each.level < level]
        section = _Open(level=level, title=name, parent=trail[-1].title if trail else "")
        trail.append(section)
    yield section


def _heading(line: str, section: _Open) -> tuple[int, str] | None:
    """Return level and words of a heading; one of the older form takes its words from above."""
    if (found := _HEADING.fullmatch(line)) and len(found[1]) <= DEEPEST:
        name = _bare((found[2] or "").rstrip().rstrip("#"))
        return (len(found[1]), name) if name else None
    above = section.lines[-1] if section.lines else ""
    is_alone = bool(above.strip()) and (len(section.lines) == 1 or not section.lines[-2].strip())
    if is_alone and (found := _UNDERLINE.fullmatch(line)) and above.lstrip()[:1] not in "-*>|":
        section.lines.pop()
        return (1 if found[1][0] == "=" else 2), _bare(above)
    return None


def _bare(words: str) -> str:
    plain = _EMPHASIS.sub(r"\1", _LINKED.sub(r"\1", words[: 5 * MAX_TITLE]))
    return _BLANKS.sub(" ", plain).strip()[:MAX_TITLE].strip()


def _sections(opened: Iterable[_Open]) -> tuple[Section, ...]:
    found: dict[str, str] = {}
    again: Counter[str] = Counter()
    for section in opened:
        text = "\n".join(section.lines).strip()
        if not text:
            continue
        title = _unused(section, found, again)
        if not title:
            raise _invalid("/title", "required", "What comes before all headings needs a title.")
        if len(text) > MAX_TEXT:
            detail = f"{title!r} has more than {MAX_TEXT} characters; give it headings."
            raise _invalid("/text", "section_too_long", detail)
        if len(found) >= MAX_ARTICLES:
            raise _invalid("/text", "too_many_sections", f"At most {MAX_ARTICLES} headings.")
        found[title] = text
    if not found:
        raise _invalid("/text", "empty", "There is no text in it.")
    return tuple(Section(title=title, text=text) for title, text in found.items())


def _unused(section: _Open, found: Mapping[str, str], again: Counter[str]) -> str:
    """Return a title that no section before has, the same whenever the document is read."""
    title = section.title
    if title in found and section.parent:
        title = f"{section.parent}: {title}"[:MAX_TITLE].strip()
    while title in found:
        again[section.title] += 1
        title = f"{section.title[: MAX_TITLE - 8].strip()} ({again[section.title] + 1})"
    return title


def _invalid(pointer: str, code: str, detail: str) -> Invalid:
    return Invalid("The document is not as it should be.", faults=[Fault(pointer, code, detail)])


def _written(tokens: Iterable[Text | Tag]) -> str:
    """Write HTML as Markdown's headings, lists and links."""
    parts: list[str] = []
    link = ""
    for token in tokens:
        if isinstance(token, Text):
            words = _BLANKS.sub(" ", token.words)
            parts.append(_guarded(words) if _is_start(parts) else words)
        elif level := _HEADINGS.get(token.name):
            parts.append("\n\n" if token.is_end else f"\n\n{'#' * level} ")
        elif token.name == "a":
            parts.append("" if not token.is_end else f" ({link})" if link else "")
            link = "" if token.is_end else _address(token)
        else:
            parts.append(_space(token))
    lines = (line.strip() for line in "".join(parts).split("\n"))
    return _BLANK_LINES.sub("\n\n", "\n".join(lines))


def _is_start(parts: list[str]) -> bool:
    return not parts or parts[-1].endswith("\n")


def _guarded(words: str) -> str:
    # What the page shows as plain words makes no heading and opens no fence.
    return f"\\{words.lstrip()}" if words.lstrip()[:1] in ("#", "`", "~", "=") else words


def _address(tag: Tag) -> str:
    found = _LINK.fullmatch(tag.attributes.get("href", "").strip())
    return found[0] if found else ""


def _space(tag: Tag) -> str:
    if tag.name in ("td", "th"):
        return " " if tag.is_end else ""
    if tag.name == "li":
        return "" if tag.is_end else "\n- "
    if tag.name in _BLOCKS:
        return "\n\n" if tag.name in _SPACED else "\n"
    return ""

"""HTML into plain text, for mails that bring nothing else."""

import re

from chalicelib.channels.email.body import markup
from chalicelib.channels.email.body.markup import Tag, Text

_BLOCKS = frozenset(
    {
        "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "div", "dl",
        "dt", "fieldset", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr",
        "li", "main", "ol", "p", "pre", "section", "table", "tbody", "tfoot", "thead", "tr", "ul",
    }
)  # fmt: skip
_SPACED = frozenset(
    {
        "p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "ul", "ol", "table", "pre",
    }
)  # fmt: skip
_CELLS = frozenset({"td", "th"})
_BLANK_LINES = re.compile(r"\n{3,}")
_SPACES = re.compile(r"[ \t\r\n\f\u00a0]+")
_MAX_QUOTES = 10
_KEPT_BLANK = "\u00a0"  # all others have become plain blanks


def text_of(source: str) -> str:
    """Return the words; a quotation's lines begin with `>`."""
    writer = _Writer()
    try:
        for token in markup.tokens(source[: markup.MAX_BYTES]):
            if isinstance(token, Text):
                writer.words(token.words)
            else:
                writer.tag(token)
    except markup.TooMuch:
        return _BLANK_LINES.sub("\n\n", _trimmed(markup.stripped(source[: markup.MAX_BYTES])))
    return writer.text()


class _Writer:
    """Lines that grow word by word; `quotes` is how deep in quotations the next line stands."""

    def __init__(self) -> None:
        self._lines: list[tuple[int, list[str]]] = [(0, [])]
        self._quotes = 0
        self._pre = 0

    def words(self, words: str) -> None:
        """Add words to the line; white space counts for one blank outside of `pre`."""
        if self._pre:
            first, *rest = words.replace(" ", _KEPT_BLANK).split("\n")
            self._lines[-1][1].append(first)
            for line in rest:
                self._break()
                self._lines[-1][1].append(line)
        else:
            self._lines[-1][1].append(_SPACES.sub(" ", words))

    def tag(self, tag: Tag) -> None:
        """Let the tag end lines, open quotations, begin list entries."""
        name = tag.name
        step = -1 if tag.is_end else 1
        if name == "br":
            self._break()
        elif name in _CELLS and tag.is_end:
            self._lines[-1][1].append(" ")
        elif name == "img" and tag.attributes.get("alt"):
            self.words(f"[{tag.attributes['alt'][:200]}]")
        elif name in _BLOCKS:
            self._block(name, step)

    def text(self) -> str:
        """Return what was written."""
        lines = (
            ((">" * quotes + " " if quotes else "") + _trimmed("".join(words))).rstrip()
            for quotes, words in self._lines
        )
        return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip().replace(_KEPT_BLANK, " ")

    def _block(self, name: str, step: int) -> None:
        self._break(is_needed=False)
        if name in _SPACED and len(self._lines) > 1:
            self._break()
        if name == "blockquote":
            self._quotes = min(max(self._quotes + step, 0), _MAX_QUOTES)
            self._lines[-1] = (self._quotes, [])
        if name == "pre":
            self._pre = max(self._pre + step, 0)
        if name == "li" and step > 0:
            self._lines[-1][1].append("- ")

    def _break(self, *, is_needed: bool = True) -> None:
        if is_needed or any(one.strip() for one in self._lines[-1][1]):
            self._lines.append((self._quotes, []))


def _trimmed(line: str) -> str:
    return re.sub(r" {2,}", " ", line).strip(" ")

"""HTML of strangers into HTML that can do nothing: no script, no form, no request, no overlay.

Two gates: first it is written anew from tags, attributes and properties on a list, balanced and
bounded, because a deep or misnested tree costs any parser minutes; then nh3 cleans the result.
"""

import functools
import html
import re
from collections.abc import Iterable, Iterator

import nh3

from chalicelib.channels.email.body import markup
from chalicelib.channels.email.body.markup import Tag, Text

MAX_OUTPUT = 2_000_000
_MAX_STYLE = 400  # a parser may repeat it for every paragraph
_MAX_FORMATTING = 12
QUOTED = "quoted"
"""The class of the history's element, for the reader to fold."""

_FORMATTING = frozenset(
    {
        "a", "b", "big", "code", "em", "font", "i", "s", "small", "strike", "strong", "tt", "u",
    }
)  # fmt: skip
_TAGS = _FORMATTING | frozenset(
    {
        "abbr", "address", "article", "aside", "bdi", "bdo", "blockquote", "br", "caption",
        "center", "cite", "col", "colgroup", "dd", "del", "div", "dl", "dt", "footer", "h1", "h2",
        "h3", "h4", "h5", "h6", "header", "hr", "img", "ins", "kbd", "li", "main", "ol", "p", "pre",
        "q", "samp", "section", "span", "sub", "sup", "table", "tbody", "td", "tfoot", "th",
        "thead", "tr", "ul", "var", "wbr",
    }
)  # fmt: skip
_IMPLIED_END = frozenset({"p", "li", "dt", "dd", "tr", "td", "th", "tbody", "thead", "tfoot"})
_SCOPES = frozenset({"table", "ul", "ol", "dl", "div", "blockquote"})
_PLAIN = frozenset(
    {
        "align", "valign", "bgcolor", "color", "dir", "lang", "title", "alt", "border",
        "cellpadding", "cellspacing", "colspan", "rowspan", "size", "face", "start", "type",
    }
)  # fmt: skip
_PROPERTIES = frozenset(
    {
        "color", "background-color", "font-family", "font-size", "font-style", "font-weight",
        "text-align", "text-decoration", "text-transform", "line-height", "letter-spacing",
        "white-space", "vertical-align", "border", "border-top", "border-right", "border-bottom",
        "border-left", "border-color", "border-style", "border-width", "border-collapse",
        "border-radius", "padding", "padding-top", "padding-right", "padding-bottom",
        "padding-left", "list-style-type",
    }
)  # fmt: skip
_VALUE = re.compile(r"(?:(?:rgb|hsl)a?\(|[\w\s#%.,!)'\"+-]){1,120}")
_SIZE = re.compile(r"(\d{1,5})(?:px)?(%?)")
_LINK = re.compile(r"(?:https?://|mailto:|tel:)[^\s\x00-\x20\"<>\\]+", re.IGNORECASE)
_REMOTE = re.compile(r"(?:https?:)?//[^\s\x00-\x20\"<>\\]+", re.IGNORECASE)
_CID = re.compile(r"cid:[^\s\"<>]{1,255}", re.IGNORECASE)
_HISTORY = re.compile(
    r"gmail_quote|yahoo_quoted|moz-cite-prefix|protonmail_quote|divRplyFwdMsg|appendonsend"
)


def sanitised(source: str) -> str | None:
    """Return harmless HTML, or None for what is too large, too deep or too much of anything."""
    try:
        written = "".join(_written(markup.tokens(source)))
    except markup.TooMuch:
        return None
    if len(written) > MAX_OUTPUT:
        return None
    clean = _cleaner().clean(written)
    return clean if len(clean) <= MAX_OUTPUT else None


def _written(tokens: Iterable[Text | Tag]) -> Iterator[str]:
    """Write every start with its end; raise TooMuch where elements lie too deep."""
    stack: list[str] = []
    for token in tokens:
        if isinstance(token, Text):
            yield html.escape(token.words, quote=False)
        elif token.name not in _TAGS:
            continue
        elif token.is_end:
            yield from _closed(stack, token.name)
        else:
            yield from _opened(stack, token)
    while stack:
        yield f"</{stack.pop()}>"


def _opened(stack: list[str], tag: Tag) -> Iterator[str]:
    if tag.name in _IMPLIED_END or tag.name == "a":
        yield from _closed(stack, tag.name, _SCOPES)
    if tag.name in _FORMATTING and sum(one in _FORMATTING for one in stack) >= _MAX_FORMATTING:
        return
    if len(stack) >= markup.MAX_DEPTH:
        raise markup.TooMuch
    attributes = "".join(
        f' {name}="{html.escape(value)}"' for name, value in _attributes(tag).items()
    )
    yield f"<{tag.name}{attributes}>"
    if tag.name not in markup.VOID:
        stack.append(tag.name)


def _closed(stack: list[str], name: str, scopes: frozenset[str] = frozenset()) -> Iterator[str]:
    """Close the element and all inside it; one that is not open, in its scope, stays unheard."""
    for depth, one in enumerate(reversed(stack), start=1):
        if one == name:
            yield from (f"</{stack.pop()}>" for _ in range(depth))
            return
        if one in scopes:
            return


def _attributes(tag: Tag) -> dict[str, str]:
    given = tag.attributes
    kept = {name: value[:500] for name, value in given.items() if name in _PLAIN}
    for name in ("width", "height"):
        size = _SIZE.fullmatch(given.get(name, "").strip())
        if size:
            kept[name] = f"{min(int(size[1]), 2_000)}{size[2]}"
    style = _style(given.get("style", ""))
    if style:
        kept["style"] = style
    if _HISTORY.search(f"{given.get('class', '')} {given.get('id', '')}"):
        kept["class"] = QUOTED
    return kept | _address(tag)


def _address(tag: Tag) -> dict[str, str]:
    """Links go out, images wait in `data-src` until a person lets them load."""
    if tag.name == "a":
        link = tag.attributes.get("href", "").strip()
        return {"href": link} if _LINK.fullmatch(link) else {}
    source = tag.attributes.get("src", "").strip() if tag.name == "img" else ""
    if _CID.fullmatch(source):
        return {"src": source}
    if _REMOTE.fullmatch(source):
        return {"data-src": f"https:{source}" if source.startswith("//") else source}
    return {}


def _style(text: str) -> str:
    kept: list[str] = []
    for declaration in text[:2_000].split(";"):
        name, _, value = (part.strip() for part in declaration.partition(":"))
        if name.lower() in _PROPERTIES and _VALUE.fullmatch(value):
            kept.append(f"{name.lower()}:{value}")
    style = ";".join(kept)
    return style if len(style) <= _MAX_STYLE else ""


@functools.cache
def _cleaner() -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=set(_TAGS),
        attributes={
            "*": set(_PLAIN | {"style", "width", "height"}),
            "a": {"href"},
            "img": {"src", "data-src"},
        },
        tag_attribute_values={tag: {"class": {QUOTED}} for tag in _TAGS},
        set_tag_attribute_values={"a": {"target": "_blank"}},
        url_schemes={"http", "https", "mailto", "tel", "cid"},
        url_relative="deny",
        filter_style_properties=set(_PROPERTIES),
        link_rel="noopener noreferrer",
        strip_comments=True,
    )

"""Which parts are the words and which are files: RFC 8621 section 4.1.4."""

from dataclasses import dataclass, field

from chalicelib.channels.email.mime.parts import Part, Tree

_WORDS = frozenset({"text/plain", "text/html"})
_MEDIA = ("image/", "audio/", "video/")


@dataclass(slots=True)
class Bodies:
    """The parts of a mail by their use. A part may be in both `text` and `html`."""

    text: list[Part] = field(default_factory=list[Part])
    html: list[Part] = field(default_factory=list[Part])
    files: list[Part] = field(default_factory=list[Part])


def sorted_out(tree: Tree) -> Bodies:
    """Tell the words from the files; a picture between words is a file too."""
    bodies = Bodies()
    _sort(bodies, [tree.root], "mixed", (bodies.text, bodies.html), is_alternative=False)
    media = [one for one in bodies.text + bodies.html if one.content_type not in _WORDS]
    bodies.files += [one for one in dict.fromkeys(media) if one not in bodies.files]
    return bodies


_Lists = tuple[list[Part] | None, list[Part] | None]


def _sort(
    bodies: Bodies, parts: list[Part], kind: str, lists: _Lists, *, is_alternative: bool
) -> None:
    text, html = lists
    before = (len(text or ()), len(html or ()))
    for index, part in enumerate(parts):
        if part.children:
            sub = part.content_type.partition("/")[2]
            inside = is_alternative or sub == "alternative"
            _sort(bodies, part.children, sub, (text, html), is_alternative=inside)
        elif not _is_inline(part, index, kind):
            bodies.files.append(part)
        elif kind == "alternative":
            _choose(bodies, part)
        else:
            if is_alternative and part.content_type in _WORDS:
                text, html = (text, None) if part.content_type == "text/plain" else (None, html)
            _put(bodies, part, (text, html))
    if kind == "alternative" and text is not None and html is not None:
        _fill(text, html, before)


def _is_inline(part: Part, index: int, kind: str) -> bool:
    is_media = part.content_type.startswith(_MEDIA)
    if part.disposition == "attachment" or not (is_media or part.content_type in _WORDS):
        return False
    return index == 0 or (kind != "related" and (is_media or not part.name))


def _choose(bodies: Bodies, part: Part) -> None:
    match part.content_type:
        case "text/plain":
            bodies.text.append(part)
        case "text/html":
            bodies.html.append(part)
        case _:
            bodies.files.append(part)


def _put(bodies: Bodies, part: Part, lists: _Lists) -> None:
    for one in lists:
        if one is not None:
            one.append(part)
    if None in lists and part.content_type.startswith(_MEDIA):
        bodies.files.append(part)


def _fill(text: list[Part], html: list[Part], before: tuple[int, int]) -> None:
    """An alternative that brought only one form serves for both."""
    new_text, new_html = text[before[0] :], html[before[1] :]
    if not new_text:
        text += new_html
    elif not new_html:
        html += new_text

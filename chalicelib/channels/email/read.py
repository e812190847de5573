"""A mail's content: words, history, safe HTML, files; and what the agent should know of it."""

import hashlib
import html
from collections.abc import Callable
from dataclasses import dataclass

from chalicelib.channels.email.body import flowed, plain, quotes, sanitise
from chalicelib.channels.email.mime import bodies, files
from chalicelib.channels.email.mime.bodies import Bodies
from chalicelib.channels.email.mime.parts import Part, Tree
from chalicelib.channels.model import File

MAX_TEXT = 200_000
MAX_SOURCE = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What people see of a mail."""

    text: str
    quoted: str
    html: str | None
    files: tuple[File, ...]
    notices: tuple[str, ...]
    digest: str


def content_of(raw: bytes, tree: Tree) -> Content:
    """Read the parts of a mail."""
    sorted_out = bodies.sorted_out(tree)
    source = _html_source(raw, sorted_out)
    whole, is_cut = _text(raw, sorted_out, source)
    clean = sanitise.sanitised(source) if source else None
    text, quoted = quotes.split(whole[:MAX_TEXT])
    attached = _files(raw, sorted_out.files)
    notices = {
        "truncated": tree.is_cut or is_cut or len(whole) > MAX_TEXT,
        "html_dropped": bool(source) and clean is None,
    }
    return Content(
        text=text,
        quoted=quoted,
        html=clean,
        files=attached,
        notices=tuple(name for name, is_so in notices.items() if is_so),
        digest=_digest(whole, source, attached),
    )


def _text(raw: bytes, sorted_out: Bodies, source: str) -> tuple[str, bool]:
    """Return the words of the text parts, or of the HTML where the text has none."""
    pieces: list[str] = []
    room = MAX_SOURCE
    has_plain = any(part.content_type == "text/plain" for part in sorted_out.text)
    for part in sorted_out.text if has_plain else ():
        words = part.text(raw, max(room, 0)) if part.content_type in _READERS else ""
        room -= part.end - part.start
        pieces.append(_READERS[part.content_type](part, words) if words else "")
    text = "\n\n".join(piece.strip("\n") for piece in pieces if piece.strip())
    return (text or plain.text_of(source)), room < 0


def _html_source(raw: bytes, sorted_out: Bodies) -> str:
    """Return all HTML as one; text between keeps its place. Past the limit the rest is left out."""
    if not any(part.content_type == "text/html" for part in sorted_out.html):
        return ""
    source = ""
    for part in sorted_out.html:
        if len(source) > MAX_SOURCE:
            break
        if part.content_type == "text/html":
            source += part.text(raw, MAX_SOURCE + 1)
        elif part.content_type == "text/plain":
            words = html.escape(part.text(raw, MAX_SOURCE), quote=False)
            source += f"<div>{words.replace(chr(10), '<br>')}</div>"
    return source


def _of_plain(part: Part, words: str) -> str:
    if part.parameters.get("format", "").lower() != "flowed":
        return words
    return flowed.unflowed(words, is_delsp=part.parameters.get("delsp", "").lower() == "yes")


def _of_html(part: Part, words: str) -> str:
    return plain.text_of(words)


_READERS: dict[str, Callable[[Part, str], str]] = {"text/plain": _of_plain, "text/html": _of_html}


def _files(raw: bytes, parts: list[Part]) -> tuple[File, ...]:
    found: list[File] = []
    for number, part in enumerate(parts, start=1):
        content = part.content(raw)
        kind = files.true_type(part.content_type, content)
        found.append(
            File(
                name=files.safe_name(part.name, part.content_type, number),
                content_type=kind,
                content=content,
                content_id=part.content_id,
                is_inline=part.disposition != "attachment" and bool(part.content_id),
            )
        )
    return tuple(found)


def _digest(text: str, source: str, attached: tuple[File, ...]) -> str:
    """Return SHA-256 over what the mail says; how it came, and how lines end, do not count."""
    digest = hashlib.sha256()
    for words in (text, source):
        digest.update(" ".join(words.split()).encode() + b"\0")
    for one in attached:
        digest.update(hashlib.sha256(one.content).digest())
    return digest.hexdigest()

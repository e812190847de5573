"""The console's page, the widget's loader, and the files that pages need.

Each file is found once, at the start: what was not is not there, whatever the path.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated

from msgspec import Meta

from chalicelib.core.desk import Desk
from chalicelib.core.errors import NotFound
from chalicelib.web.answers import Answer, Text
from chalicelib.web.queries import Query
from chalicelib.web.request import Request
from chalicelib.web.routes import NOBODY_ASKED, Routes

routes = Routes()

ROOT = Path(__file__).parent.parent / "static"
_HTML = "text/html; charset=utf-8"
_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
}
LANGUAGES = ("en", "es", "pt", "nl", "sv", "de", "fr", "ar")
"""What the chat speaks, a catalogue each."""

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; frame-src 'self'; "
    "img-src 'self' data: {files}; base-uri 'none'; form-action 'none'; "
    "connect-src 'self' {files}; frame-ancestors {framed_by}"
)
PAGES = {
    "console": "console/console.html",
    "chat": "widget/chat.html",
}
"""Where a page lies."""
_MAIL = "console/ticket/mail.html"
_MAIL_POLICY = (
    "sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox; default-src 'none'; "
    "style-src 'self'; img-src {files}{elsewhere}; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'self'"
)
"""Nothing runs there: the console, which is of the same origin, puts the mail's markup there."""
LOADER = "widget/loader.js"
_NO_PAGE_ASKS_FOR = "manifest.json"
FILES = {
    path.relative_to(ROOT).as_posix(): _TYPES[path.suffix]
    for path in sorted(ROOT.rglob("*"))
    if path.suffix in _TYPES and path.name != _NO_PAGE_ASKS_FOR
}
_CACHED = "public, max-age=60"
_ASKED_EACH_TIME = "no-cache"
FOR_OTHER_SITES = {"Cross-Origin-Resource-Policy": "cross-origin"}
"""Also for pages that let in only what says so."""


@dataclass(frozen=True, slots=True)
class File:
    """A text with its tag."""

    text: Text
    etag: str


class MailQuery(Query, frozen=True):
    """What the frame of a mail may load."""

    pictures: Annotated[bool, Meta(description="Whether pictures from anywhere may load.")] = False


@routes.get("/console", needs=NOBODY_ASKED)
def console(desk: Desk, request: Request) -> Answer:
    """Show the agents' console."""
    return page(desk, "console", request, framed_by="'none'")


@routes.get("/mail", needs=NOBODY_ASKED, query=MailQuery)
def mail(desk: Desk, request: Request, query: MailQuery) -> Answer:
    """Show white paper, on which the console writes a customer's formatted mail."""
    elsewhere = " https: http:" if query.pictures else ""
    policy = _MAIL_POLICY.format(files=desk.files.origin, elsewhere=elsewhere)
    return _page(_MAIL, policy, request)


@routes.get("/widget.js", needs=NOBODY_ASKED)
def loader(desk: Desk, request: Request) -> Answer:
    """Return the script that shops put on their pages."""
    headers = {"Content-Type": FILES[LOADER], "Cache-Control": _CACHED, **FOR_OTHER_SITES}
    return unless_known(request, _file(LOADER), headers)


@routes.get("/static/{folder}/{name}", needs=NOBODY_ASKED)
def static(desk: Desk, request: Request, folder: str, name: str) -> Answer:
    """Return a file that is on the list."""
    return _listed(f"{folder}/{name}", request)


@routes.get("/static/{folder}/{screen}/{name}", needs=NOBODY_ASKED)
def static_of_screen(desk: Desk, request: Request, folder: str, screen: str, name: str) -> Answer:
    """Return a file of one screen that is on the list."""
    return _listed(f"{folder}/{screen}/{name}", request)


def _listed(path: str, request: Request) -> Answer:
    if path not in FILES:
        raise NotFound("There is no such file.")
    headers = {"Content-Type": FILES[path], "Cache-Control": _CACHED}
    return unless_known(request, _file(path), headers)


def page(desk: Desk, name: str, request: Request, *, framed_by: str) -> Answer:
    """Return a page; `framed_by` says, in its policy's words, who may hold it in a frame."""
    policy = _POLICY.format(files=desk.files.origin, framed_by=framed_by)
    return _page(PAGES[name], policy, request)


def _page(path: str, policy: str, request: Request) -> Answer:
    headers = {
        "Content-Type": _HTML,
        "Cache-Control": _ASKED_EACH_TIME,
        "Content-Security-Policy": policy,
    }
    return unless_known(request, _file(path), headers)


@cache
def words(language: str) -> Mapping[str, str]:
    """Return a catalogue of the chat."""
    return json.loads(_file(f"words/{language}.json").text)


def script(text: str) -> File:
    """Return a script that was made up just now."""
    return _tagged(text.encode())


def unless_known(request: Request, file: File, headers: dict[str, str]) -> Answer:
    """Return the file, or 304 to who has it already."""
    tagged = {**headers, "ETag": file.etag}
    known = {tag.strip() for tag in request.headers.get("if-none-match", "").split(",")}
    if file.etag in known or f"W/{file.etag}" in known:
        return Answer(Text(), 304, tagged)
    return Answer(file.text, 200, tagged)


@cache
def _file(path: str) -> File:
    return _tagged((ROOT / path).read_bytes())


def _tagged(raw: bytes) -> File:
    return File(Text(raw.decode()), f'"{hashlib.sha256(raw).hexdigest()[:16]}"')

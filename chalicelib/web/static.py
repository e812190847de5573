"""The pages of the console and the API, the widget's loader, and the files that pages need."""

import json
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Annotated

from msgspec import Meta

from chalicelib.core.desk import Desk
from chalicelib.core.errors import NotFound
from chalicelib.web import assets
from chalicelib.web.answers import Answer, Text
from chalicelib.web.assets import FILES, File
from chalicelib.web.queries import Query
from chalicelib.web.request import Request
from chalicelib.web.routes import NOBODY_ASKED, Routes

routes = Routes()

_HTML = "text/html; charset=utf-8"
LANGUAGES = ("en", "es", "pt", "nl", "sv", "de", "fr", "ar")
"""What the chat speaks, a catalogue each."""

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; frame-src 'self'; "
    "img-src 'self' data: {files}{pictures}; base-uri 'none'; form-action 'none'; "
    "connect-src 'self' {files}; frame-ancestors {framed_by}"
)
PAGES = {
    "console": "console/console.html",
    "chat": "widget/chat.html",
    "docs": "docs/docs.html",
    "sandbox": "sandbox/sandbox.html",
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
_CACHED = "public, max-age=60"
_KEPT = "public, max-age=31536000, immutable"
_ASKED_EACH_TIME = "no-cache"
FOR_OTHER_SITES = {"Cross-Origin-Resource-Policy": "cross-origin"}
"""Also for pages that let in only what says so."""


class MailQuery(Query, frozen=True):
    """What the frame of a mail may load."""

    pictures: Annotated[bool, Meta(description="Whether pictures from anywhere may load.")] = False


@routes.get("/console", needs=NOBODY_ASKED)
def console(desk: Desk, request: Request) -> Answer:
    """Show the agents' console."""
    return page(desk, "console", request, framed_by="'none'")


@routes.get("/docs", needs=NOBODY_ASKED)
def docs(desk: Desk, request: Request) -> Answer:
    """Show the description of the API as a page."""
    return page(desk, "docs", request, framed_by="'none'")


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
    return unless_known(request, assets.file(LOADER), headers)


@routes.get("/static/{version}/{folder}/{name}", needs=NOBODY_ASKED)
def static(desk: Desk, request: Request, version: str, folder: str, name: str) -> Answer:
    """Return a file that is on the list."""
    return _listed(f"{folder}/{name}", version, request)


@routes.get("/static/{version}/{folder}/{name}/{file}", needs=NOBODY_ASKED)
def static_of_screen(
    desk: Desk, request: Request, version: str, *, folder: str, name: str, file: str
) -> Answer:
    """Return a file of one screen that is on the list."""
    return _listed(f"{folder}/{name}/{file}", version, request)


def _listed(path: str, version: str, request: Request) -> Answer:
    """Return a file as it is now, whatever version a page asks for.

    While a new version is put in place pages of both ask functions of both, and a page that stays
    open asks for the old one's until it is loaded anew: the newest file serves it, nothing doesn't.
    But nobody may keep it as that of another version.
    """
    if path not in FILES:
        raise NotFound("There is no such file.")
    cached = _KEPT if version == assets.version() else _ASKED_EACH_TIME
    headers = {"Content-Type": FILES[path], "Cache-Control": cached}
    return unless_known(request, assets.file(path), headers)


def page(desk: Desk, name: str, request: Request, *, framed_by: str, picture: str = "") -> Answer:
    """Return a page; `framed_by` says, in its policy's words, who may hold it in a frame.

    `picture` is, in the same words, one from elsewhere that it may show.
    """
    pictures = f" {picture}" if picture else ""
    policy = _POLICY.format(files=desk.files.origin, pictures=pictures, framed_by=framed_by)
    return _page(PAGES[name], policy, request)


def _page(path: str, policy: str, request: Request) -> Answer:
    headers = {
        "Content-Type": _HTML,
        "Cache-Control": _ASKED_EACH_TIME,
        "Content-Security-Policy": policy,
    }
    found = assets.page(path)
    # Browsers keep the policy that a page came with when they are told that it is still the same.
    etag = assets.tagged(f"{policy}\n{found.text}".encode()).etag
    return unless_known(request, replace(found, etag=etag), headers)


@cache
def words(language: str) -> Mapping[str, str]:
    """Return a catalogue of the chat."""
    return json.loads(assets.file(f"words/{language}.json").text)


def script(text: str) -> File:
    """Return a script that was made up just now."""
    return assets.tagged(text.encode())


def unless_known(request: Request, file: File, headers: dict[str, str]) -> Answer:
    """Return the file, or 304 to who has it already."""
    tagged = {**headers, "ETag": file.etag}
    known = {tag.strip() for tag in request.headers.get("if-none-match", "").split(",")}
    if file.etag in known or f"W/{file.etag}" in known:
        return Answer(Text(), 304, tagged)
    return Answer(file.text, 200, tagged)

"""The pages of the console and of the chat, and the files that these need.

Each file is named here: what is not is not there, whatever the path.
"""

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from chalicelib.core.desk import Desk
from chalicelib.core.errors import NotFound
from chalicelib.web.answers import Answer, Text
from chalicelib.web.request import Request
from chalicelib.web.routes import NOBODY_ASKED, Routes

routes = Routes(__name__)

ROOT = Path(__file__).parent.parent / "static"
_HTML = "text/html; charset=utf-8"
_CSS = "text/css; charset=utf-8"
_SCRIPT = "text/javascript; charset=utf-8"
_SVG = "image/svg+xml"

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "frame-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'"
)
PAGES = {
    "console": ("console/console.html", f"{_POLICY}; frame-ancestors 'none'"),
    # The shops' own pages hold it in a frame.
    "chat": ("widget/chat.html", f"{_POLICY}; frame-ancestors *"),
}
FILES = {
    "console/api.js": _SCRIPT,
    "console/app.js": _SCRIPT,
    "console/bulk.js": _SCRIPT,
    "console/composer.js": _SCRIPT,
    "console/filters.js": _SCRIPT,
    "console/inbox.js": _SCRIPT,
    "console/list.js": _SCRIPT,
    "console/mail.css": _CSS,
    "console/overview.js": _SCRIPT,
    "console/presence.js": _SCRIPT,
    "console/console.css": _CSS,
    "console/settings.js": _SCRIPT,
    "console/sign_in.js": _SCRIPT,
    "console/thread.js": _SCRIPT,
    "console/ticket.js": _SCRIPT,
    "shared/dom.js": _SCRIPT,
    "shared/icon.svg": _SVG,
    "shared/times.js": _SCRIPT,
    "shared/tokens.css": _CSS,
    "widget/chat.css": _CSS,
    "widget/chat.js": _SCRIPT,
    "widget/line.js": _SCRIPT,
}
_CACHED = "public, max-age=60"
_ASKED_EACH_TIME = "no-cache"


@dataclass(frozen=True, slots=True)
class _File:
    text: Text
    etag: str


@routes.get("/console", needs=NOBODY_ASKED)
def console(desk: Desk, request: Request) -> Answer:
    """Show the agents' console."""
    return _page("console", request)


@routes.get("/chat", needs=NOBODY_ASKED)
def chat(desk: Desk, request: Request) -> Answer:
    """Show the visitors' chat; `key` in the address is the shop's public key."""
    return _page("chat", request)


@routes.get("/static/{folder}/{name}", needs=NOBODY_ASKED)
def static(desk: Desk, request: Request, folder: str, name: str) -> Answer:
    """Return a file that is on the list."""
    path = f"{folder}/{name}"
    if path not in FILES:
        raise NotFound("There is no such file.")
    headers = {"Content-Type": FILES[path], "Cache-Control": _CACHED}
    return _unless_known(request, _file(path), headers)


def _page(name: str, request: Request) -> Answer:
    path, policy = PAGES[name]
    headers = {
        "Content-Type": _HTML,
        "Cache-Control": _ASKED_EACH_TIME,
        "Content-Security-Policy": policy,
    }
    return _unless_known(request, _file(path), headers)


def _unless_known(request: Request, file: _File, headers: dict[str, str]) -> Answer:
    tagged = {**headers, "ETag": file.etag}
    known = {tag.strip() for tag in request.headers.get("if-none-match", "").split(",")}
    if file.etag in known or f"W/{file.etag}" in known:
        return Answer(Text(), 304, tagged)
    return Answer(file.text, 200, tagged)


@cache
def _file(path: str) -> _File:
    raw = (ROOT / path).read_bytes()
    return _File(Text(raw.decode()), f'"{hashlib.sha256(raw).hexdigest()[:16]}"')

"""`/l/{code}`: where short links lead (guard `guards.public`)."""

from chalicelib.core.desk import Desk
from chalicelib.marketing.links import rules
from chalicelib.marketing.links.follow import follow
from chalicelib.web.answers import Answer, Text
from chalicelib.web.request import Request
from chalicelib.web.routes import NOBODY_ASKED, Routes

open_routes = Routes()

_UNKNOWN = Text(
    '<!doctype html><html lang="en"><meta charset="utf-8"><title>Unknown link</title>'
    '<meta name="viewport" content="width=device-width">'
    "<h1>This link leads nowhere</h1><p>Look whether it was copied in full.</p></html>"
)
_AHEAD = frozenset({"prefetch", "prerender", "preview"})
"""What a browser says when nobody has touched the link yet."""


@open_routes.get("/l/{code}", needs=NOBODY_ASKED)
def follow_link(desk: Desk, request: Request, code: str) -> Answer:
    """Lead to where a short link points, and count that somebody went there."""
    return _answer(desk, request, code, is_counted=_is_somebody(request))


@open_routes.on("HEAD", "/l/{code}", needs=NOBODY_ASKED)
def look_at_link(desk: Desk, request: Request, code: str) -> Answer:
    """Tell where a short link points; only machines ask so, and they are not counted."""
    answer = _answer(desk, request, code, is_counted=False)
    return Answer(Text(), answer.status, answer.headers)


def _answer(desk: Desk, request: Request, code: str, *, is_counted: bool) -> Answer:
    headers = {"Content-Type": "text/html; charset=utf-8", "X-Robots-Tag": "noindex"}
    url = follow(desk, request.headers.get("host", ""), code, is_counted=is_counted)
    if url is None:
        return Answer(_UNKNOWN, 404, headers)
    return Answer(Text(), 302, {**headers, "Location": url})


def _is_somebody(request: Request) -> bool:
    hints = {request.headers.get(name, "").lower() for name in ("purpose", "sec-purpose", "x-moz")}
    is_ahead = any(word in hint for hint in hints for word in _AHEAD)
    return not is_ahead and not rules.is_robot(request.headers.get("user-agent", ""))

"""Where shops lead back to, and deliver. The routes are open: what lets in is the signature."""

from http.cookies import CookieError, SimpleCookie

from chalicelib.commerce.routes import COOKIE
from chalicelib.commerce.shopify import connect, door
from chalicelib.core.desk import Desk
from chalicelib.core.errors import DeskhandError, Unauthenticated
from chalicelib.web.answers import Answer, Text
from chalicelib.web.request import Request
from chalicelib.web.routes import NOBODY_ASKED, Routes

open_routes = Routes()


@open_routes.get(connect.CALLBACK, needs=NOBODY_ASKED)
def come_back(desk: Desk, request: Request) -> Answer:
    """Take somebody back from their shop, and lead them to the console's settings."""
    outcome = "connected"
    try:
        connect.finish(desk, request.queries, _browser(request))
    except Unauthenticated:
        raise
    except DeskhandError as error:  # a person looks at it: the settings tell them why
        outcome = error.code
    place = f"{desk.place.base_url.rstrip('/')}/console?shop={outcome}#/settings/shop"
    over = f"{COOKIE}=; HttpOnly; SameSite=Lax; Max-Age=0; Path=/"
    return Answer(Text(), 303, {"Location": place, "Set-Cookie": over})


@open_routes.post(connect.HOOK, needs=NOBODY_ASKED)
def take_shopify(desk: Desk, request: Request) -> Answer:
    """Take what a shop tells of its orders and customers."""
    door.take(desk, request.body, request.headers)
    return Answer(Text(), headers={"Content-Type": "text/plain"})


def _browser(request: Request) -> str:
    try:
        found = SimpleCookie(request.headers.get("cookie", "")).get(COOKIE)
    except CookieError:
        return ""
    return found.value if found else ""

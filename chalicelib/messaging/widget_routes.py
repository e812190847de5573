"""What a shop's page loads to show the chat; who asks is known by the public key alone."""

from chalicelib.channels.webchat import sandbox, sites
from chalicelib.core.desk import Desk
from chalicelib.core.errors import NotFound
from chalicelib.messaging import widget
from chalicelib.web import static
from chalicelib.web.answers import Answer, encoded
from chalicelib.web.policies import picture
from chalicelib.web.queries import Query
from chalicelib.web.request import Request
from chalicelib.web.routes import NOBODY_ASKED, Routes

open_routes = Routes()
_MOST_LANGUAGES = 10
_NOBODY = "'none'"


class ChatQuery(Query, frozen=True, forbid_unknown_fields=False):
    """Whose chat it is; the page itself reads the rest, and links may have more in them."""

    key: str = ""


class LookQuery(Query, frozen=True):
    """What a page knows of its visitors' language, and whether it is the chat's own."""

    locale: str = ""
    languages: str = ""
    is_chat: bool = False


@open_routes.get("/chat", needs=NOBODY_ASKED, query=ChatQuery)
def show_chat(desk: Desk, request: Request, query: ChatQuery) -> Answer:
    """Show the visitors' chat; `key` in the address is the shop's public key."""
    try:
        own = widget.of_public_key(desk, query.key)
    except NotFound:
        # The page itself says so, to whoever opens it by hand.
        return static.page(desk, "chat", request, framed_by=_NOBODY)
    is_test = sandbox.is_key(query.key)
    framed_by, face = "'self'" if is_test else widget.framed_by(own), widget.face(own)
    answer = static.page(own, "chat", request, framed_by=framed_by, picture=picture(face))
    answer.headers.update(static.FOR_OTHER_SITES)
    return answer


@open_routes.get("/sandbox", needs=NOBODY_ASKED, query=ChatQuery)
def show_sandbox(desk: Desk, request: Request, query: ChatQuery) -> Answer:
    """Show the test shop, where somebody of the team writes as a shopper; `key` opens its chat."""
    return static.page(desk, "sandbox", request, framed_by=_NOBODY)


@open_routes.get("/widget/{public_key}", needs=NOBODY_ASKED, query=LookQuery)
def show_look(desk: Desk, request: Request, public_key: str, query: LookQuery) -> Answer:
    """Return how the chat looks and speaks, or null where it is off or not for the site.

    A script, because a page whose policy lets in the loader lets this in too.
    """
    own, origin = widget.of_public_key(desk, public_key), request.headers.get("origin", "")
    headers = {
        "Content-Type": "text/javascript; charset=utf-8",
        "Cache-Control": "public, max-age=60",
        "Access-Control-Allow-Origin": "*",
        "Vary": "Origin",
        **static.FOR_OTHER_SITES,
    }
    is_test, host = sandbox.is_key(public_key), request.headers.get("host", "")
    is_shown = widget.is_on(own) and widget.admits(own, origin, host, is_test=is_test)
    shown = _look(own, origin, query) if is_shown else None
    made = static.script(f"export default {encoded(shown)};\n")
    return static.unless_known(request, made, headers)


def _look(desk: Desk, origin: str, query: LookQuery) -> dict[str, object]:
    if not query.is_chat:
        sites.note(desk, origin)
    languages = query.languages.split(",")[:_MOST_LANGUAGES]
    shown = widget.shown(desk, query.locale, languages)
    return {**shown, **widget.frames(desk)} if query.is_chat else shown

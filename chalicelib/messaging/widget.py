"""The chat on a shop's pages: whose it is, who may show it, and how it looks and speaks there."""

from collections.abc import Iterable
from hmac import compare_digest
from typing import Any

from chalicelib.accounts import storage as accounts
from chalicelib.accounts.settings import widget
from chalicelib.accounts.settings.model import Widget
from chalicelib.accounts.tokens import account_of_public_key
from chalicelib.channels.model import Kind
from chalicelib.channels.registry import capabilities
from chalicelib.channels.webchat import sandbox
from chalicelib.channels.webchat.channel import FROM_VISITORS
from chalicelib.core.desk import Desk
from chalicelib.core.errors import NotFound
from chalicelib.core.hours import is_open, opens_at
from chalicelib.tickets.attachments import rules as attachments
from chalicelib.web import static

_FROM_RIGHT = frozenset({"ar"})
_ON_THE_BUTTON = ("open", "close", "unread", "dialog")


def of_public_key(desk: Desk, public_key: str) -> Desk:
    """Return a desk at the account with this key, or raise NotFound.

    That of a test shop is one while it is open.
    """
    if account_id := sandbox.account_of(desk, public_key):
        return desk.for_account(account_id, desk.caller)
    account_id = account_of_public_key(public_key)
    own = desk.for_account(account_id or "", desk.caller)
    if account_id is None or not compare_digest(accounts.account(own).public_key, public_key):
        raise NotFound("There is no shop with this public key.")
    return own


def is_on(desk: Desk) -> bool:
    """Tell whether the shop wants its visitors to chat."""
    return accounts.account(desk).settings.web_chat.enabled


def admits(desk: Desk, origin: str, host: str, *, is_test: bool) -> bool:
    """Tell whether a page of this site may show the chat; a test shop is on our own pages alone.

    The chat's own page asks from here: which sites may frame that page is said with it.
    """
    is_ours = origin.partition("://")[2] == host or f"{desk.place.base_url}/".startswith(
        f"{origin}/"
    )
    if not origin or is_ours:
        return True
    return not is_test and widget.is_allowed(accounts.account(desk).settings.web_chat, origin)


def framed_by(desk: Desk) -> str:
    """Return which sites may hold the chat in a frame, in a content security policy's words."""
    origins = accounts.account(desk).settings.web_chat.allowed_origins
    return " ".join(("'self'", *origins)) if origins else "*"


def look(desk: Desk) -> Widget:
    """Return how the shop wants its chat to look."""
    return accounts.account(desk).settings.web_chat.widget


def shown(desk: Desk, locale: str, languages: Iterable[str]) -> dict[str, Any]:
    """Return what the shop's pages need to know to show the chat.

    The shop's word on the language comes first, on this page or in its settings; then the page's,
    then the browser's.
    """
    own = look(desk)
    language = spoken((locale, own.locale, *languages))
    words = static.words(language)
    return {
        "name": accounts.account(desk).name,
        "color": own.color,
        "words_color": widget.words_on(own.color),
        "position": own.position,
        "title": own.title,
        "welcome": own.welcome,
        "privacy_url": own.privacy_url,
        "terms_url": own.terms_url,
        "language": language,
        "direction": "rtl" if language in _FROM_RIGHT else "ltr",
        "office": office(desk),
        "words": {name: words[name] for name in _ON_THE_BUTTON},
    }


def frames(desk: Desk) -> dict[str, Any]:
    """Return what only the chat itself shows: the pages around it need not load it."""
    faq = accounts.account(desk).settings.web_chat.faq
    return {
        "helper": _helper(desk),
        "faq": [
            {"question": each.question, "answer": each.answer, "link": each.link}
            for each in faq
            if each.enabled
        ],
        "files": attachments.shown(FROM_VISITORS),
    }


def face(desk: Desk) -> str:
    """Return where the picture of who answers first is, or nothing."""
    return accounts.account(desk).customer_agent.avatar_url if _is_helped(desk) else ""


def _helper(desk: Desk) -> dict[str, str] | None:
    """Return who answers first, where that is the Customer Agent."""
    if not _is_helped(desk):
        return None
    own = accounts.account(desk).customer_agent
    return {"name": own.name, "greeting": own.greeting, "avatar_url": face(desk)}


def _is_helped(desk: Desk) -> bool:
    return any(capabilities(Kind(name)).is_pulled for name in accounts.helped_channels(desk))


def office(desk: Desk) -> dict[str, Any]:
    """Return whether somebody is there, and if not from when."""
    calendar, now = accounts.calendar(desk), desk.now()
    return {"is_open": is_open(calendar, now), "opens_at": opens_at(calendar, now)}


def spoken(wanted: Iterable[str]) -> str:
    """Return the first of the wanted languages that the chat speaks.

    >>> spoken(["", "xx", "pt-BR", "en"]), spoken([])
    ('pt', 'en')
    """
    plain = (tag.strip().replace("_", "-").partition("-")[0].lower() for tag in wanted)
    return next((language for language in plain if language in static.LANGUAGES), "en")

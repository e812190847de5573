"""What may stand in the widget's settings, and what follows from them; everything here is pure."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import msgspec

from chalicelib.accounts.settings.model import Question, WebChat
from chalicelib.core.errors import Fault

_COLOR = re.compile(r"#[0-9a-f]{6}")
_HOST = r"[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?"
_ORIGIN = re.compile(rf"https?://{_HOST}(:[0-9]{{1,5}})?")
_LIGHT, _DARK = "#ffffff", "#000000"
_MIDDLE = 0.179
"""The luminance from which dark words are easier to read than light ones (WCAG's contrast)."""

_USUAL = {"https": ":443", "http": ":80"}
MAX_FAQ_BYTES = 60_000
"""All questions with their answers: they lie on the account's row, which holds 400 kB."""


def tidied(own: WebChat) -> WebChat:
    """Return the settings with colours and sites as they are compared."""
    replace = msgspec.structs.replace
    look = own.widget
    look = replace(
        look,
        color=look.color.strip().lower(),
        title=look.title.strip(),
        welcome=look.welcome.strip(),
        privacy_url=look.privacy_url.strip(),
        terms_url=look.terms_url.strip(),
    )
    origins = map(_origin, own.allowed_origins)
    faq = tuple(map(_tidied, own.faq))
    return replace(own, widget=look, allowed_origins=tuple(dict.fromkeys(origins)), faq=faq)


def _tidied(own: Question) -> Question:
    return msgspec.structs.replace(
        own, question=own.question.strip(), answer=own.answer.strip(), link=own.link.strip()
    )


def _origin(written: str) -> str:
    # Browsers never name the usual port.
    origin = written.strip().lower().rstrip("/")
    scheme, _, place = origin.partition("://")
    return f"{scheme}://{place.removesuffix(_USUAL[scheme])}" if scheme in _USUAL else origin


def faults(own: WebChat) -> Iterator[Fault]:
    """Return what the types let pass."""
    at, look = "/web_chat/widget", own.widget
    if not _COLOR.fullmatch(look.color):
        yield Fault(f"{at}/color", "invalid", "Write a colour like #2451b3.")
    if look.title and not look.title.isprintable():
        yield Fault(f"{at}/title", "not_printable", "One line without control characters.")
    for name in ("privacy_url", "terms_url"):
        if not _is_link(getattr(look, name), ("https",)):
            yield Fault(f"{at}/{name}", "invalid", "Write an address that starts with https://.")
    for index, origin in enumerate(own.allowed_origins):
        if not _ORIGIN.fullmatch(origin):
            detail = "Write a site like https://shop.example, without a path."
            yield Fault(f"/web_chat/allowed_origins/{index}", "invalid_origin", detail)
    yield from _faq(own.faq)


def _faq(faq: tuple[Question, ...]) -> Iterator[Fault]:
    for index, each in enumerate(faq):
        at = f"/web_chat/faq/{index}"
        if not each.question or not each.question.isprintable():
            yield Fault(f"{at}/question", "invalid", "Write the question on one line.")
        if not each.answer:
            yield Fault(f"{at}/answer", "required", "Write the answer.")
        if not _is_link(each.link, tuple(_USUAL)):
            detail = "Write an address that starts with https:// or http://."
            yield Fault(f"{at}/link", "invalid", detail)
    if len(msgspec.json.encode(faq)) > MAX_FAQ_BYTES:
        detail = f"All questions and answers together take at most {MAX_FAQ_BYTES} bytes."
        yield Fault("/web_chat/faq", "too_long", detail)


def is_allowed(own: WebChat, origin: str) -> bool:
    """Tell whether a page of this site may show the chat."""
    return not own.allowed_origins or origin.lower() in own.allowed_origins


def words_on(color: str) -> str:
    """Return the colour of words that are easiest to read on this one.

    >>> words_on("#2451b3"), words_on("#ffd400")
    ('#ffffff', '#000000')
    """
    parts = (int(color[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (_linear(part) for part in parts)
    luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return _DARK if luminance > _MIDDLE else _LIGHT


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def _is_link(text: str, schemes: tuple[str, ...]) -> bool:
    if not text:
        return True
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return False
    return text.isascii() and text.isprintable() and parts.scheme in schemes and bool(host)

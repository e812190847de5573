"""What may stand in the settings of channels that know keywords, and how their texts are filled.

Everything here is pure.
"""

import re
from collections.abc import Iterable, Iterator
from typing import TypeVar

import msgspec

from chalicelib.accounts.settings.model import Keywords, Settings, SubscribeKeyword, Texting
from chalicelib.core import placeholders
from chalicelib.core.addresses import normal
from chalicelib.core.errors import Fault
from chalicelib.core.keywords import LONGEST, RESERVED, folded, words

T = TypeVar("T", bound=Texting)
PREFIX, EMAIL = "Organization prefix", "email"
PLACEHOLDERS = frozenset({PREFIX, EMAIL})
MAX_KEYWORDS_BYTES = 100_000
"""All keywords of a channel with their texts: they lie on the account's row, which holds 400 kB."""
_SHORTEST = 3
_KEYWORD = re.compile(rf"[A-Z0-9]{{{_SHORTEST},{LONGEST}}}")
_LINK = re.compile(
    r"https?://|www\.|(?<![@\w.-])(?:[a-z0-9-]+\.)+[a-z]{2,}(?![\w@])", re.IGNORECASE
)


def rendered(text: str, *, prefix: str, email: str) -> str:
    """Return a text with its placeholders filled; what they are filled with is never looked into.

    >>> rendered("{{Organization prefix}}: {{ email }}", prefix="{{email}}", email="a@b.example")
    '{{email}}: a@b.example'
    """
    values = {PREFIX: prefix, EMAIL: email}
    return placeholders.filled(text, lambda wanted: values.get(wanted.name) or wanted.fallback)


def tidied(settings: Settings) -> Settings:
    """Return the settings with keywords and addresses as they are compared."""
    return msgspec.structs.replace(
        settings,
        organization_prefix=settings.organization_prefix.strip(),
        sms=_tidied(settings.sms),
        whatsapp=_tidied(settings.whatsapp),
    )


def faults(settings: Settings) -> Iterator[Fault]:
    """Return what the types let pass."""
    for name, texting in settings.texting.items():
        yield from _autoresponder(f"/{name}/autoresponder", texting)
        yield from _keywords(f"/{name}/keywords", texting.keywords)
        yield from _addresses(f"/{name}/notify", texting.notify)


def _autoresponder(pointer: str, texting: Texting) -> Iterator[Fault]:
    own = texting.autoresponder
    if own.mode != "off" and not own.text.strip():
        yield Fault(f"{pointer}/text", "required", "Write what is sent.")
    yield from placeholders.faults(f"{pointer}/text", own.text, PLACEHOLDERS)


def _keywords(pointer: str, own: Keywords) -> Iterator[Fault]:
    yield from _answer(f"{pointer}/help_text", own.help_text)
    yield from _answer(f"{pointer}/opt_in_text", own.opt_in_text)
    known: set[str] = set()
    for index, each in enumerate(own.subscribe):
        yield from _subscribe(f"{pointer}/subscribe/{index}", each, known)
        known.add(each.keyword)
    if len(msgspec.json.encode(own)) > MAX_KEYWORDS_BYTES:
        detail = f"All keywords and texts together take at most {MAX_KEYWORDS_BYTES} bytes."
        yield Fault(f"{pointer}/subscribe", "too_long", detail)


def _subscribe(pointer: str, own: SubscribeKeyword, known: set[str]) -> Iterator[Fault]:
    at = f"{pointer}/keyword"
    if not _KEYWORD.fullmatch(own.keyword):
        yield Fault(at, "invalid_keyword", f"{_SHORTEST} to {LONGEST} letters A to Z or digits.")
    if folded(own.keyword) in RESERVED:
        yield Fault(at, "reserved", f"{own.keyword} has a meaning of its own.")
    if own.keyword in known:
        yield Fault(at, "duplicate", f"{own.keyword} is there twice.")
    yield from _answer(f"{pointer}/text", own.text)
    if own.double_opt_in and own.text.strip() and "yes" not in words(own.text):
        yield Fault(f"{pointer}/text", "no_way_to_confirm", "Say that YES confirms it.")


def _answer(pointer: str, text: str) -> Iterator[Fault]:
    yield from placeholders.faults(pointer, text, PLACEHOLDERS)
    if _LINK.search(placeholders.bare(text)):
        yield Fault(pointer, "link", "The answer to a keyword holds no links.")


def _addresses(pointer: str, texts: Iterable[str]) -> Iterator[Fault]:
    for index, text in enumerate(texts):
        if normal(text) is None:
            yield Fault(f"{pointer}/{index}", "invalid_address", "This is no mail address.")


def _tidied(own: T) -> T:
    replace = msgspec.structs.replace
    subscribe = tuple(
        replace(each, keyword=each.keyword.strip().upper()) for each in own.keywords.subscribe
    )
    notify = tuple(address.strip().lower() for address in own.notify)
    return replace(own, keywords=replace(own.keywords, subscribe=subscribe), notify=notify)

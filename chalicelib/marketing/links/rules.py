"""Finding links in a text, the codes that stand for them, and who follows one; values only."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from urllib.parse import SplitResult, quote, urlsplit, urlunsplit

from chalicelib.core import addresses

MAX_URL = 2_000
MAX_LINKS = 20
"""In one message; those after it stay as they are."""
CODE_LENGTH = 11
"""62 to the eleventh is more than 2 to the 65th."""
PATH = "/l/"

_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_CODE = re.compile(f"[0-9A-Za-z]{{{CODE_LENGTH}}}")
_URL = re.compile(r"(?<![A-Za-z0-9+.-])https?://[^\s<>\"]+", re.IGNORECASE)
_PUNCTUATION = frozenset(".,;:!?…'*_~|\u2019\u201c\u201d\u00bb\u00b7")
_CLOSERS = {")": "(", "]": "[", "}": "{"}
_SAFE = "%/:=&?~+!$,;@()*-._'[]"
_OPT_OUT_URL = re.compile(
    r"unsub|opt[-_]?out|list-?remove|/stop(?![a-z])|abmeld|d[eé]sabon|d[eé]sinscri|/baja(?![a-z])",
    re.IGNORECASE,
)
_OPT_OUT_WORDS = re.compile(
    r"(?:(?i:unsubscribe|opt[ -]?out|abmeld\w*|d[eé]sabonner|d[eé]sinscrire|darse de baja)|STOP)"
    r"(?: (?:here|at|via|with|hier|unter|ici|aqu[ií]|or|visit))*[ :>\-\u2013\u2192]*"
)
_BEFORE = 60
_ROBOT = re.compile(
    r"bot\b|bot/|crawl|spider|preview|externalhit|facebot|whatsapp/|slack|telegram|discord|skype"
    r"|viber|embed|google-pagerenderer|googleimageproxy|linkcheck|safelinks|urlscan|barracuda",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A link in a text: where it stands, and where it leads."""

    start: int
    end: int
    url: str


def found(
    text: str, own_hosts: frozenset[str] = frozenset(), *, longer_than: int = 0
) -> tuple[Found, ...]:
    """Return the links that are to be made short, in their order.

    Where what takes its place would be no shorter, a link stays. So do links to leave a list, and
    short ones of ours; what a browser could read as another address than a person does is no link.
    """
    links = (link for link in _found(text, own_hosts) if link.end - link.start > longer_than)
    return tuple(islice(links, MAX_LINKS))


def replaced(text: str, links: tuple[Found, ...], short: Callable[[str], str]) -> str:
    """Return the text with each link's place taken by its short one; all else stays."""
    parts: list[str] = []
    at = 0
    for link in links:
        parts += [text[at : link.start], short(link.url)]
        at = link.end
    return "".join([*parts, text[at:]])


def location(raw: str) -> str | None:
    """Return an address as a header can carry it, or None for what nobody should be led to.

    >>> location("https://Shop.example/größe?q=a b"), location("https://bank.example@evil.example")
    ('https://shop.example/gr%C3%B6%C3%9Fe?q=a%20b', None)
    """
    if len(raw) > MAX_URL or not raw.isprintable() or "\\" in raw:
        return None
    try:
        parts = urlsplit(raw)
        port = parts.port
    except ValueError:
        return None
    host = addresses.host(parts.hostname or "")
    if parts.scheme not in ("http", "https") or "@" in parts.netloc or host is None:
        return None
    return _spelt(parts, host if port is None else f"{host}:{port}")


def is_safe(url: str) -> bool:
    """Tell whether what is stored is what `location` makes: nothing else is ever led to."""
    return url.isascii() and location(url) == url


def code_of(digest: bytes) -> str:
    """Return a code for the first 16 bytes of a digest; whoever lacks the key cannot guess it.

    >>> code_of(bytes(32))
    '00000000000'
    """
    number, digits = int.from_bytes(digest[:16]), ""
    for _ in range(CODE_LENGTH):
        number, digit = divmod(number, len(_DIGITS))
        digits += _DIGITS[digit]
    return digits


def is_code(text: str) -> bool:
    """Tell whether this can be a code: nothing else is looked up."""
    return _CODE.fullmatch(text) is not None


def host_of(header: str) -> str:
    """Return the host of a Host header or an address's place, without port and final dot.

    >>> host_of("Sms.Shop.example.:443")
    'sms.shop.example'
    """
    return header.strip().lower().partition(":")[0].removesuffix(".")


def is_robot(user_agent: str) -> bool:
    """Tell whether a machine looks: previews and scanners follow links that nobody touched.

    >>> is_robot("WhatsApp/2.23.20.0"), is_robot("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0)")
    (True, False)
    """
    return _ROBOT.search(user_agent) is not None


def _found(text: str, own_hosts: frozenset[str]) -> Iterator[Found]:
    read = 0
    for match in _URL.finditer(text):
        # What asks to leave is said between links: a word that ends one says nothing of the next.
        before = text[max(read, match.start() - _BEFORE) : match.start()]
        raw, read = _trimmed(match[0]), match.end()
        url = location(raw)
        if url is not None and not _is_left_alone(url, before, own_hosts):
            yield Found(start=match.start(), end=match.start() + len(raw), url=url)


def _is_left_alone(url: str, before: str, own_hosts: frozenset[str]) -> bool:
    parts = urlsplit(url)
    if (parts.hostname or "") in own_hosts and parts.path.startswith(PATH):
        return True
    said = before.rpartition("\n")[2]
    is_asked_to_leave = any(words.end() == len(said) for words in _OPT_OUT_WORDS.finditer(said))
    return is_asked_to_leave or _OPT_OUT_URL.search(url) is not None


def _trimmed(raw: str) -> str:
    surplus = {closer: raw.count(closer) - raw.count(opener) for closer, opener in _CLOSERS.items()}
    end = len(raw)
    while end:
        last = raw[end - 1]
        if surplus.get(last, 0) > 0:
            surplus[last] -= 1
        elif last not in _PUNCTUATION:
            break
        end -= 1
    return raw[:end]


def _spelt(parts: SplitResult, place: str) -> str | None:
    path, query, fragment = (
        quote(part, safe=_SAFE) for part in (parts.path, parts.query, parts.fragment)
    )
    url = urlunsplit((parts.scheme, place, path, query, fragment))
    return url if len(url) <= MAX_URL else None

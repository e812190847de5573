"""Turns a message into numbers, in the same way for every language and for any input."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from zlib import crc32

from chalicelib.routing.text.model import Inbound

BUCKETS = 1 << 16
SUBJECT_LIMIT = 200
TEXT_LIMIT = 3000
WORD_LIMIT = 240
SPELLED_LIMIT = 50  # words whose letters are looked at too; beyond, whole words say enough
WORD_LENGTH = 24
LINK_LIMIT = 15
FEW_WORDS = 12

_CURRENCY = re.compile("[$€£¥]")
_MARK = re.compile(r"[\u0300-\u036f]+")
_DIGITS = re.compile(r"\d+")
_WIDTHS = (0, 1, 2, 3, 4, 5, 6, 8, 11, 14)
_NUMBERS = tuple("0" * max(w for w in _WIDTHS if w <= size) for size in range(_WIDTHS[-1] + 1))
_WORD = re.compile(r"[^\W_]+|[!?]")
_CAPITAL = re.compile(r"[A-ZÀ-ÖØ-Þ]")
_LINK = re.compile(r"(?:https?://|www\.)[^\s<>\"')\]]+", re.IGNORECASE)
_LINKED = re.compile(r"[a-z]{3,24}")
_SHOUTED = re.compile(r"\b[A-ZÀ-ÖØ-Þ]{3,}\b")

SIGNALS = (
    "links",
    "addresses",
    "money",
    "shouting",
    "exclamations",
    "numbers",
    "length",
    "brevity",
    "capitals",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Features:
    """What a message says: hashed words and pieces of words, and how it is built (0 to 1 each)."""

    words: tuple[int, ...]
    pieces: frozenset[int]
    signals: tuple[float, ...]

    @property
    def buckets(self) -> frozenset[int]:
        """Everything that the shipped model weighs."""
        return self.pieces.union(self.words)


@lru_cache(maxsize=4)  # a message is judged for spam and then tagged
def read(inbound: Inbound) -> Features:
    """Read the beginning of a message; what lies past the limits is as if it were not there."""
    text = _beginning(inbound)
    tokens, links = _tokens(text), _links(inbound, text)
    words = sorted({bucket for bucket, _ in _named(tokens, links)})
    if inbound.links and len(tokens) < FEW_WORDS:
        words.append(_bucket("links instead of words"))
    pieces: set[int] = set()
    for token in tokens[:SPELLED_LIMIT]:
        pieces.update(_pieces(token))
    return Features(
        words=tuple(words),
        pieces=frozenset(pieces),
        signals=_signals(text, tokens, len(links)),
    )


def names(inbound: Inbound) -> dict[int, str]:
    """Return the words behind the buckets, for people to read."""
    return dict(_named(_tokens(_beginning(inbound)), []))


def _beginning(inbound: Inbound) -> str:
    return f"{inbound.subject[:SUBJECT_LIMIT]}\n{inbound.text[:TEXT_LIMIT]}"


def _tokens(text: str) -> list[str]:
    """Return plain words: no capitals, no accents, digits by their count, links as one word."""
    plain = _plain(text)
    plain = _CURRENCY.sub(" moneysign ", plain)
    if "@" in plain or "://" in plain or "www." in plain:
        plain = " ".join(map(_place, plain.split()))
    plain = _DIGITS.sub(_digits, plain)
    return [word[:WORD_LENGTH] for word in _WORD.findall(plain)[:WORD_LIMIT]]


def _named(tokens: list[str], links: list[str]) -> list[tuple[int, str]]:
    pairs = [f"{a} {b}" for a, b in pairwise(tokens)]
    traits = [trait for link in links for trait in _traits(link)]
    return [(_bucket(name), name) for name in (*tokens, *pairs, *traits)]


def _links(inbound: Inbound, text: str) -> list[str]:
    found = _LINK.findall(text) if "://" in text or "www." in text.lower() else []
    return [_plain(link) for link in dict.fromkeys((*found, *inbound.links))][:LINK_LIMIT]


def _traits(link: str) -> list[str]:
    """Return what is odd about a link, and the words in it; not whose it is."""
    host, _, path = link.split("://")[-1].partition("/")
    host = host.rpartition("@")[2].partition(":")[0]
    ending = host.rpartition(".")[2][:WORD_LENGTH]
    odd = {
        "number": host.replace(".", "").isdecimal(),
        "deep": host.count(".") >= 3,
        "digit": any(map(str.isdecimal, host)),
        "hyphen": "-" in host,
        "query": "?" in path,
        "percent": "%" in path,
        "bare": not path,
    }
    words = _LINKED.findall(path)[:8]
    return [
        f"link {name}" for name in (*filter(odd.get, odd), f".{ending}", *(f"/{w}" for w in words))
    ]


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold()
    if folded.isascii():
        return folded
    # Customers leave accents out as often as not.
    return _MARK.sub("", unicodedata.normalize("NFKD", folded))


def _place(word: str) -> str:
    if "://" in word or "www." in word:
        return "weblink"
    return "mailaddress" if "@" in word[1:-1] else word


def _digits(found: re.Match[str]) -> str:
    # An amount, a short code, an order and a telephone number are different things.
    return _NUMBERS[min(len(found.group()), len(_NUMBERS) - 1)]


def _bucket(name: str) -> int:
    # Lone surrogates are text in Python and nowhere else.
    return crc32(name.encode("utf-8", "replace")) % BUCKETS


@lru_cache(maxsize=4096)
def _pieces(token: str) -> tuple[int, ...]:
    raw = f"_{token}_".encode("utf-8", "replace")
    return tuple(
        crc32(raw[start : start + size], size) % BUCKETS
        for size in (3, 4, 5)
        for start in range(len(raw) - size + 1)
    )


def _signals(text: str, tokens: list[str], links: int) -> tuple[float, ...]:
    size, count = max(len(text), 1), max(len(tokens), 1)
    return (
        _part(links, 5),
        _part(tokens.count("mailaddress"), 5),
        _part(tokens.count("moneysign"), 5),
        _part(len(_SHOUTED.findall(text)), max(count / 3, 6)),
        _part(tokens.count("!"), 5),
        _part(sum(word[0] == "0" for word in tokens), max(count / 4, 4)),
        _part(size, TEXT_LIMIT),
        1.0 - _part(count, 12),
        _part(len(_CAPITAL.findall(text)), size),
    )


def _part(count: float, whole: float) -> float:
    return min(count / whole, 1.0)

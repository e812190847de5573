"""Address lists: who a header names, read with a tokenizer that no nesting can slow down."""

import re
from dataclasses import dataclass, field

from chalicelib.channels.email.mime.headers import decoded_words
from chalicelib.channels.words import cleaned, one_line
from chalicelib.core import addresses

MAX_MAILBOXES = 200
MAX_NAME = 200
_TOKEN = re.compile(
    r'"(?:[^"\\]++|\\.)*+"?|<[^<>]*+>?|=\?[^?\s]*+\?[bBqQ]\?[^?]*+\?=|[(),;:]|\\.?'
    r'|(?:(?!=\?)[^"<>(),;:\\])++|[=>]',
    re.DOTALL,
)
_SCRIPTS = re.compile("(?P<latin>[A-Za-zÀ-ɏ])|(?P<greek>[Ͱ-Ͽ])|(?P<cyrillic>[Ѐ-ԯ])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailbox:
    """One entry of an address list."""

    address: str
    """Normalised."""
    name: str = ""
    raw: str = ""
    """As written: the case of a plus-part matters."""


@dataclass(slots=True)
class _Entry:
    words: list[str] = field(default_factory=list[str])
    quoted: list[str] = field(default_factory=list[str])
    comments: list[str] = field(default_factory=list[str])
    angles: list[str] = field(default_factory=list[str])


def listed(value: str) -> list[Mailbox]:
    """Return the mailboxes in their order; what is no address is left out."""
    found = (_mailbox(entry) for entry in _entries(value))
    return [one for one in found if one][:MAX_MAILBOXES]


def is_plain(value: str) -> bool:
    """Tell whether every reader must find the same single mailbox in it.

    A verdict about the sender counts for our reading only if nobody can read it otherwise.
    """
    entries = _entries(value)
    if len(entries) != 1 or _mailbox(entries[0]) is None:
        return False
    entry = entries[0]
    outside = [*entry.words, *entry.comments, *entry.angles]
    return not any(one in value for one in ";:\\\0") and "".join(outside).count("@") == 1


def shown_name(name: str, address: str) -> str:
    """Return the display name; empty where it pretends to be some other address."""
    shown = one_line(decoded_words(name)).strip("'\" ")[:MAX_NAME].strip()
    pretended = re.findall(r"[^\s<>\"'(),;]+@[^\s<>\"'(),;]+", shown)
    is_lie = any(addresses.normal(one) != address for one in pretended)
    return "" if is_lie or shown.lower() == address else shown


def is_lookalike(value: str, name: str) -> bool:
    """Tell whether a From is written to deceive.

    It mixes alphabets within a word, or hides characters that cannot be seen.
    """
    written = decoded_words(value)
    is_hidden = one_line(written) != " ".join(cleaned(written).split())
    return is_hidden or any(
        len({found.lastgroup for found in _SCRIPTS.finditer(word)}) > 1 for word in name.split()
    )


def _entries(value: str) -> list[_Entry]:
    entries = [_Entry()]
    depth = 0
    for found in _TOKEN.finditer(value):
        if len(entries) > MAX_MAILBOXES:
            break
        token = found[0]
        depth += (token == "(") - (token == ")" and depth > 0)
        if depth or token == ")":
            entries[-1].comments.append(token.strip("()"))
        elif token in (",", ";"):
            entries.append(_Entry())
        elif token == ":" and not entries[-1].angles:
            entries[-1] = _Entry()  # the name of a group
        else:
            _add(entries[-1], token)
    return [one for one in entries if one.words or one.quoted or one.angles]


def _add(entry: _Entry, token: str) -> None:
    if token.startswith("<"):
        entry.angles.append(token.strip("<>"))
    elif token.startswith('"'):
        plain = re.sub(r"\\(.)", r"\1", token.strip('"'))
        entry.quoted.append(plain)
        entry.words.append("")
    elif token.strip():
        entry.words.append(token.strip())


def _mailbox(entry: _Entry) -> Mailbox | None:
    words = " ".join(one for one in entry.words if one)
    raw, name = next(iter(entry.angles), ""), " ".join([*entry.quoted, words]).strip()
    if not entry.angles:
        raw = next((one for one in words.split() if "@" in one), "")
        name = " ".join([*entry.quoted, words.replace(raw, " ", 1)]).strip()
    address = addresses.normal("".join(raw.split()).removeprefix("mailto:"))
    if address is None:
        return None
    name = name or " ".join(one for one in entry.comments if one)
    return Mailbox(address=address, name=shown_name(name, address), raw=raw.strip())

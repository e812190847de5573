"""Text into terms: the same for what is written and for what is asked for. Pure.

A term has no case and no accents. Numbers stay whole, with what stands around them or not; a mail
address is one term and its parts are, too. Scripts without blanks between words become pairs of
characters.
"""

import re
import unicodedata
from collections.abc import Iterator

from chalicelib.search.model import Word

MAX_TEXT = 20_000
"""Characters of a text that are read."""
MAX_WORDS = 12
"""Of what is asked for; more narrow nothing down."""
_LONGEST = 64
_SHORTEST_PREFIX = 2

_MARKS = re.compile(
    "[\u00ad\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7"
    "\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u1ab0-\u1aff\u1dc0-\u1dff\u200b-\u200f"
    "\u2060\u20d0-\u20ff\ufe20-\ufe2f\ufeff]"
)
"""Accents, vowel points, and what nobody sees; marks that other scripts cannot do without stay."""
_ALIKE = str.maketrans({
    "ø": "o", "đ": "d", "ð": "d", "ł": "l", "\u0131": "i", "þ": "th", "æ": "ae", "œ": "oe",
    "\u0649": "\u064a", "\u0629": "\u0647",
})  # fmt: skip
_DENSE = (
    "\u0e01-\u0e3a\u0e40-\u0e4e\u0e81-\u0ece\u1000-\u103f\u1780-\u17d3\u3005\u3041-\u3096"
    "\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3"
    "\uf900-\ufaff\U00020000-\U0003ffff"
)
"""Thai, Lao, Burmese, Khmer, Japanese, Chinese; and Korean, which glues its endings to words."""
_MARKED = "\u0900-\u0963\u0966-\u0dff"
"""Scripts of India, whose vowels are marks."""
_RUN = re.compile(f"[{_DENSE}]+|(?:[^\\W_{_DENSE}]+|[{_MARKED}]+)+")
_PLAIN_RUN = re.compile("[a-z0-9]+")
_IS_DENSE = re.compile(f"[{_DENSE}]")
_MAIL = re.compile(r"[^\s@<>()\[\],;:\"]{1,64}@[^\s@<>()\[\],;:\"]{1,190}")
_CODE = re.compile(r"[^\W_]{1,32}(?:[-_/.#][^\W_]{1,32}){1,5}")
_PHONE = re.compile(r"\+?\(?\d[\d ().\-/]{5,24}\d")
_ONLY_PHONE = re.compile(r"[+(0][\d ().\-/+]*")
_DIGITS = re.compile(r"\d{3,}")
_DIGIT, _NO_DIGIT, _BETWEEN = re.compile(r"\d"), re.compile(r"\D"), re.compile(r"\W|_")
_FEWEST_OF_PHONE, _MOST_OF_PHONE = 7, 15


def folded(text: str) -> str:
    """Return text without case, accents and forms of its own.

    >>> folded("Ärger in STRASSE, Straße, №٣")
    'arger in strasse, strasse, no3'
    """
    if text.isascii():
        return text.lower()
    plain = _MARKS.sub("", unicodedata.normalize("NFKD", text).casefold()).translate(_ALIKE)
    return _DIGIT.sub(_ascii_digit, unicodedata.normalize("NFC", plain))


def terms(text: str) -> frozenset[str]:
    """Return what a text is found by.

    >>> sorted(terms("Re: order #DH-1042"))
    ['1042', 'dh', 'dh1042', 'order', 're']
    """
    plain = folded(text[:MAX_TEXT])
    return frozenset(term[:_LONGEST] for term in _terms(plain))


def in_order(text: str) -> list[str]:
    """Return the words of a text as they come; scripts without blanks as pairs of characters.

    >>> in_order("Größe M: passt sie?")
    ['grosse', 'm', 'passt', 'sie']
    """
    runs = _runs(folded(text[:MAX_TEXT]))
    dense = {run: list(_pairs(run)) for run in runs if _IS_DENSE.match(run)}
    return [term[:_LONGEST] for run in runs for term in dense.get(run, (run,))]


def phone_terms(phone: str) -> frozenset[str]:
    """Return what a number is found by, also without its country's code.

    >>> sorted(phone_terms("+442079460000"), key=len)[-2:]
    ['42079460000', '442079460000']
    """
    digits = _NO_DIGIT.sub("", phone)
    shorter = range(_FEWEST_OF_PHONE, min(len(digits), 12))
    return frozenset({digits, *(digits[-length:] for length in shorter)} - {""})


def asked(text: str) -> tuple[Word, ...]:
    """Return the words that somebody asks for; the last one may be a beginning.

    >>> [word.terms for word in asked("Where is DH-1042")]
    [('where',), ('is',), ('dh1042', '1042')]
    """
    plain = folded(text)
    if phone := _phone_asked(plain.strip()):
        return (Word(terms=phone, is_prefix=True),)
    found = dict.fromkeys(word for chunk in plain.split() for word in _words(chunk))
    words = list(found)[:MAX_WORDS]
    is_open = bool(plain) and not plain[-1].isspace()
    if words and is_open and _may_go_on(words[-1][0]):
        return (*map(_word, words[:-1]), Word(terms=words[-1], is_prefix=True))
    return tuple(map(_word, words))


def _word(alternatives: tuple[str, ...]) -> Word:
    is_lonely = len(alternatives[0]) == 1 and bool(_IS_DENSE.match(alternatives[0]))
    return Word(terms=alternatives, is_prefix=is_lonely)


def _may_go_on(term: str) -> bool:
    return len(term) >= _SHORTEST_PREFIX or bool(_IS_DENSE.match(term))


def _terms(plain: str) -> Iterator[str]:
    for run in _runs(plain):
        yield from _pairs(run) if _IS_DENSE.match(run) else _forms(run)
    if "@" in plain:
        yield from (mail.strip(".'") for mail in _MAIL.findall(plain))
    if _DIGIT.search(plain):
        yield from _numbers(plain)


def _runs(plain: str) -> list[str]:
    return (_PLAIN_RUN if plain.isascii() else _RUN).findall(plain)


def _numbers(plain: str) -> Iterator[str]:
    for code in _CODE.findall(plain):
        if _DIGIT.search(code):
            yield _BETWEEN.sub("", code)
    for phone in _PHONE.findall(plain):
        digits = _NO_DIGIT.sub("", phone)
        if _FEWEST_OF_PHONE <= len(digits) <= _MOST_OF_PHONE:
            yield from (digits, digits.lstrip("0") or digits)


def _pairs(run: str) -> Iterator[str]:
    if len(run) == 1:
        yield run
    yield from (run[at : at + 2] for at in range(len(run) - 1))


def _forms(word: str) -> Iterator[str]:
    yield word
    if not word.isdigit() and not word.isalpha():
        yield from _DIGITS.findall(word)


def _words(chunk: str) -> Iterator[tuple[str, ...]]:
    mail = _MAIL.search(chunk)
    if mail:
        yield (mail[0].strip(".'")[:_LONGEST],)
        return
    code = _CODE.search(chunk)
    if code and _DIGIT.search(code[0]):
        whole = _BETWEEN.sub("", code[0])
        yield (whole[:_LONGEST], *sorted(_DIGITS.findall(code[0]), key=len, reverse=True)[:1])
        chunk = f"{chunk[: code.start()]} {chunk[code.end() :]}"
    for run in _runs(chunk):
        yield from ((pair,) for pair in _pairs(run)) if _IS_DENSE.match(run) else [_asked_as(run)]


def _asked_as(run: str) -> tuple[str, ...]:
    bare = run.lstrip("0")
    is_padded = run.isdigit() and run != bare and len(bare) > 1
    return (run[:_LONGEST], bare[:_LONGEST]) if is_padded else (run[:_LONGEST],)


def _phone_asked(text: str) -> tuple[str, ...]:
    digits = _NO_DIGIT.sub("", text)
    is_phone = _ONLY_PHONE.fullmatch(text) and len(digits) >= _FEWEST_OF_PHONE
    return tuple(dict.fromkeys((digits, digits.lstrip("0") or digits))) if is_phone else ()


def _ascii_digit(found: re.Match[str]) -> str:
    return str(unicodedata.decimal(found[0]))

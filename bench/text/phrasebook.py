"""Makes training messages in six languages from the phrases beside this file."""

import itertools
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from bench.text.corpora import Sample, part_of
from chalicelib.routing.text.model import TAGS, Inbound

FOLDER = Path(__file__).with_name("phrases")
LANGUAGES = ("en", "es", "pt", "nl", "sv", "de")
_VARIANTS = 7
_CARRIED = 4
_PAIRS = 700
_SIZES = ("S", "M", "L", "XL", "36", "38", "40", "42", "44")
_TYPO_RATE = 0.25


@dataclass(frozen=True, slots=True, kw_only=True)
class Made(Sample):
    """A made message; `folds` are the parts of the phrases in it, to hold phrases out."""

    folds: frozenset[int] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """One phrase with its tags; a term needs a sentence around it."""

    text: str
    tags: tuple[str, ...]
    is_term: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """All phrases of one language."""

    sections: dict[str, list[Phrase]]

    def words(self, name: str) -> list[str]:
        """Return the phrases of a section as text."""
        return [phrase.text for phrase in self.sections[name]]


def read(language: str, folder: Path = FOLDER) -> Book:
    """Read one file: sections in brackets, phrases between semicolons, terms after a tilde."""
    sections: dict[str, list[Phrase]] = {}
    name = ""
    lines = (folder / f"{language}.txt").read_text(encoding="utf-8").splitlines()
    for line in filter(None, map(str.strip, lines)):
        if line.startswith("["):
            name = line.strip("[]")
            continue
        tags = (name,) if name in TAGS else ()
        is_term = line.startswith("~")
        texts = line.removeprefix("~").split(";")
        made = [Phrase(text=t.strip(), tags=tags, is_term=is_term) for t in texts if t.strip()]
        sections.setdefault(name, []).extend(made)
    return Book(sections=sections)


def messages() -> Iterator[Made]:
    """Yield the same messages each time: questions and unwanted ones, of every language."""
    for language in LANGUAGES:
        book, dice = read(language), random.Random(f"phrases {language}")
        for name in (*TAGS, "none"):
            for phrase in book.sections[name]:
                yield from _variants(book, phrase, dice)
        yield from _pairs(book, dice)
        for phrase in book.sections["unwanted"]:
            yield from _unwanted(book, phrase, dice)


def _variants(book: Book, phrase: Phrase, dice: random.Random) -> Iterator[Made]:
    for number in range(_CARRIED if phrase.is_term else _VARIANTS):
        text = _filled(book, phrase, dice)
        if phrase.tags != ("chit-chat",):
            text = _dressed(book, text, dice, number)
        yield _made(text, (phrase,), dice)


def _pairs(book: Book, dice: random.Random) -> Iterator[Made]:
    phrases = [p for name in (*TAGS[1:], "none") for p in book.sections[name]]
    for number in range(_PAIRS):
        one, two = dice.sample(phrases, 2)
        joint = dice.choice((" ", ". ", ", ", "\n"))
        text = joint.join((_filled(book, one, dice), _filled(book, two, dice)))
        yield _made(_dressed(book, text, dice, number), (one, two), dice)


def _unwanted(book: Book, phrase: Phrase, dice: random.Random) -> Iterator[Made]:
    others = book.words("unwanted")
    for number in range(_VARIANTS):
        text = phrase.text if number < 3 else f"{phrase.text}. {dice.choice(others)}"
        text = text.upper() if number == 1 else text
        inbound = Inbound(text=text + dice.choice(("", "!", "!!!", " http://offer.test/x")))
        yield Made(inbound=inbound, source="phrases", is_spam=True, folds=_folds((phrase,)))


def _made(text: str, phrases: tuple[Phrase, ...], dice: random.Random) -> Made:
    tags = tuple(sorted({tag for phrase in phrases for tag in phrase.tags}))
    text = _mistyped(text, dice) if dice.random() < _TYPO_RATE else text
    return Made(inbound=Inbound(text=text), source="phrases", tags=tags, folds=_folds(phrases))


def _folds(phrases: tuple[Phrase, ...]) -> frozenset[int]:
    return frozenset(part_of(phrase.text) for phrase in phrases)


def _filled(book: Book, phrase: Phrase, dice: random.Random) -> str:
    text = phrase.text
    if phrase.is_term:
        text = dice.choice(book.words("carrier")).replace("{x}", text)
    slots = {
        "{item}": dice.choice(book.words("item")),
        "{place}": dice.choice(book.words("place")),
        "{size}": dice.choice(_SIZES),
        "{n}": str(dice.randrange(1000, 999999)),
    }
    for slot, value in slots.items():
        text = text.replace(slot, value)
    return text


def _dressed(book: Book, text: str, dice: random.Random, number: int) -> str:
    if number == 0:
        return text
    greeting = dice.choice(book.words("greeting")) + dice.choice((", ", "! ", "\n", " "))
    closing = dice.choice((" ", ". ", "\n")) + dice.choice(book.words("closing"))
    return (greeting if dice.random() < 0.5 else "") + text + (closing if number % 2 else "")


def _mistyped(text: str, dice: random.Random) -> str:
    place = dice.randrange(max(len(text) - 1, 1))
    kind = dice.randrange(3)
    if kind == 0:
        return text[:place] + text[place + 1 :]
    if kind == 1:
        return text[:place] + text[place : place + 2][::-1] + text[place + 2 :]
    return "".join(itertools.chain(text[:place], text[place : place + 1], text[place:]))

"""Makes spam as shops get it, and what only looks like it, from the sentences in `spam/`."""

import random
import string
from collections.abc import Iterator
from pathlib import Path

from bench.text.corpora import part_of
from bench.text.phrasebook import LANGUAGES, Made, read
from chalicelib.routing.text.model import Inbound

FOLDER = Path(__file__).with_name("spam")
WANTED = "wanted"  # the section of what is no spam
_LENGTHS = {True: (1, 1, 2, 3, 4, 6), False: (1, 1, 2, 2, 1, 3)}  # sentences, by being spam
_AMOUNTS = (
    "5", "10", "50", "99", "100", "250", "299", "500", "1000", "1,000", "2,000", "5000", "10,000",
    "750,000", "14.5 million", "1.50", "3.99",
)  # fmt: skip
_UNITS = ("euro", "dollars", "pounds", "EUR", "USD")
_DIALLED = ("0", "09", "08", "+44", "07", "1-800-", "+1 ")
_STARTS = ("www.", "http://", "http://www.", "https://")
_ENDINGS = (".com", ".net", ".biz", ".info", ".co.uk", ".test", ".xyz", ".ru", ".shop")
_NAMES = ("Anna", "Lucy", "Chloe", "Maria", "Tom", "Jordan", "Emma", "Nina", "Paul", "Kate")
_KEYWORDS = ("WIN", "GO", "YES", "PLAY", "CHAT", "TONE", "LOVE", "CLAIM", "JOIN", "STOP")
_DAYS = ("Monday", "Tuesday", "Friday", "4 August", "12 May", "tomorrow")
_TEXTED = {
    "you": "u", "your": "ur", "to": "2", "for": "4", "are": "r", "please": "pls", "text": "txt",
    "and": "&", "be": "b", "message": "msg", "before": "b4", "see": "c",
}  # fmt: skip


def messages() -> Iterator[Made]:
    """Yield the same messages each time, of every language."""
    for language in LANGUAGES:
        dice = random.Random(f"spam {language}")
        for name, phrases in read(language, FOLDER).sections.items():
            sentences = [phrase.text for phrase in phrases]
            for sentence in sentences:
                yield from _variants(sentence, sentences, dice, is_spam=name != WANTED)


def _variants(
    sentence: str, family: list[str], dice: random.Random, *, is_spam: bool
) -> Iterator[Made]:
    others = [other for other in family if other != sentence]
    for number, length in enumerate(_LENGTHS[is_spam]):
        parts = [sentence, *dice.sample(others, length - 1)]
        dice.shuffle(parts)
        text = dice.choice((". ", "! ", ".\n\n", "\n")).join(_filled(part, dice) for part in parts)
        text += dice.choice(("", ".", "!", "!!!") if is_spam else ("", ".", "", "?"))
        inbound = Inbound(text=_styled(text, dice) if number else text)
        folds = frozenset({part_of(sentence)})
        yield Made(inbound=inbound, source="spambook", is_spam=is_spam, folds=folds)


def _filled(text: str, dice: random.Random) -> str:
    slots = {
        "{money}": _money(dice),
        "{phone}": dice.choice(_DIALLED) + _some(string.digits, 9, dice),
        "{code}": str(dice.choice((dice.randrange(10**4, 10**5), dice.randrange(10**3, 10**7)))),
        "{url}": _link(dice),
        "{name}": dice.choice(_NAMES),
        "{keyword}": dice.choice(_KEYWORDS),
        "{day}": dice.choice(_DAYS),
    }
    for slot, value in slots.items():
        text = text.replace(slot, value)
    return text[0].upper() + text[1:] if dice.random() < 0.8 else text


def _money(dice: random.Random) -> str:
    amount = dice.choice(_AMOUNTS)
    is_signed = dice.random() < 0.7
    return dice.choice("£$€") + amount if is_signed else f"{amount} {dice.choice(_UNITS)}"


def _link(dice: random.Random) -> str:
    host = _some(string.ascii_lowercase, dice.randrange(4, 10), dice)
    path = _some("abcdefghijk0123456789?=", dice.randrange(2, 14), dice)
    whole = dice.choice(_STARTS) + host + dice.choice(_ENDINGS)
    return f"{whole}/{path}" if dice.random() < 0.5 else whole


def _some(letters: str, count: int, dice: random.Random) -> str:
    return "".join(dice.choices(letters, k=count))


def _styled(text: str, dice: random.Random) -> str:
    style = dice.random()
    if style < 0.25:
        return " ".join(_TEXTED.get(word.lower(), word) for word in text.split())
    if style < 0.35:
        return text.upper()
    return text.lower() if style < 0.55 else text

"""What is no question at all: a greeting, thanks, or nothing that can be read. Pure."""

import re
import unicodedata

from chalicelib.search.terms import in_order

_VOWELS = frozenset("aeiouy")
_LATIN = re.compile(r"[a-z]+")
_LONG = 5
_REPEATED = re.compile(r"(.)\1{4,}")
_MOST_CONSONANTS = re.compile(r"[bcdfghjklmnpqrstvwxz]{6,}")
_SURE_HELLO = frozenset(
    in_order("""
    hello hi hey hallo hiya moin servus hola ola bonjour salut hej hejsan hoi goedendag morning
    evening afternoon tag morgen abend buenos buenas bom boa goede goeden مرحبا اهلا السلام
""")
)
_HELLO = _SURE_HELLO | frozenset(
    in_order("""
    good day guten gruss dias tardes noches dia tarde noite god dag there you team all عليكم
""")
)
_SURE_THANKS = frozenset(
    in_order("""
    thanks thank thx ty danke dank gracias obrigado obrigada merci bedankt tack شكرا
""")
)
_THANKS = _SURE_THANKS | frozenset(
    in_order("""
    you dankeschon vielen schon besten muchas mil muito beaucoup je wel u sa mycket so very much a
    lot great perfect super ok okay perfekt perfecto perfeito parfait bra جزيلا لك
""")
)


def is_legible(text: str) -> bool:
    """Tell whether there is a word in it that somebody may have meant.

    >>> is_legible("Hi"), is_legible("???"), is_legible("sdfghjkl")
    (True, False, False)
    """
    if any(unicodedata.category(c) in ("Cs", "Co") for c in text):
        text = "".join(c for c in text if unicodedata.category(c) not in ("Cs", "Co"))
    return any(map(_is_word, in_order(text)))


def small_talk(text: str) -> str | None:
    """Return the sentence that answers a mere greeting or thanks, or None.

    >>> small_talk("Good morning!"), small_talk("Thank you so much"), small_talk("Hi, my order?")
    ('hello', 'thanks', None)
    """
    words = frozenset(in_order(text))
    if words & _SURE_THANKS and words <= _THANKS | _HELLO:
        return "thanks"
    return "hello" if words & _SURE_HELLO and words <= _HELLO else None


def _is_word(word: str) -> bool:
    if not _LATIN.fullmatch(word) or len(word) < _LONG:
        return True
    has_vowels = not _VOWELS.isdisjoint(word)
    return has_vowels and not _REPEATED.search(word) and not _MOST_CONSONANTS.search(word)

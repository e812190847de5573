"""The language to answer in: that of the message, as far as its words tell. Pure."""

import re

from chalicelib.customer_agent.brain.model import Asked
from chalicelib.customer_agent.brain.sentences import LANGUAGES
from chalicelib.customer_agent.knowledge.finding.stems import languages
from chalicelib.search.terms import in_order

FALLBACK = "en"
_LOOKED_AT = 500
_ARABIC = re.compile("[\u0620-\u064a]")
_FRENCH = frozenset(
    in_order("""
    au aux avec avez ai bonjour cette colis combien comment commande dans elle est je la le les
    livraison ma merci mon nous ne ou pas peut pour pourquoi puis quand quel quelle qui retour sont
    suis sur un une veux votre voudrais vos vous
""")
)
"""What finding does without, since it takes French for none of its languages."""
_FRENCH_SHARE = 0.5
_POLITE = {
    "de": "danke dank vielen guten moin servus",
    "es": "gracias hola buenos buenas",
    "fr": "merci beaucoup bonjour salut",
    "nl": "bedankt goedendag goede",
    "pt": "obrigado obrigada ola bom boa",
    "sv": "tack hej hejsan",
}
"""What a mere greeting, or thanks, tells the language by."""


def language_of(asked: Asked) -> str:
    """Return one that the agent has sentences in."""
    told = (asked.language or "")[:2].lower()
    own = [line.text for line in asked.earlier if line.author == "customer"]
    for text in (asked.text, *reversed(own)):
        spoken = _spoken(text[:_LOOKED_AT])
        if told in spoken:
            return told
        if len(spoken) == 1:
            return next(iter(spoken))
    return told if told in LANGUAGES else FALLBACK


def _spoken(text: str) -> frozenset[str]:
    if _ARABIC.search(text):
        return frozenset({"ar"})
    words = in_order(text)
    french = sum(word in _FRENCH for word in words)
    is_french = french > 1 and french >= _FRENCH_SHARE * len(words)
    if is_french:
        return frozenset({"fr"})
    found = languages(text)
    return found if len(found) == 1 else _polite(words) or found


def _polite(words: list[str]) -> frozenset[str]:
    return frozenset(
        language for language, own in _POLITE.items() if not set(own.split()).isdisjoint(words)
    )

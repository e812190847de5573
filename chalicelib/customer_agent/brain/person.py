"""Whether a message asks for a person, in plain words of eight languages. Pure.

A person who is only spoken of (who brought the parcel, who gets a gift) is none that is asked for.
"""

import re

from chalicelib.customer_agent.brain.phrases import phrases
from chalicelib.routing.text.classify import scores
from chalicelib.routing.text.model import Inbound
from chalicelib.search.terms import in_order

_MOST_WORDS = 200
_NOT_SPOKEN_OF = (
    r"(?! (?:who|that|which|whose|living|behind)\b"
    r"| (?:der|die|das|welche[rn]?) (?!\w*(?:hilft|helfen|kann))"
    r"| (?:que|qui|quien|som|die|dat) (?!(?:me|m|mich|mig|mij|pueda|possa|puisse|kan)\b))"
)
"""A person behind whom it goes on like this is somebody else."""
SURE = 0.98
"""How sure the model of texts has to be where no phrase is met."""
_TAG = "speak to human"
_MOST_LIKELY = 25
"""Words of a message that asks for nothing but a person; a longer one is about something else."""
_MACHINE = re.compile(r"(?:ro)?bot|machine|maschine|maquina|computer|robo|maskin| ai(?: |$)")


def asks_for_person(text: str) -> bool:
    """Tell whether somebody would rather have a person.

    >>> asks_for_person("Can I talk to a human?"), asks_for_person("The person who delivered it")
    (True, False)
    """
    words = in_order(text)[:_MOST_WORDS]
    plain = " ".join(words)
    if not (phrases("person", after=_NOT_SPOKEN_OF).search(plain) or _is_likely(text, words)):
        return False
    # Who wants no machine wants a person.
    return not phrases("no_person").search(plain) or bool(_MACHINE.search(plain))


def _is_likely(text: str, words: list[str]) -> bool:
    if len(words) > _MOST_LIKELY or phrases("spoken_of").search(" ".join(words)):
        return False
    return scores(Inbound(text=text))[_TAG] >= SURE

"""What the agent says to a message, or that a person should answer it; it never guesses."""

from chalicelib.core.desk import Desk
from chalicelib.customer_agent.brain import legible, orders, person, tracking, triggers
from chalicelib.customer_agent.brain.language import language_of
from chalicelib.customer_agent.brain.model import Asked, Escalated, Manner, Said
from chalicelib.customer_agent.brain.sentences import sentence
from chalicelib.customer_agent.knowledge.answers import answer

MOST_TEXT = 2_000
"""Characters of a message that knowledge is looked up by; what is longer is a letter to people."""


def think(desk: Desk, manner: Manner, asked: Asked) -> Said | Escalated:
    """Answer a message, or say why a person should."""
    return at_once(manner, asked) or _advised(desk, manner, asked) or _known(desk, asked)


def at_once(manner: Manner, asked: Asked) -> Said | Escalated | None:
    """Decide what no look at anything is needed for."""
    if person.asks_for_person(asked.text):
        return Escalated(reason="asked_for_person")
    if not legible.is_legible(asked.text):
        return Escalated(reason="unintelligible")
    if rule := triggers.triggered(manner.rules, asked.text):
        return Escalated(reason="rule", rule_id=rule.id)
    if name := legible.small_talk(asked.text):
        return Said(text=sentence(language_of(asked), name))
    return None


def _advised(desk: Desk, manner: Manner, asked: Asked) -> Said | Escalated | None:
    if manner.kind != "bedrock":
        return None
    # Most accounts ask no language model: what it takes is loaded for those that do.
    from chalicelib.customer_agent.brain.advised.talk import talked

    return talked(desk, manner, asked)


def _known(desk: Desk, asked: Asked) -> Said | Escalated:
    if tracking.asks_for_order(asked.text):
        found = orders.where(desk, asked, language_of(asked))
        if found:
            return found
    return _written(desk, asked.text)


def _written(desk: Desk, text: str) -> Said | Escalated:
    best = answer(desk, text[:MOST_TEXT]).answer
    if best is None:
        return Escalated(reason="unknown")
    return Said(text="\n".join((f"{best.passage}\n", *best.links)).strip(), sources=(best.id,))

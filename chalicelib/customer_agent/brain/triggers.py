"""Whether a message is what a rule's trigger says, in plain words. Pure.

A trigger is a few things with "or" between them. A message meets one of them if it has enough of
its words, those that every second message to a shop has counting little.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

from chalicelib.customer_agent.brain.model import Rule
from chalicelib.customer_agent.brain.topics import same_topic
from chalicelib.customer_agent.knowledge.finding.index import pieces
from chalicelib.customer_agent.knowledge.finding.stems import stems
from chalicelib.customer_agent.knowledge.finding.trade import SAME

ENOUGH = 0.55
"""Of an alternative's words, by weight; `bench/answers/README.md` has how it was chosen."""
OF_A_TOPIC, OF_ITS_OWN, OF_THE_TRADE = 2.0, 1.0, 0.5
"""How much a word weighs: one of a topic says most, one that shops hear all day least."""
USED_ALIKE = 0.4
"""How surely a word was said if one was that shops use alike; by itself too little for a rule."""
_SPELT_ALIKE = 0.75
_SHORTEST = 5
_MOST_STEMS = 300
_OR = re.compile(r"[,;/\n.]|\b(?:or|oder|bzw|sowie|ou|of|eller)\b|\b[ou]\b(?= )", re.IGNORECASE)
_ABOUT_RULES = frozenset(
    stems("""
    customer customers shopper shoppers client someone person mentions mention mentioned asks ask
    asking says say saying talks talking speaks speaking tells wants want wanting message messages
    question questions about anything regarding concerning writes writing threatens describes
    reports requests request topic word words contains uses
    inquiry inquiries enquiries seems sounds whenever any kind
    kunde kunden kundin jemand erwähnt erwähnen fragt fragen sagt sagen spricht sprechen schreibt
    schreiben droht drohen will möchte nachricht nachrichten frage thema wort redet meldet
    anfrage anfragen
    cliente clientes alguien menciona mencionar pregunta preguntar preguntas dice decir habla hablar
    quiere mensaje mensajes cualquier tema solicitudes consulta palabra escribe
    alguém menciona mencionar pergunta perguntar perguntas diz dizer fala falar quer mensagem
    mensagens qualquer pedidos tema assunto palavra escreve
""")
)
"""What triggers say of a customer, and customers do not say."""


def triggered(rules: Iterable[Rule], text: str) -> Rule | None:
    """Return the first rule that is on and is met."""
    said = frozenset(stems(text)[:_MOST_STEMS])
    return next((rule for rule in rules if rule.is_on and closeness(rule.trigger, said) >= ENOUGH),
                None)  # fmt: skip


def closeness(trigger: str, said: frozenset[str]) -> float:
    """Return how much of the nearest alternative of a trigger was said, from 0 to 1."""
    return max((_share(each, said) for each in _alternatives(trigger)), default=0.0)


@lru_cache(maxsize=256)
def _alternatives(trigger: str) -> tuple[frozenset[str], ...]:
    every = (frozenset(stems(part)) - _ABOUT_RULES for part in _OR.split(trigger))
    return tuple(dict.fromkeys(each for each in every if each))


def _share(wanted: frozenset[str], said: frozenset[str]) -> float:
    whole = sum(map(_weight, wanted))
    return sum(_weight(stem) * _said(stem, said) for stem in wanted) / whole


def _weight(stem: str) -> float:
    if stem in same_topic():
        return OF_A_TOPIC
    return OF_THE_TRADE if stem in SAME else OF_ITS_OWN


def _said(stem: str, said: frozenset[str]) -> float:
    """Return how surely a word was said: itself, one of its topic, one used alike, or misspelt."""
    if stem in said or not said.isdisjoint(same_topic().get(stem, ())):
        return 1.0
    if not said.isdisjoint(SAME.get(stem, ())):
        return USED_ALIKE
    if len(stem) < _SHORTEST:
        return 0.0
    return max((_likeness(stem, other) for other in said), default=0.0)


def _likeness(stem: str, other: str) -> float:
    if len(other) < _SHORTEST or stem[0] != other[0]:
        return 0.0
    own, its = pieces(stem), pieces(other)
    alike = 2 * len(own & its) / (len(own) + len(its))
    return alike if alike >= _SPELT_ALIKE else 0.0

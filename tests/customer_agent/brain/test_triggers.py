"""Which messages meet an account's rules, in the words of either."""

import pytest

from bench.answers import corpus, escalations
from chalicelib.customer_agent.brain.model import Rule
from chalicelib.customer_agent.brain.triggers import triggered

CASES = [
    ("The customer mentions a lawyer", "I will call my attorney", True),
    ("The customer mentions a lawyer", "mein Anwalt meldet sich", True),
    ("Der Kunde droht mit einem Anwalt", "my lawyer will write to you", True),
    ("asks for wholesale prices or a bulk order", "Do you offer wholesale?", True),
    ("asks for wholesale prices or a bulk order", "What is the price of the order?", False),
    ("Alergias", "soy alérgica al níquel", True),
    ("Allergies", "are there allergens in it", True),
    ("o cliente está zangado", "isto é uma vergonha", True),
    ("Fragen zum Datenschutz", "Auskunft nach Datenschutz bitte", True),
    ("The customer asks about the Aurora collection", "when is aurora collection back", True),
    ("The customer asks about the Aurora collection", "do you have a collection point", False),
    ("The customer asks about porcelain", "is it porcellain", True),
    ("", "anything", False),
    ("the customer asks", "I want to ask something", False),
]


@pytest.mark.parametrize(("trigger", "message", "is_met"), CASES)
def test_a_trigger_is_met_by_what_it_says(trigger: str, message: str, *, is_met: bool) -> None:
    rule = Rule(id="r", title="", trigger=trigger)

    assert triggered([rule], message) == (rule if is_met else None)


@pytest.mark.parametrize("language", ["en", "de", "es", "pt"])
def test_triggers_are_met_by_most_of_what_should_and_little_else(language: str) -> None:
    found = escalations.outcome([case for case in escalations.cases() if case.language == language])

    assert (found.precision > 0.8, found.recall > 0.8) == (True, True), found


def test_what_shops_are_asked_every_day_meets_hardly_any_rule() -> None:
    rules = {case.trigger: Rule(id="r", title="", trigger=case.trigger)
             for case in escalations.cases() if case.language == "en"}  # fmt: skip
    asked = [each.text for each in corpus.questions() if each.language == "en"]

    met = [text for text in asked if triggered(list(rules.values()), text)]

    assert len(met) <= len(asked) * 0.05, met

"""What the agent says without any service outside: in order, and nothing that it does not know."""

from dataclasses import replace

import pytest

from chalicelib.customer_agent.brain.model import Escalated, Rule, Said
from tests.customer_agent.brain.conftest import MANNER, RETURNS, RULE, Ask

UNKNOWN = Escalated(reason="unknown")


def test_a_question_is_answered_from_the_accounts_knowledge(ask: Ask, article: str) -> None:
    said = "Send it back within 30 days, unused.\n\nhttps://shop.example/returns"

    assert ask(RETURNS) == Said(text=said, sources=(article,))


@pytest.mark.acceptance(123)
@pytest.mark.parametrize("text", ["Do you sell bicycles?", "x" * 50_000, "1234 5678", "ok"])
def test_what_it_does_not_know_is_for_a_person(ask: Ask, article: str, text: str) -> None:
    assert ask(text).__class__ is Escalated


def test_without_articles_it_knows_nothing(ask: Ask) -> None:
    assert ask(RETURNS) == UNKNOWN


@pytest.mark.parametrize("text", ["", "  ", "???", "😀😀", "sdfghjkl", "aaaaaaaa", "\ud800"])
def test_what_nobody_can_read_is_for_a_person(ask: Ask, text: str) -> None:
    assert ask(text) == Escalated(reason="unintelligible")


@pytest.mark.parametrize(
    ("text", "said"),
    [("Hi!", "Hello! How can I help?"), ("Vielen Dank", "Gern geschehen!"),
     ("Bom dia", "Olá! Como posso ajudar?"), ("gracias", "¡De nada!"), ("tack", "Varsågod!"),
     ("merci beaucoup", "Avec plaisir !"), ("شكرا", "على الرحب والسعة!")],
)  # fmt: skip
def test_a_greeting_is_returned(ask: Ask, text: str, said: str) -> None:
    assert ask(text) == Said(text=said)


def test_who_asks_for_a_person_gets_one_before_any_rule(ask: Ask) -> None:
    assert ask("I want to talk to a human, not to your lawyer") == Escalated(
        reason="asked_for_person"
    )


def test_a_rule_comes_before_an_answer(ask: Ask, article: str) -> None:
    text = f"{RETURNS} Otherwise my lawyer will write to you."

    assert ask(text) == Escalated(reason="rule", rule_id="rule_1")


def test_the_first_rule_counts_and_one_that_is_off_does_not(ask: Ask) -> None:
    rules = (
        replace(RULE, id="off", is_on=False),
        Rule(id="first", title="Press", trigger="journalists"),
        Rule(id="second", title="Both", trigger="journalist or lawyer"),
    )
    manner = replace(MANNER, rules=rules)

    both = ask("I am a journalist and a lawyer", manner)

    assert both == Escalated(reason="rule", rule_id="first")
    assert ask("I am a lawyer", manner) == Escalated(reason="rule", rule_id="second")

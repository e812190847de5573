"""Verdicts and tags, and what people are told about them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.routing.text.classify import judge, tag
from chalicelib.routing.text.model import TAGS, Facts, Inbound

PRIZE = "CONGRATULATIONS! You WON a FREE prize worth $1000! Click http://win.example to claim now!"


def names(text: str) -> set[str]:
    return {found.name for found in tag(Inbound(text=text))}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Where is my order 5511? It has not arrived", "order tracking"),
        ("¿Dónde está mi pedido?", "order tracking"),
        ("Onde está a minha encomenda?", "order tracking"),
        ("Waar blijft mijn pakket?", "order tracking"),
        ("Var är mitt paket?", "order tracking"),
        ("Wo bleibt mein Paket?", "order tracking"),
        ("I want to return these shoes", "returns"),
        ("The vase arrived broken", "returns"),
        ("Quiero devolver los zapatos", "returns"),
        ("Ich möchte die Schuhe umtauschen", "returns"),
        ("Do you ship to Iceland?", "shipping"),
        ("Hoeveel zijn de verzendkosten?", "shipping"),
        ("My discount code is not accepted", "pricing"),
        ("Min rabattkod fungerar inte", "pricing"),
        ("Is the jacket waterproof?", "product specific"),
        ("Which tent would you recommend?", "recommendations"),
        ("How do I redeem my points?", "loyalty"),
        ("Let me talk to a real person", "speak to human"),
        ("Quero falar com um atendente", "speak to human"),
        ("Thank you so much!", "chit-chat"),
    ],
)
def test_a_question_gets_its_tag(text: str, name: str) -> None:
    assert name in names(text)


def test_one_message_may_get_several_tags() -> None:
    text = "Where is my package? It has not arrived. And how do I redeem my points?"

    assert {"order tracking", "loyalty"} <= names(text)


@pytest.mark.parametrize("text", ["", "I forgot my password", "quiero cancelar mi pedido"])
def test_a_message_may_get_no_tag(text: str) -> None:
    assert names(text) == set()


def test_the_surest_tag_comes_first() -> None:
    scores = [found.score for found in tag(Inbound(text="How much is shipping to Norway?"))]

    assert scores == sorted(scores, reverse=True)


@pytest.mark.acceptance(43)
@pytest.mark.parametrize(
    "text",
    [
        PRIZE,
        "Your account has been suspended, verify your password at http://bank.example",
        "Su cuenta ha sido suspendida, verifique sus datos en http://banco.example",
        "Ihr Konto ist gesperrt, bestätigen Sie Ihre Daten: http://bank.example",
    ],
)
def test_unwanted_messages_are_spam(text: str) -> None:
    assert judge(Inbound(text=text)).is_spam


@pytest.mark.acceptance(43)
@pytest.mark.parametrize(
    "text",
    [
        "",
        "Where is my order?",
        "I want my money back, the blender is broken!!!",
        "WHERE IS MY PARCEL",
        "¿Cuánto cuesta el envío a Chile?",
        "Min rabattkod fungerar inte",
        "https://shop.example/lamp is this in stock?",
    ],
)
def test_customers_questions_are_not_spam(text: str) -> None:
    assert judge(Inbound(text=text)).reasons == ()


def test_the_mail_services_verdict_weighs() -> None:
    scores = [
        judge(Inbound(text="hello friend", facts=Facts(mail_verdict=verdict))).score
        for verdict in ("pass", "unknown", "fail")
    ]

    assert scores == sorted(set(scores))


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        (Facts(mail_verdict="fail"), "The mail service judged it to be spam"),
        (Facts(is_automatic=True), "A machine answered, not a person"),
    ],
)
def test_facts_are_named_among_the_reasons(facts: Facts, reason: str) -> None:
    assert reason in judge(Inbound(text=PRIZE, facts=facts)).reasons


def test_the_words_that_told_are_named() -> None:
    (words,) = [r for r in judge(Inbound(text=PRIZE)).reasons if r.startswith("Words")]

    assert "“claim”" in words or "“prize”" in words


@pytest.mark.parametrize(("marks", "is_said"), [("!", False), ("!!!!!", True)])
def test_many_exclamation_marks_are_said_of_many_only(marks: str, *, is_said: bool) -> None:
    reasons = judge(Inbound(text=PRIZE.replace("!", "") + marks)).reasons

    assert ("Has many exclamation marks" in reasons) is is_said


@given(st.text(), st.text())
def test_any_text_is_judged(subject: str, text: str) -> None:
    inbound = Inbound(subject=subject, text=text)
    verdict = judge(inbound)

    assert 0.0 <= verdict.score <= 1.0
    assert bool(verdict.reasons) == (verdict.score >= 0.5)
    assert {found.name for found in tag(inbound)} <= set(TAGS)


def test_the_order_of_judging_changes_nothing() -> None:
    inbounds = [Inbound(text=text) for text in (PRIZE, "Where is my order?", "", "Hej hej")]
    forth = [(judge(i), tag(i)) for i in inbounds]
    back = [(judge(i), tag(i)) for i in reversed(inbounds)]

    assert forth == back[::-1]

"""Which article is the first for a question, how sure that is, and what of it is shown."""

import pytest

from chalicelib.customer_agent.knowledge.answers import answered
from chalicelib.customer_agent.knowledge.finding import stems
from chalicelib.customer_agent.knowledge.finding.index import index
from chalicelib.customer_agent.knowledge.finding.passage import MOST, passage
from chalicelib.customer_agent.knowledge.finding.rank import MOST_STEMS, rank
from tests.customer_agent.knowledge.articles import SHOP, an_article

KNOWN = index(SHOP)


@pytest.mark.parametrize(
    ("question", "title"),
    [
        ("how long does delivery take", "How long does delivery take?"),
        ("HOW LONG does the delivry take??", "How long does delivery take?"),
        ("when will it arrive", "How long does delivery take?"),
        ("returning an item", "How do I return an item?"),
        ("are your mugs dishwaser safe", "Are the mugs dishwasher safe?"),
        ("payment methods", "Which payment methods do you accept?"),
        ("do you engrave names", "Do you engrave names?"),
    ],
)
def test_what_an_article_answers(question: str, title: str) -> None:
    found = rank(KNOWN, question)

    assert found.ranked[0].article.title == title
    assert [one.score for one in found.ranked] == sorted(
        (one.score for one in found.ranked), reverse=True
    )


@pytest.mark.parametrize(
    "question",
    [
        "", "?", "the a of", "\ud800", "\u0000", "你好", "asdfgh qwertz", "what's the weather like",
        "is the delivery van electric and who drives it at night", "can I return to the moon",
    ],
)  # fmt: skip
def test_what_no_article_answers_gets_no_answer(question: str) -> None:
    found = answered(KNOWN, question)

    assert found.answer is None
    assert 0 <= found.confidence < 1


def test_what_is_answered_surely_comes_with_its_passage() -> None:
    found = answered(KNOWN, "Are the mugs dishwasher safe?")

    assert found.answer is not None
    assert (found.answer.id, found.answer.passage) == (
        "Are the mugs dishwasher safe?", "Yes, but for those with a gold rim."
    )  # fmt: skip
    assert found.confidence > 0.9
    assert found.answer not in found.others


def test_without_articles_there_is_no_answer() -> None:
    found = answered(index(()), "How long does delivery take?")

    assert (found.answer, found.confidence, found.others) == (None, 0.0, ())


def test_of_equal_articles_the_order_is_always_the_same() -> None:
    one, other = an_article("Opening hours", "Nine to five."), an_article("Opening hours?", "x")

    orders = [
        [each.article.id for each in rank(index(shop), "opening hours").ranked]
        for shop in ((one, other), (other, one))
    ]

    assert orders[0] == orders[1]


def test_a_question_is_answered_in_its_own_language() -> None:
    shop = index((
        an_article("Cancelar un pedido", "Cancelación en dos horas.", language="es"),
        an_article("Cancelar um pedido", "Cancelamento em duas horas.", language="pt"),
    ))  # fmt: skip

    first = {
        question: rank(shop, question).ranked[0].article.language
        for question in ("¿cómo puedo cancelar el pedido?", "como posso cancelar o meu pedido?")
    }

    assert list(first.values()) == ["es", "pt"]


def test_a_language_that_is_not_recognised_is_none_the_worse() -> None:
    shop = (
        an_article("Comment retourner un article ?", "Sous 30 jours.", language="fr"),
        an_article("Quels sont les frais de port ?", "4,90 euros.", language="fr"),
    )

    found = answered(index(shop), "Comment retourner un article ?")

    assert found.answer is not None
    assert found.answer.passage == "Sous 30 jours."


def test_traits_stay_between_nothing_and_everything() -> None:
    for question in ("delivery", "how long does delivery take", "mug " * 500, "gift mug names"):
        traits = rank(KNOWN, question).traits
        assert all(0 <= trait <= 1 for trait in traits), (question, traits)


def test_of_a_long_question_the_beginning_is_read() -> None:
    words = " ".join(f"mug{number}" for number in range(10_000))

    assert len(rank(KNOWN, f"dishwasher {words}").asked) <= 3 * MOST_STEMS


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("shipping", "shipped"), ("returns", "returned"), ("deliveries", "delivery"),
        ("Lieferung", "liefern"), ("bezahlen", "Bezahlung"), ("envíos", "enviar"),
        ("devolver", "devolverá"), ("encomendas", "encomenda"), ("betalingen", "betaling"),
        ("betalningar", "betalning"), ("GRÖSSE", "größe"),
    ],
)  # fmt: skip
def test_words_are_the_same_without_their_endings(one: str, other: str) -> None:
    assert stems.stems(one) == stems.stems(other)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Where is my parcel?", "en"), ("Wo ist mein Paket?", "de"), ("¿Dónde está?", "es"),
        ("Onde está a minha encomenda?", "pt"), ("Waar is mijn pakket?", "nl"),
        ("Var är mitt paket?", "sv"),
    ],
)  # fmt: skip
def test_the_language_of_a_question(text: str, language: str) -> None:
    assert language in stems.languages(text)


def test_the_passage_is_the_part_that_answers() -> None:
    text = "\n\n".join([f"Other things. {'Filling words. ' * 40}", "Gold rims: by hand.", "End."])

    assert passage(text, {"gold": 2.0}).endswith("Gold rims: by hand.\n\nEnd.")
    assert len(passage("word " * 10_000, {"word": 1.0})) <= MOST
    assert len(passage("x" * 20_000, {})) <= MOST
    assert passage("", {}) == ""

"""What a text is found by, in scripts with blanks and without."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.search import terms
from chalicelib.search.terms import asked, folded, phone_terms

TEXTS = st.text(max_size=80)


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("Where is my PARCEL?", "parcel"),
        ("Größe", "grosse"),
        ("Ñandú", "nandu"),
        ("İSTANBUL", "istanbul"),
        ("smørrebrød", "smorrebrod"),
        ("Łódź", "lodz"),
        ("ΔΡΟΜΟΣ", "δρομοσ"),
        ("зелёный", "зеленыи"),
        ("order #1042", "1042"),
        ("no. DH-1042!", "dh1042"),
        ("no. DH-1042!", "1042"),
        ("DH1042", "1042"),
        ("٤٥٦٧", "4567"),
        ("write to Ann.Lee@Example.com.", "ann.lee@example.com"),
        ("write to Ann.Lee@Example.com.", "lee"),
        ("call +44 20 7946 0000", "442079460000"),
        ("call (020) 7946-0000", "2079460000"),
        ("شُكْرًا", "شكرا"),
        ("तीन कप", "तीन"),
    ],
)
def test_a_text_is_found_by_a_term(written: str, wanted: str) -> None:
    assert wanted in terms.terms(written)


@pytest.mark.parametrize(
    ("written", "question"),
    [
        ("破れたマグカップが届きました", "マグカップ"),
        ("杯子碎了。我要退款", "退款"),
        ("แก้วแตกครับ", "แก้ว"),
        ("머그컵이 깨졌어요", "머그컵"),
        ("The parcel arrived broken", "parc"),
        ("order DH-1042 is late", "dh-1042"),
        ("order DH-1042 is late", "DH1042"),
        ("order DH1042 is late", "DH-1042"),
        ("order 1042 is late", "#1042"),
        ("from ann.lee@example.com", "ANN.LEE@example.com"),
        ("from ann.lee@example.com", "ann.lee@exa"),
        ("from ann.lee@example.com", "ann.lee"),
        ("call +44 20 7946 0000", "+442079460000"),
        ("Müller", "muller"),
        ("l'été", "été"),
    ],
)
def test_what_is_asked_for_fits_what_was_written(written: str, question: str) -> None:
    own = terms.terms(written)

    assert asked(question)
    assert all(word.fits(own) for word in asked(question))


@pytest.mark.parametrize("question", ["020 7946 0000", "+44 (0)20 7946 0000"[:3] + "2079460000"])
def test_a_number_is_found_without_its_countrys_code(question: str) -> None:
    [word] = asked(question)

    assert word.fits(phone_terms("+442079460000"))


@pytest.mark.parametrize("question", ["", "  ", "?!", "#", "-- --"])
def test_nothing_is_asked_for_without_a_letter_or_a_digit(question: str) -> None:
    assert asked(question) == ()


def test_only_the_last_word_may_be_a_beginning_and_not_before_it_has_two_letters() -> None:
    assert [word.is_prefix for word in asked("broken mug")] == [False, True]
    assert [word.is_prefix for word in asked("broken mug ")] == [False, False]
    assert [word.is_prefix for word in asked("broken m")] == [False, False]


def test_a_question_has_an_end() -> None:
    assert len(asked("a b c d e f g h i j k l m n o p")) == terms.MAX_WORDS


@given(TEXTS)
def test_folding_twice_changes_nothing(text: str) -> None:
    assert folded(folded(text)) == folded(text)


@given(TEXTS)
def test_a_text_is_found_by_each_word_of_it(text: str) -> None:
    own = terms.terms(text)

    for word in text.split():
        assert all(each.fits(own) for each in asked(word))

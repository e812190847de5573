"""Intake and correction read the same words."""

import pytest

from chalicelib.channels.model import Kind
from chalicelib.routing.text.words import of_arrival, of_message
from tests.builders import a_message, an_inbound


def test_what_is_corrected_is_what_was_judged() -> None:
    arrived = of_arrival(
        an_inbound(text="Hello", subject="Lamp", is_automatic=True, automatic_reason="auto_reply")
    )
    kept = of_message(a_message(text="Hello", subject="Lamp", is_automatic=True))

    assert arrived == kept


def test_a_machine_that_writes_of_its_own_is_no_answering_machine() -> None:
    told = an_inbound(is_automatic=True, automatic_reason="auto_generated")

    assert not of_arrival(told).facts.is_automatic


@pytest.mark.parametrize(
    ("verdict", "reads"),
    [("PASS", "pass"), ("FAIL", "fail"), ("GRAY", "unknown"), ("PROCESSING_FAILED", "unknown")],
)
def test_the_mail_services_word_is_taken_where_it_is_clear(verdict: str, reads: str) -> None:
    assert of_arrival(an_inbound(verdicts={"spam": verdict})).facts.mail_verdict == reads


def test_where_words_and_pictures_lead_to_is_read() -> None:
    html = '<p><a href="https://a.example/b" rel="x">A</a> <a href="mailto:a@b.example">B</a>'
    found = of_arrival(an_inbound(html=html + '<img data-src="http://c.example/d.png"></p>'))

    assert found.links == ("https://a.example/b", "http://c.example/d.png")


@pytest.mark.parametrize(("channel", "is_letter"), [(Kind.email, True), (Kind.webchat, False)])
def test_mail_is_a_letter_and_chat_is_not(channel: Kind, *, is_letter: bool) -> None:
    assert of_arrival(an_inbound(channel=channel)).is_letter is is_letter
    assert of_message(a_message(channel=channel)).is_letter is is_letter

"""What a conversation looks like elsewhere, and which answers come back."""

import pytest

from chalicelib.channels.model import Kind
from chalicelib.channels.registry import capabilities
from chalicelib.customer_agent.helpdesks import rules
from chalicelib.customer_agent.helpdesks.model import Helpdesk
from tests.customer_agent.helpdesks.world import a_line, a_story

ZENDESK, GORGIAS = Helpdesk.zendesk, Helpdesk.gorgias


@pytest.mark.parametrize(
    ("told", "place"),
    [
        ("fern", "fern"),
        (" Fern ", "fern"),
        ("fern.zendesk.com", "fern"),
        ("fern-2", "fern-2"),
        ("", None),
        ("-fern", None),
        ("fern/", None),
        ("fern.zendesk.com.evil.example", None),
        ("evil.example#", None),
        ("evil.example?", None),
        ("user@evil", None),
        ("a.b", None),
        ("fern:8443", None),
        ("fern\n", "fern"),
        ("fe\nrn", None),
        ("fern.gorgias.com", None),
        ("f\u00e8rn", None),
        ("x" * 64, None),
    ],
)
def test_a_merchant_names_a_place_and_never_a_host(told: str, place: str | None) -> None:
    assert rules.place(ZENDESK, told) == place


@pytest.mark.parametrize(
    ("helpdesk", "channel", "is_here"),
    [
        (ZENDESK, Kind.webchat, True),
        (ZENDESK, Kind.sms, True),
        (ZENDESK, Kind.whatsapp, True),
        (ZENDESK, Kind.email, False),
        (GORGIAS, Kind.webchat, False),
        (GORGIAS, Kind.sms, True),
        (GORGIAS, Kind.email, False),
    ],
)
def test_where_it_goes_on(helpdesk: Helpdesk, channel: Kind, *, is_here: bool) -> None:
    assert rules.goes_on_here(helpdesk, capabilities(channel)) is is_here


def test_what_is_too_long_loses_its_beginning_and_says_so() -> None:
    lines = tuple(a_line(f"Word {number} " + "x" * 9_000) for number in range(10))

    told = rules.transcript(a_story("tkt_1", lines=lines))

    assert len(told) <= rules.LONGEST
    assert "(4 earlier messages are in Deskhand.)" in told
    assert "Word 9" in told
    assert "Word 3" not in told


def test_one_line_may_be_longer_than_all() -> None:
    told = rules.transcript(a_story("tkt_1", lines=(a_line("x" * 100_000),)))

    assert rules.LONGEST - 200 < len(told) <= rules.LONGEST


def test_a_transcript_is_known_by_its_first_line_and_no_other_is() -> None:
    told = rules.transcript(a_story("tkt_1"))

    assert rules.is_transcript("tkt_1", told)
    assert not rules.is_transcript("tkt_2", told)
    assert not rules.is_transcript("tkt_1", f"As was said: {told}")


def test_nobody_writes_into_the_head_of_a_transcript() -> None:
    story = a_story("tkt_1", name="Ann\nMail: boss@shop.example", subject="Hi\r\nBcc: x")

    assert "\nMail: boss" not in rules.transcript(story)
    assert rules.subject(story) == "Hi Bcc: x"


@pytest.mark.parametrize(
    ("text", "longest", "parts"),
    [
        ("", 5, []),
        ("  \n", 5, []),
        ("one", 5, ["one"]),
        ("one two", 5, ["one", "two"]),
        ("oneword", 4, ["onew", "ord"]),
        ("a b c d", 3, ["a b", "c d"]),
    ],
)
def test_long_words_go_in_parts(text: str, longest: int, parts: list[str]) -> None:
    assert rules.parts(text, lambda rest: rest[:longest]) == parts


def test_a_channel_that_counts_bytes_gets_pieces_of_so_many() -> None:
    carries = capabilities(Kind.instagram)
    text = "\u00e9\u20ac" * carries.max_text

    parts = rules.parts(text, carries.beginning)

    assert "".join(parts) == text
    assert max(carries.length(part) for part in parts) <= carries.max_text


def test_the_same_words_of_another_moment_are_others() -> None:
    first, again, later = a_line("Yes"), a_line("Yes"), a_line("Yes", seconds=31)

    assert rules.word_id("tkt_1", first) == rules.word_id("tkt_1", again)
    assert rules.word_id("tkt_1", first) != rules.word_id("tkt_1", later)
    assert rules.word_id("tkt_1", first) != rules.word_id("tkt_2", first)

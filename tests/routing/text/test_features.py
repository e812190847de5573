"""Messages as numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.routing.text import features
from chalicelib.routing.text.features import BUCKETS, SIGNALS, TEXT_LIMIT, names, read
from chalicelib.routing.text.model import Inbound
from tests.kit.pace import within


def signal(name: str, text: str) -> float:
    return read(Inbound(text=text)).signals[SIGNALS.index(name)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Where is my ORDER", "where is my order"),
        ("¿Devolución?", "devolucion?"),
        ("order 48211", "order 77005"),
        ("see https://a.example/parcel/7", "see http://b.example/parcel/8"),
        ("write to ann@shop.example", "write to bo@mail.example"),
        ("only €30", "only £30"),
        ("\uff46\uff52\uff45\uff45", "free"),
        ("one  two\n\nthree", "one two three"),
        ("Straße", "STRASSE"),
    ],
)
def test_wordings_that_mean_the_same_read_the_same(one: str, other: str) -> None:
    assert read(Inbound(text=one)).buckets == read(Inbound(text=other)).buckets


@pytest.mark.parametrize(
    ("name", "quiet", "loud"),
    [
        ("links", "see our shop", "https://a.example"),
        ("addresses", "me at home", "me@home.example"),
        ("money", "it costs a lot", "it costs $500"),
        ("shouting", "click here now", "CLICK HERE NOW"),
        ("exclamations", "really", "really!!!"),
        ("numbers", "call me", "call 0800 11 22"),
        ("length", "short", "long " * 500),
        ("brevity", "word " * 50, "word"),
        ("capitals", "really", "REALly"),
    ],
)
def test_the_build_of_a_message_shows(name: str, quiet: str, loud: str) -> None:
    assert signal(name, quiet) < signal(name, loud) <= 1.0


@pytest.mark.parametrize(
    ("link", "other"),
    [
        ("http://a.example", "http://203.0.113.7"),
        ("http://a.example", "http://a.b.c.example"),
        ("http://a.example", "http://a4.example"),
        ("http://a.example", "http://a-b.example"),
        ("http://a.example", "http://a.test"),
        ("http://a.example/b", "http://a.example/b?c"),
        ("http://a.example/b", "http://a.example/%62"),
        ("http://a.example/parcel", "http://a.example/prize"),
        ("http://a.example", "http://a.example/b"),
    ],
)
def test_what_is_odd_about_a_link_is_read(link: str, other: str) -> None:
    read_links = [read(Inbound(text="see", links=(each,))).buckets for each in (link, other)]

    assert read_links[0] != read_links[1]


def test_a_link_behind_words_counts_like_one_in_the_text() -> None:
    behind = read(Inbound(text="here", links=("http://a.example/b",)))

    assert behind.signals[0] == signal("links", "http://a.example/b") > 0


def test_links_instead_of_words_are_a_trait_of_their_own() -> None:
    links = ("http://a.example/b",)
    few, many = (read(Inbound(text="word " * count, links=links)).words for count in (3, 30))

    assert set(few) - set(many)


def test_what_lies_past_the_limit_is_not_read() -> None:
    beginning = "word " * (TEXT_LIMIT // 5)

    assert read(Inbound(text=beginning + "viagra")) == read(Inbound(text=beginning))


def test_the_subject_is_read_with_the_text() -> None:
    words = names(Inbound(subject="Refund", text="please")).values()

    assert {"refund", "please"} <= set(words)


@given(st.text(), st.text())
def test_any_text_is_read_within_bounds(subject: str, text: str) -> None:
    found = read(Inbound(subject=subject, text=text))

    assert all(0 <= bucket < BUCKETS for bucket in found.buckets)
    assert all(0.0 <= value <= 1.0 for value in found.signals)
    assert len(found.signals) == len(SIGNALS)


@pytest.mark.parametrize(
    "text", ["", "\ud800", "\x00", "\u0301" * 9, "💸" * 9, "@" * 9, "ﷺ" * 9000]
)
def test_odd_text_is_read(text: str) -> None:
    assert read(Inbound(text=text)) == read(Inbound(text=text))


@pytest.mark.parametrize(
    "text",
    ["a" * 10**6, "@" * 10**6, "http://" * 10**5, "a@" * 10**5, "\u0301" * 10**6, "1 " * 10**6],
)
def test_hostile_length_costs_no_time(text: str) -> None:
    with within(0.1):
        read(Inbound(text=text, subject=text))


def test_letters_are_hashed_alike_on_every_machine() -> None:
    assert features._pieces("ab") == (21588, 33564, 46056)

"""What may stand in the widget's settings, and what follows from them."""

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.accounts.settings import rules, widget
from chalicelib.accounts.settings.model import Settings, WebChat

COLORS = st.integers(0, 2**24 - 1).map(lambda number: f"#{number:06x}")
ENOUGH = 4.5
"""The contrast that words need (WCAG, level AA)."""


def pointers(**web_chat: Any) -> list[str]:
    settings = msgspec.convert({"web_chat": web_chat}, Settings)
    return [fault.pointer for fault in rules.faults(rules.tidied(settings))]


@pytest.mark.parametrize("color", ["#2451b3", " #FFD400 "])
def test_a_color_is_six_digits(color: str) -> None:
    assert pointers(widget={"color": color}) == []


@pytest.mark.parametrize(
    "color", ["", "red", "#fff", "#12345g", "#fff;}", "url(x)", "#2451b3\n}", "#2451b3;x"]
)
def test_nothing_else_is_a_color(color: str) -> None:
    assert pointers(widget={"color": color}) == ["/web_chat/widget/color"]


@pytest.mark.parametrize(
    "origin",
    ["https://shop.example", "http://localhost:8000", "https://SHOP.example/", "https://a-b.c.de"],
)
def test_a_site_is_an_origin(origin: str) -> None:
    assert pointers(allowed_origins=[origin]) == []


@pytest.mark.parametrize(
    "origin",
    ["*", "shop.example", "https://*.example", "https://shop.example/a", "https://a b.example",
     "https://a.example;script-src", "https://a.example\r\nX: y", "javascript:alert(1)", "null"],
)  # fmt: skip
def test_nothing_else_is_a_site(origin: str) -> None:
    assert pointers(allowed_origins=["https://shop.example", origin]) == [
        "/web_chat/allowed_origins/1"
    ]


@pytest.mark.parametrize(
    ("address", "is_right"),
    [("", True), ("https://shop.example/privacy?a=b", True), ("http://shop.example", False),
     ("javascript:alert(1)", False), ("https://", False), ("https://[x", False)],
)  # fmt: skip
def test_a_link_leads_to_a_safe_place(address: str, *, is_right: bool) -> None:
    wrong = [] if is_right else ["/web_chat/widget/privacy_url", "/web_chat/widget/terms_url"]

    assert pointers(widget={"privacy_url": address, "terms_url": address}) == wrong


def test_a_title_is_one_line() -> None:
    assert pointers(widget={"title": "Ask us\nanything"}) == ["/web_chat/widget/title"]
    assert pointers(widget={"title": " Ask us ", "position": "left", "locale": "ar"}) == []


QUESTION = {"question": "Do you ship abroad?", "answer": "Yes.\nEverywhere."}


def test_a_question_has_an_answer_and_perhaps_a_link() -> None:
    asked = {**QUESTION, "question": " Do you ship abroad? ", "link": "http://shop.example/a"}

    assert pointers(faq=[QUESTION, {**asked, "enabled": False}]) == []
    settings = rules.tidied(msgspec.convert({"web_chat": {"faq": [asked]}}, Settings))
    assert settings.web_chat.faq[0].question == QUESTION["question"]


@pytest.mark.parametrize(
    ("name", "text"),
    [("question", " "), ("question", "a\nb"), ("answer", "\n"), ("link", "javascript:alert(1)"),
     ("link", "shop.example"), ("link", "https://[x"), ("link", "https://shop.example/\u202e")],
)  # fmt: skip
def test_a_question_that_nobody_could_read_is_refused(name: str, text: str) -> None:
    assert pointers(faq=[QUESTION, {**QUESTION, name: text}]) == [f"/web_chat/faq/1/{name}"]


def test_there_is_an_end_to_questions() -> None:
    long = {"question": "Why?", "answer": "b" * 2_000}

    assert pointers(faq=[long] * 29) == []
    assert pointers(faq=[long] * 30) == ["/web_chat/faq"]
    with pytest.raises(msgspec.ValidationError):
        pointers(faq=[QUESTION] * 51)


def test_who_is_on_the_list_may_show_the_chat() -> None:
    own = WebChat(allowed_origins=("https://shop.example",))

    assert widget.is_allowed(own, "https://shop.example")
    assert not widget.is_allowed(own, "https://shop.example.evil.example")
    assert not widget.is_allowed(own, "http://shop.example")
    assert widget.is_allowed(WebChat(), "https://anybody.example")


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        (" https://Shop.example/ ", "https://shop.example"),
        ("https://shop.example:443", "https://shop.example"),
        ("http://shop.example:80", "http://shop.example"),
        ("https://shop.example:8443", "https://shop.example:8443"),
    ],
)
def test_a_site_is_kept_as_browsers_name_it(written: str, kept: str) -> None:
    assert widget.tidied(WebChat(allowed_origins=(written,))).allowed_origins == (kept,)


@given(COLORS)
def test_words_can_be_read_on_every_color(color: str) -> None:
    def luminance(of: str) -> float:
        parts = [int(of[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return sum(w * p for w, p in zip((0.2126, 0.7152, 0.0722), linear, strict=True))

    dark, light = sorted((luminance(color), luminance(widget.words_on(color))))
    assert (light + 0.05) / (dark + 0.05) >= ENOUGH

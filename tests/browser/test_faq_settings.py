"""The settings' page of what visitors of the chat often ask."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Open, Part, Provoke
from tests.browser.product import Running

pytestmark = pytest.mark.browser


@pytest.fixture
def faq(settings: Part, product: Running) -> Iterator[Locator]:
    """Return the page's part, with nothing asked yet."""
    yield settings("Questions", "Questions and answers")
    product.ask("PATCH", "/v1/settings", {"web_chat": {"faq": None}})


def add(faq: Locator, question: str, answer: str) -> None:
    faq.get_by_role("button", name="Add question").click()
    fresh = faq.get_by_role("listitem").last
    fresh.get_by_label("Question", exact=True).fill(question)
    fresh.get_by_label("Answer").fill(answer)


def save(faq: Locator) -> None:
    faq.get_by_role("button", name="Save").click()
    expect(faq.get_by_role("status")).to_have_text("Saved.")


def kept(product: Running) -> list[tuple[str, bool]]:
    faq = product.ask("GET", "/v1/settings")["web_chat"]["faq"]
    return [(each["question"], each["enabled"]) for each in faq]


def test_questions_are_added_moved_hidden_and_removed(faq: Locator, product: Running) -> None:
    for number in (1, 2, 3):
        add(faq, f"Question {number}?", f"Answer {number}.")
    rows = faq.get_by_role("listitem")
    rows.nth(2).get_by_role("button", name="Move up").focus()
    for key in ("Enter", "Enter"):
        faq.page.keyboard.press(key)
    expect(rows.nth(0).get_by_label("Question", exact=True)).to_have_value("Question 3?")
    expect(rows.nth(0).get_by_role("button", name="Move down")).to_be_focused()
    rows.nth(1).get_by_label("Shown to visitors").uncheck()
    rows.nth(2).get_by_role("button", name="Remove").click()
    expect(faq.get_by_role("button", name="Add question")).to_be_focused()
    save(faq)

    assert kept(product) == [("Question 3?", True), ("Question 1?", False)]
    faq.page.reload()
    first = faq.get_by_role("group", name="Question 3?")
    expect(first.get_by_label("Answer")).to_have_value("Answer 3.")


def test_what_is_wrong_is_said_and_nothing_saved(
    faq: Locator, product: Running, provokes: Provoke
) -> None:
    provokes("422 .*/settings")
    add(faq, "Where is it?", "Here.")
    faq.get_by_label("Link").fill("ftp://shop.example")
    faq.get_by_role("button", name="Save").click()

    expect(faq.get_by_text("Write an address that starts with https://")).to_be_visible()
    assert kept(product) == []


def test_visitors_read_what_was_saved(faq: Locator, product: Running, visit: Open) -> None:
    add(faq, "Do you ship to the moon?", "Not yet.")
    save(faq)
    chat = visit(f"/chat?key={product.shop['public_key']}")
    expect(chat.get_by_role("heading", name="Questions and answers")).to_be_visible()
    chat.get_by_text("Do you ship to the moon?").click()

    expect(chat.get_by_text("Not yet.")).to_be_visible()

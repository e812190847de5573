"""What visitors read before they write: questions, found by their words, and the way on."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.browser.product import Running
from tests.browser.sites import OPEN_SHADOWS, chat_in, say

pytestmark = pytest.mark.browser
CANARY = "<img src=x onerror=document.title='owned'>"
TRACK = "https://shop.example/track"


def asked(question: str, answer: str, **other: Any) -> dict[str, Any]:
    return {"question": question, "answer": answer, **other}


@pytest.fixture
def questions(product: Running) -> Iterator[None]:
    """Let the shop have questions for a while."""
    faq = [
        asked("Where is my order?", "On its way.\nLook yourself.", link=TRACK),
        asked("Do you ship abroad?", f"Yes. {CANARY}"),
        asked("Is this hidden?", "It is.", enabled=False),
        asked("Which soil for ferns?", "Loose and damp."),
        asked("How do I return a fern?", "Within a month."),
        asked("Où est le café?", "Là-bas."),
    ]
    product.ask("PATCH", "/v1/settings", {"web_chat": {"faq": faq}})
    yield
    product.ask("PATCH", "/v1/settings", {"web_chat": {"faq": None}})


@pytest.fixture
def chat(visit: Open, product: Running, questions: None) -> Page:
    """Return the chat page of a shop with questions."""
    return visit(f"/chat?key={product.shop['public_key']}")


def shown(page: Page) -> Any:
    """Return the questions on the screen."""
    return page.get_by_role("listitem").filter(visible=True)


def test_questions_come_first_in_their_order_and_lead_on_to_the_chat(
    chat: Page, product: Running
) -> None:
    expect(chat.get_by_role("heading", name="Questions and answers")).to_be_visible()
    expect(shown(chat)).to_have_text(
        [
            "Where is my order?",
            "Do you ship abroad?",
            "Which soil for ferns?",
            "How do I return a fern?",
            "Où est le café?",
        ],
        use_inner_text=True,
    )
    expect(chat.get_by_role("textbox", name="Message")).to_be_hidden()
    chat.get_by_role("button", name="Talk to us").click()
    expect(chat.get_by_role("log")).to_contain_text("How can we help?")
    expect(chat.get_by_role("textbox", name="Message")).to_be_focused()
    chat.keyboard.type("No question of yours is mine")
    chat.keyboard.press("Enter")

    expect(chat.get_by_role("log")).to_contain_text("Sent")
    chat.reload()
    expect(chat.get_by_role("log")).to_contain_text("No question of yours is mine")
    product.ticket("No question of yours is mine")


def test_an_answer_is_opened_by_keyboard_and_is_text(chat: Page) -> None:
    expect(chat.get_by_role("heading", name="Questions and answers")).to_be_visible()
    chat.get_by_role("searchbox", name="Search the questions").focus()
    chat.keyboard.press("Tab")
    chat.keyboard.press("Enter")
    more = chat.get_by_role("link", name="Read more")
    expect(chat.get_by_text("On its way.")).to_be_visible()
    expect(more).to_have_attribute("href", TRACK)
    expect(more).to_have_attribute("rel", "noopener noreferrer")
    for key in ("Tab", "Tab", "Space"):
        chat.keyboard.press(key)

    expect(chat.get_by_text(CANARY)).to_be_visible()
    assert "owned" not in chat.title()


@pytest.mark.parametrize(
    ("words", "found"),
    [("FERN month", ["How do I return a fern?"]), ("ou cafe", ["Où est le café?"]), ("moon", [])],
)
def test_a_question_is_found_by_its_words(chat: Page, words: str, found: list[str]) -> None:
    chat.get_by_role("searchbox", name="Search the questions").fill(words)

    expect(shown(chat)).to_have_text(found, use_inner_text=True)
    nothing = chat.get_by_text("Nothing found. Talk to us instead.")
    expect(nothing).to_be_visible(visible=not found)


def test_one_goes_back_to_the_questions_and_an_answer_comes_to_the_front(
    chat: Page, product: Running
) -> None:
    chat.get_by_role("button", name="Talk to us").click()
    chat.get_by_role("textbox", name="Message").fill("I wait and read on")
    chat.keyboard.press("Enter")
    expect(chat.get_by_role("log")).to_contain_text("Sent")
    chat.get_by_role("button", name="More").click()
    chat.get_by_role("button", name="Questions and answers").click()
    expect(chat.get_by_role("heading", name="Questions and answers")).to_be_focused()
    ticket = product.ticket("I wait and read on")
    product.ask("POST", f"/v1/tickets/{ticket['id']}/replies", {"text": "Here I am."})

    expect(chat.get_by_role("log")).to_contain_text("Here I am.")
    expect(chat.get_by_role("heading", name="Questions and answers")).to_be_hidden()


def test_a_frame_shows_them_and_holds_the_keyboard(
    visit: Open, product: Running, questions: None
) -> None:
    page = visit("/dev/shop", script=OPEN_SHADOWS)
    page.get_by_role("button", name="Open chat").click()
    expect(chat_in(page).get_by_role("heading", name="Questions and answers")).to_be_focused()
    for _ in range(12):
        page.keyboard.press("Tab")
        expect(chat_in(page).locator(":focus")).to_have_count(1)
    chat_in(page).get_by_role("button", name="Talk to us").click()
    say(page, "From behind the questions")

    expect(chat_in(page).get_by_role("log")).to_contain_text("Sent")

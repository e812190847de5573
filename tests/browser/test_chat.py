"""A visitor's chat, and the team at its other end."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.browser.product import Running

pytestmark = pytest.mark.browser


@pytest.fixture
def chat(visit: Open, product: Running) -> Page:
    """Return the chat page of the first account."""
    return visit(f"/chat?key={product.shop['public_key']}")


def _say(page: Page, text: str) -> None:
    page.get_by_role("textbox", name="Message").fill(text)
    page.keyboard.press("Enter")


def _arrived(page: Page, text: str) -> None:
    expect(page.get_by_role("listitem").filter(has_text=text)).not_to_contain_text("Sending")


@pytest.mark.acceptance(12, 14)
def test_a_visitor_writes_and_is_answered(chat: Page, product: Running) -> None:
    expect(chat.get_by_role("heading", name=f"Chat with {product.shop['name']}")).to_be_visible()
    chat.get_by_label("Name").fill("Tess")
    _say(chat, "Is the fern still there?")
    _arrived(chat, "Is the fern still there?")
    ticket = product.ticket("Is the fern still there?")
    product.ask("POST", f"/v1/tickets/{ticket['id']}/replies", {"text": "It is."})

    expect(chat.get_by_role("log")).to_contain_text("It is.")
    assert (ticket["channel"], ticket["customer"]["name"]) == ("webchat", "Tess")


@pytest.mark.acceptance(87)
def test_no_note_reaches_a_visitor(chat: Page, product: Running) -> None:
    _say(chat, "Anybody there?")
    _arrived(chat, "Anybody there?")
    path = f"/v1/tickets/{product.ticket('Anybody there?')['id']}"
    product.ask("POST", f"{path}/notes", {"text": "A tiresome one."})
    product.ask("POST", f"{path}/replies", {"text": "Hello!"})

    expect(chat.get_by_role("log")).to_contain_text("Hello!")
    expect(chat.get_by_role("log")).not_to_contain_text("tiresome")


@pytest.mark.acceptance(19, 20)
def test_after_the_end_comes_a_new_ticket(chat: Page, product: Running) -> None:
    _say(chat, "First matter")
    _arrived(chat, "First matter")
    chat.get_by_role("button", name="End chat").click()
    expect(chat.get_by_text("This chat has ended.")).to_be_visible()

    _say(chat, "Second matter")
    _arrived(chat, "Second matter")

    first, second = product.ticket("First matter"), product.ticket("Second matter")
    assert first["id"] != second["id"]
    product.ask("POST", f"/v1/tickets/{second['id']}/replies", {"text": "Go on."})
    expect(chat.get_by_role("log")).to_contain_text("Go on.")


def test_a_visitor_comes_back_to_the_conversation(chat: Page, product: Running) -> None:
    _say(chat, "I come back later")
    _arrived(chat, "I come back later")

    chat.reload()

    expect(chat.get_by_role("log")).to_contain_text("I come back later")
    expect(chat.get_by_label("Name")).to_be_hidden()


def test_a_device_forgets(chat: Page, product: Running) -> None:
    _say(chat, "Not my telephone")
    _arrived(chat, "Not my telephone")

    chat.get_by_role("button", name="Forget me").click()

    expect(chat.get_by_role("log")).not_to_contain_text("Not my telephone")
    chat.reload()
    expect(chat.get_by_role("log")).to_contain_text("How can we help?")


def test_a_device_keeps_nothing_before_the_first_word(chat: Page) -> None:
    expect(chat.get_by_text("We are here.")).to_be_visible()

    assert chat.evaluate("localStorage.length + document.cookie.length") == 0


def test_what_was_sent_without_connection_arrives_once_and_in_order(
    chat: Page, product: Running
) -> None:
    _say(chat, "number 0")
    _arrived(chat, "number 0")
    chat.context.set_offline(True)
    for number in range(1, 4):
        _say(chat, f"number {number}")
    expect(chat.get_by_text(re.compile("3 not sent yet"))).to_be_visible()
    chat.context.set_offline(False)

    _arrived(chat, "number 3")
    ticket = product.ticket("number 3")
    page = product.ask("GET", f"/v1/tickets/{ticket['id']}/messages")
    assert [m["text"] for m in page["data"] if m["kind"] == "message"] == [
        f"number {number}" for number in range(4)
    ]


@pytest.mark.parametrize("query", ["", "?key=", "?key=pk_nobody"])
def test_a_chat_of_no_shop_says_so(visit: Open, query: str) -> None:
    page = visit(f"/chat{query}")

    expect(page.get_by_text(re.compile("no shop|not available"))).to_be_visible()


def test_words_of_agents_stay_words(chat: Page, product: Running) -> None:
    _say(chat, "<b>bold</b>")
    _arrived(chat, "<b>bold</b>")
    ticket = product.ticket("<b>bold</b>")
    canary = "<img src=x onerror=document.title='owned'>"
    product.ask("POST", f"/v1/tickets/{ticket['id']}/replies", {"text": canary})

    expect(chat.get_by_role("log")).to_contain_text(canary)
    assert "owned" not in chat.title()

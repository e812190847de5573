"""Eight seconds to take back what was done: an answer above all."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Open, Provoke
from tests.browser.product import Running

pytestmark = pytest.mark.browser
HELD = "Leaves in a moment"


def _open(page: Page, product: Running, subject: str) -> str:
    """Let a mail come in, open its ticket, and return its id."""
    product.mail(subject, "Hello", sender=f"Kim <{subject}@mail.example>")
    ticket = str(product.ticket(subject)["id"])
    page.goto(f"{product.base_url}/console#/all/open/{ticket}")
    expect(page.get_by_role("heading", name=subject)).to_be_visible()
    return ticket


def _send(page: Page, text: str) -> Locator:
    """Send, and wait until the server holds it."""
    page.get_by_role("textbox", name="Reply").fill(text)
    page.keyboard.press("Control+Enter")
    answer = page.get_by_role("article").filter(has_text=text)
    expect(answer).to_contain_text(HELD)
    return answer


def _undo(page: Page) -> Locator:
    return page.get_by_role("button", name="Undo")


def _mailed(product: Running, text: str) -> int:
    """Count the mails that have left with this text, once all have that are to leave."""
    product.pass_time(seconds=10)
    mails = product._send("GET", "/dev/outbox")["data"]
    return sum(text in mail["text"] for mail in mails)


def test_an_answer_is_held_and_then_leaves(console: Page, product: Running) -> None:
    _open(console, product, "held-first")
    answer = _send(console, "This goes.")
    expect(console.get_by_role("status").filter(has_text="Sent.")).to_be_visible()

    assert _mailed(product, "This goes.") == 1
    expect(answer).to_contain_text("Delivered")
    expect(answer).not_to_contain_text(HELD)


def test_an_answer_is_taken_back_with_its_file(console: Page, product: Running) -> None:
    _open(console, product, "taken-back")
    with console.expect_file_chooser() as chooser:
        console.get_by_role("button", name="Attach files").click()
    file = {"name": "bill.pdf", "mimeType": "application/pdf", "buffer": b"%PDF"}
    chooser.value.set_files([file])  # type: ignore[list-item]
    expect(console.get_by_role("progressbar")).to_have_count(0)
    answer = _send(console, "Too early.")

    console.keyboard.press("Escape")
    console.keyboard.press("u")

    text = console.get_by_role("textbox", name="Reply")
    expect(text).to_have_value("Too early.")
    expect(text).to_be_focused()
    expect(console.get_by_role("list", name="Files to send")).to_contain_text("bill.pdf")
    expect(answer).to_have_count(0)
    expect(console.get_by_text(re.compile("took back an answer"))).to_be_visible()
    assert _mailed(product, "Too early.") == 0
    text.fill("In time.")
    console.get_by_role("button", name="Send", exact=True).click()
    again = console.get_by_role("article").filter(has_text="In time.")
    expect(again.get_by_role("button", name=re.compile(r"^bill\.pdf"))).to_be_visible()


def test_taking_back_leads_to_where_it_was_written(console: Page, product: Running) -> None:
    _open(console, product, "written-here")
    _send(console, "Back to me.")
    _open(console, product, "gone-there")
    console.get_by_role("textbox", name="Reply").fill("Half a")

    _undo(console).click()

    expect(console.get_by_role("heading", name="written-here")).to_be_visible()
    expect(console.get_by_role("textbox", name="Reply")).to_have_value("Back to me.")
    assert _mailed(product, "Back to me.") == 0


def test_what_has_left_is_not_taken_back(
    console: Page, product: Running, provokes: Provoke
) -> None:
    provokes("409 .*/withdraw")
    _open(console, product, "has-left")
    _send(console, "Gone.")
    assert _mailed(product, "Gone.") == 1

    _undo(console).click()

    expect(console.get_by_text("Not undone: The message has left already.")).to_be_visible()
    expect(console.get_by_role("textbox", name="Reply")).to_have_value("")


def test_an_answer_leaves_also_when_the_tab_is_closed(console: Page, product: Running) -> None:
    _open(console, product, "send-and-leave")
    _send(console, "I am off.")

    console.close()

    assert _mailed(product, "I am off.") == 1


def test_in_a_chat_an_answer_is_there_at_once(console: Page, visit: Open, product: Running) -> None:
    chat = visit(f"/chat?key={product.shop['public_key']}")
    chat.get_by_role("textbox", name="Message").fill("Quick, please")
    chat.keyboard.press("Enter")
    console.get_by_role("link", name=re.compile("Quick, please")).click()
    console.get_by_role("textbox", name="Reply").fill("Here I am.")
    console.keyboard.press("Control+Enter")

    expect(chat.get_by_role("log")).to_contain_text("Here I am.")
    answer = console.get_by_role("article").filter(has_text="Here I am.")
    expect(answer).to_contain_text("Sent")
    expect(_undo(console)).to_have_count(0)


def test_a_snoozed_ticket_goes_back_to_its_snooze(console: Page, product: Running) -> None:
    _open(console, product, "sleepy")
    main = console.get_by_role("main")
    snoozed = main.get_by_text(re.compile("^Snoozed until"))
    main.get_by_label("Snooze").select_option("Tomorrow morning")
    expect(snoozed).to_be_visible()
    expect(_undo(console)).to_be_visible()
    until = product.ticket("sleepy")["snoozed_until"]

    main.get_by_role("button", name="Close").click()
    expect(console.get_by_role("status").filter(has_text="closed.")).to_be_visible()
    _undo(console).click()
    expect(snoozed).to_be_visible()
    assert product.ticket("sleepy")["snoozed_until"] == until
    _undo(console).click()

    expect(main.get_by_text("Open", exact=True)).to_be_visible()


def test_what_is_no_spam_is_spam_again(console: Page, product: Running) -> None:
    _open(console, product, "spam-or-not")
    spam = console.get_by_role("button", name="Spam", exact=True)
    spam.click()
    ham = console.get_by_role("button", name="Not spam")
    ham.click()
    expect(console.get_by_role("status").filter(has_text="marked as not spam.")).to_be_visible()

    _undo(console).click()

    expect(ham).to_be_visible()


def test_work_on_several_is_undone(console: Page, product: Running) -> None:
    for subject in ("several-one", "several-two"):
        product.mail(subject, "Hello", sender=f"Kim <{subject}@mail.example>")
        console.get_by_role("checkbox", name=re.compile(f"^Select Kim: {subject}")).press("Space")
    selected = console.get_by_role("form", name="Selected tickets")
    selected.get_by_label("What to do").select_option("Close")
    selected.get_by_role("button", name="Apply").click()
    expect(console.get_by_text("Closed 2 tickets")).to_be_visible()
    items = console.get_by_role("link", name=re.compile("several-"))
    expect(items).to_have_count(0)

    _undo(console).click()

    expect(console.get_by_text("Taken back: 2 tickets")).to_be_visible()
    expect(items).to_have_count(2)
    expect(_undo(console)).to_have_count(0)

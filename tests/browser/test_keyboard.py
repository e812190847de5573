"""Keys: for everything that is done often, and never inside a field."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.product import Running

pytestmark = pytest.mark.browser


def _arrived(console: Page, product: Running, *subjects: str) -> None:
    """Let mails come in and wait for them, the last one on top."""
    for subject in subjects:
        product.mail(subject, "Hello", sender=f"Kim <{subject}@mail.example>")
    expect(console.get_by_role("listitem").first).to_contain_text("My inbox")
    expect(_tickets(console).first).to_contain_text(subjects[-1])


def _tickets(console: Page) -> Locator:
    return console.get_by_role("region", name="Tickets").get_by_role("link")


def _heading(console: Page, subject: str) -> Locator:
    return console.get_by_role("heading", name=subject)


def test_tickets_are_walked_and_written_in_without_a_mouse(console: Page, product: Running) -> None:
    _arrived(console, product, "key-one", "key-two")
    for key, subject in (("j", "key-two"), ("j", "key-one"), ("k", "key-two")):
        console.keyboard.press(key)
        expect(_heading(console, subject)).to_be_focused()

    console.keyboard.press("n")
    expect(console.get_by_role("textbox", name="Private note")).to_be_focused()
    console.keyboard.type("jkersan?/")
    console.keyboard.press("Control+Enter")

    note = console.get_by_role("article", name="Note by")
    expect(note).to_contain_text("jkersan?/")
    console.keyboard.press("Escape")
    console.keyboard.press("r")
    expect(console.get_by_role("textbox", name="Reply")).to_be_focused()
    expect(console.get_by_role("textbox", name="Reply")).to_have_value("")


def test_a_ticket_is_handed_on_and_closed_by_keys(console: Page, product: Running) -> None:
    _arrived(console, product, "key-three")
    main = console.get_by_role("main")
    console.keyboard.press("j")
    expect(_heading(console, "key-three")).to_be_focused()

    for key, name in (("a", "Assignee"), ("s", "Snooze")):
        console.keyboard.press(key)
        expect(main.get_by_role("combobox", name=name)).to_be_focused()
        console.keyboard.press("Escape")
    console.keyboard.press("e")
    expect(main.get_by_text("Closed", exact=True)).to_be_visible()
    assert product.ticket("key-three")["status"] == "closed"
    expect(console.get_by_role("button", name="Undo")).to_be_visible()
    console.keyboard.press("u")

    expect(main.get_by_text("Open", exact=True)).to_be_visible()
    assert product.ticket("key-three")["status"] == "open"


def test_closing_is_undone_from_another_ticket(console: Page, product: Running) -> None:
    _arrived(console, product, "undo-stay", "undo-this")
    console.keyboard.press("j")
    expect(_heading(console, "undo-this")).to_be_focused()
    console.keyboard.press("e")
    undo = console.get_by_role("button", name="Undo")
    expect(undo).to_be_visible()
    item = _tickets(console).filter(has_text="undo-this")
    expect(item).to_have_count(0)

    console.keyboard.press("j")
    expect(_heading(console, "undo-stay")).to_be_visible()
    undo.click()

    expect(item).to_be_visible()
    expect(undo).to_be_hidden()
    assert product.ticket("undo-this")["status"] == "open"


def test_the_palette_finds_actions_views_and_tickets(console: Page, product: Running) -> None:
    _arrived(console, product, "palette-one", "palette-two")
    console.keyboard.press("Control+k")
    console.keyboard.type("palette-one")
    console.keyboard.press("Enter")
    expect(_heading(console, "palette-one")).to_be_focused()

    console.keyboard.press("/")
    console.keyboard.type("assign me")
    console.keyboard.press("Enter")
    expect(console.get_by_label("Assignee")).to_have_value(product.agent("owner")["id"])

    console.get_by_role("textbox", name="Reply").fill("half a")
    console.keyboard.press("Control+k")
    field = console.get_by_role("combobox", name="Find a ticket")
    field.fill("qxzvv")
    expect(console.get_by_role("dialog")).to_contain_text("Nothing is called that, and no ticket")
    console.keyboard.press("Escape")
    expect(console.get_by_role("textbox", name="Reply")).to_be_focused()
    console.keyboard.press("Control+k")
    field.fill("view")
    console.keyboard.press("ArrowDown")
    console.keyboard.press("Enter")

    expect(_heading(console, "All tickets")).to_be_visible()
    expect(console).to_have_url(re.compile("#/all/open$"))


def test_the_sheet_tells_the_keys_and_switches_them_off(console: Page, product: Running) -> None:
    _arrived(console, product, "no-keys")
    console.keyboard.press("?")
    sheet = console.get_by_role("dialog", name="Keys")
    expect(sheet).to_contain_text("Next ticket")
    sheet.get_by_label("Use keys without Ctrl").uncheck()
    sheet.get_by_role("button", name="Done").click()
    expect(sheet).to_be_hidden()

    console.keyboard.press("j")
    console.keyboard.press("Control+k")

    expect(console.get_by_role("dialog", name="Find")).to_be_visible()
    expect(console.get_by_role("main")).to_contain_text("Choose a ticket")

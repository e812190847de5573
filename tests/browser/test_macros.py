"""Macros: written in the settings, put into a reply by mouse or by keys alone."""

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Open, Part, Provoke
from tests.browser.product import Running

pytestmark = [pytest.mark.browser, pytest.mark.acceptance(86)]


def _macro(product: Running, title: str, text: str, **more: Any) -> Any:
    return product.ask("POST", "/v1/macros", {"title": title, "text": text, **more})


def _open(page: Page, product: Running, subject: str, *, name: str = "Kim Lee") -> Locator:
    """Let a mail come in, open its ticket, and return the field for replies."""
    product.mail(subject, "Hello", sender=f"{name} <{subject}@mail.example>")
    ticket = product.ticket(subject)["id"]
    page.goto(f"{product.base_url}/console#/all/open/{ticket}")
    expect(page.get_by_role("heading", name=subject)).to_be_focused()
    return page.get_by_role("textbox", name="Reply")


def _menu(page: Page) -> Locator:
    return page.get_by_role("dialog", name="Insert macro")


@pytest.fixture(autouse=True)
def no_macros(product: Running) -> None:
    for macro in product.ask("GET", "/v1/macros")["data"]:
        product.ask("DELETE", f"/v1/macros/{macro['id']}")


def test_a_macro_is_inserted_by_mouse_changed_and_sent(console: Page, product: Running) -> None:
    _macro(product, "Where it is", "Dear {{first_name}}, it is on its way.", category="Delivery")
    _macro(product, "Refund", "You get it back.", category="Money")
    _macro(product, "Half done", "Not yet", status="inactive")
    reply = _open(console, product, "by-mouse")
    console.get_by_role("button", name="Insert macro").click()
    menu = _menu(console)
    expect(menu.get_by_role("option")).to_have_text(["Where it is", "Refund"])
    expect(menu.get_by_role("group", name="Delivery")).to_contain_text("Where it is")

    menu.get_by_role("option", name="Refund").click()
    expect(menu.get_by_role("region", name="Preview")).to_have_text("You get it back.")
    menu.get_by_role("option", name="Where it is").click()
    expect(menu.get_by_role("region", name="Preview")).to_contain_text("Dear Kim, it is")
    menu.get_by_role("button", name="Insert", exact=True).click()

    expect(reply).to_be_focused()
    expect(reply).to_have_value("Dear Kim, it is on its way.")
    console.keyboard.type(" Soon.")
    console.get_by_role("button", name="Send", exact=True).click()
    sent = console.get_by_role("article").filter(has_text="Dear Kim, it is on its way. Soon.")
    expect(sent).to_contain_text("Leaves in a moment")


def test_a_macro_goes_in_where_the_caret_is_by_keys_alone(console: Page, product: Running) -> None:
    _macro(product, "Thanks", "many thanks", category="Kind words")
    _macro(product, "Sorry", "we are sorry", category="Kind words")
    reply = _open(console, product, "by-keys")
    console.keyboard.press("r")
    console.keyboard.type("So , Kim.")
    for _ in range(len(", Kim.")):
        console.keyboard.press("ArrowLeft")
    console.keyboard.press("Escape")

    console.keyboard.press("m")
    expect(_menu(console).get_by_role("combobox", name="Find a macro")).to_be_focused()
    console.keyboard.type("kind")
    expect(_menu(console).get_by_role("option")).to_have_text(["Sorry", "Thanks"])
    console.keyboard.press("ArrowDown")
    expect(_menu(console).get_by_role("region", name="Preview")).to_have_text("many thanks")
    console.keyboard.press("Enter")

    expect(reply).to_be_focused()
    expect(reply).to_have_value("So many thanks, Kim.")
    console.keyboard.press("Control+z")
    expect(reply).to_have_value("So , Kim.")


def test_what_nobody_knows_shows_before_and_is_left_blank(console: Page, product: Running) -> None:
    _macro(product, "Post", "Dear {{first_name}}{{last_name}}, to {{address}}?")
    reply = _open(console, product, "unknown", name="Kim")
    console.get_by_role("button", name="Insert macro").click()
    menu = _menu(console)

    expect(menu).to_contain_text("Dear KimNo_last_name, to No_address?")
    expect(menu).to_contain_text("Nobody knows last_name, address: it is left blank.")
    console.keyboard.press("Enter")

    expect(reply).to_have_value("Dear Kim, to ?")
    expect(console.get_by_text("Left blank, as nobody knows it: last_name")).to_be_visible()


def test_a_pinned_macro_has_a_key_that_does_nothing_in_a_field(
    console: Page, product: Running
) -> None:
    _macro(product, "First", "One.", is_pinned=True, category="a")
    _macro(product, "Second", "Two.", is_pinned=True, category="b")
    reply = _open(console, product, "pinned")
    console.keyboard.press("2")
    expect(reply).to_have_value("Two.")
    expect(reply).to_be_focused()

    console.keyboard.type(" 1 or 2? ")
    console.keyboard.press("Escape")
    console.keyboard.press("1")

    expect(reply).to_have_value("Two. 1 or 2? One.")
    console.get_by_role("button", name="Insert macro").click()
    expect(_menu(console).get_by_role("option", name="First 1")).to_be_visible()


def test_the_palette_inserts_a_macro_and_offers_none_without_a_ticket(
    console: Page, product: Running
) -> None:
    _macro(product, "Opening times", "From nine to five.")
    console.keyboard.press("Control+k")
    console.keyboard.type("macro opening")
    dialog = console.get_by_role("dialog", name="Find")
    expect(dialog.get_by_role("status")).to_contain_text(re.compile("found|Nothing"))
    expect(dialog.get_by_role("option", name="Macro: Opening times")).to_have_count(0)
    console.keyboard.press("Escape")
    reply = _open(console, product, "by-palette")

    console.keyboard.press("n")
    console.keyboard.press("Control+k")
    console.keyboard.type("macro opening")
    expect(console.get_by_role("option", name="Macro: Opening times")).to_be_visible()
    console.keyboard.press("Enter")

    expect(reply).to_have_value("From nine to five.")


def test_without_macros_the_menu_leads_to_where_they_are_written(
    visit: Open, product: Running
) -> None:
    page = visit("/console", session=product.agent("support")["api_key"])
    _open(page, product, "none-yet")
    page.get_by_role("button", name="Insert macro").click()
    page.get_by_role("link", name="Write the first one").click()
    page.get_by_role("button", name="Add macro").click()
    form = page.get_by_role("group", name="New macro")
    form.get_by_label("Title").fill("Greeting")
    form.get_by_label("Category").fill("Hello")
    form.get_by_label("Message").fill("Dear ")
    form.get_by_role("button", name="Insert variable").click()
    page.get_by_role("dialog", name="Insert variable").get_by_text("first name", exact=True).click()
    form.get_by_role("button", name="Save macro").click()

    expect(page.get_by_role("region", name="Hello")).to_contain_text("Dear {{first_name}}")
    expect(form).to_be_hidden()
    [made] = product.ask("GET", "/v1/macros")["data"]
    assert (made["title"], made["text"]) == ("Greeting", "Dear {{first_name}}")


def test_a_macro_is_changed_put_aside_and_deleted(settings: Part, product: Running) -> None:
    _macro(product, "Old", "Text", category="Hello")
    page = settings("Macros", "Macros").page
    page.get_by_role("button", name="Change Old").click()
    page.get_by_label("Title").fill("New")
    page.get_by_role("button", name="Save macro").click()
    page.get_by_role("button", name="Pin New").click()
    expect(page.get_by_text("pinned", exact=True)).to_be_visible()
    page.get_by_role("button", name="Deactivate New").click()
    expect(page.get_by_text("inactive", exact=True)).to_be_visible()
    [changed] = product.ask("GET", "/v1/macros")["data"]
    assert (changed["title"], changed["status"], changed["is_pinned"]) == ("New", "inactive", True)

    page.get_by_role("button", name="Delete New").click()
    page.get_by_role("button", name="Cancel").click()
    page.get_by_role("button", name="Delete New").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()

    expect(page.get_by_text("There are no macros yet.")).to_be_visible()
    assert product.ask("GET", "/v1/macros")["data"] == []


def test_two_who_change_a_macro_at_once_are_told(
    settings: Part, product: Running, provokes: Provoke
) -> None:
    provokes("409 .*/v1/macros/")
    macro = _macro(product, "Shared", "Text")
    page = settings("Macros", "Macros").page
    page.get_by_role("button", name="Change Shared").click()
    product.ask("PATCH", f"/v1/macros/{macro['id']}", {"text": "Theirs"})
    page.get_by_label("Message").fill("Mine")
    page.get_by_role("button", name="Save macro").click()

    expect(page.get_by_text("The macro was changed meanwhile.")).to_be_visible()
    page.get_by_role("button", name="Take theirs").click()
    expect(page.get_by_text("Theirs", exact=True)).to_be_visible()
    product.ask("PATCH", f"/v1/macros/{macro['id']}", {"text": "Theirs again"})
    page.get_by_role("button", name="Change Shared").click()
    page.get_by_label("Message").fill("Mine")
    page.get_by_role("button", name="Save macro").click()
    page.get_by_role("button", name="Save mine all the same").click()

    expect(page.get_by_text("Mine", exact=True)).to_be_visible()


def test_a_text_with_a_wrong_variable_is_refused_with_its_name(
    settings: Part, provokes: Provoke
) -> None:
    provokes("422 .*/v1/macros")
    page = settings("Macros", "Macros").page
    page.get_by_role("button", name="Add macro").click()
    page.get_by_label("Title").fill("Wrong")
    page.get_by_label("Message").fill("Dear {{firstname}}")
    page.get_by_role("button", name="Save macro").click()

    expect(page.get_by_text(re.compile("'firstname' is none of"))).to_be_visible()
    expect(page.get_by_label("Message")).to_have_value("Dear {{firstname}}")

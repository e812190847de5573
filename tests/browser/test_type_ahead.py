"""Typing ahead of what is slow: every key arrives where it was meant."""

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Provoke
from tests.browser.product import Running

pytestmark = pytest.mark.browser
Slow = Callable[[str], AbstractContextManager[None]]
# In one task of the page: the dialog is shut by then, and nobody has been told of it.
AT_ONCE = """([first, ...rest]) => {
  const press = (key) =>
    document.activeElement.dispatchEvent(
      new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
  press(first);
  if (first === "Escape") document.querySelector("dialog[open]").close();
  for (const key of rest) press(key);
}"""


@pytest.fixture
def slow(console: Page) -> Slow:
    """Return what holds requests back until a block ends; the first has been made by then."""

    @contextmanager
    def held(where: str) -> Iterator[None]:
        waiting: list[Route] = []
        console.route(where, lambda route: waiting.append(route))
        with console.expect_request(where):
            yield
        for route in waiting:
            route.continue_()
        console.unroute(where)

    return held


def _listed(console: Page, product: Running, *subjects: str) -> None:
    for subject in reversed(subjects):
        product.mail(subject, "Hello", sender=f"Kim <{subject}@mail.example>")
    for subject in subjects:
        expect(console.get_by_role("link", name=subject)).to_be_visible()


def _open(console: Page, subject: str) -> None:
    console.get_by_role("link", name=subject).click()
    expect(console.get_by_role("heading", name=subject)).to_be_focused()


def _type(console: Page, text: str) -> None:
    for key in text:
        console.keyboard.press(key)


def test_an_answer_is_begun_before_its_ticket_is_there(
    console: Page, product: Running, slow: Slow
) -> None:
    _listed(console, product, "ahead-reply")
    with slow("**/messages*"):
        console.keyboard.press("j")
        console.keyboard.press("r")
        _type(console, "Soonest")
        console.keyboard.press("Backspace")
        console.keyboard.press("Backspace")
        console.keyboard.press("Enter")
        _type(console, "jke!")

    expect(console.get_by_role("textbox", name="Reply")).to_have_value("Soone\njke!")
    expect(console.get_by_role("textbox", name="Reply")).to_be_focused()
    assert product.ticket("ahead-reply")["status"] == "open"


def test_keys_for_a_ticket_that_is_coming_are_not_for_the_one_before(
    console: Page, product: Running, slow: Slow
) -> None:
    _listed(console, product, "ahead-second", "ahead-first")
    _open(console, "ahead-second")
    with slow("**/messages*"):
        _type(console, "je")

    expect(console.get_by_role("heading", name="ahead-first")).to_be_visible()
    expect(console.get_by_role("main").get_by_text("Closed", exact=True)).to_be_visible()
    assert product.ticket("ahead-first")["status"] == "closed"
    assert product.ticket("ahead-second")["status"] == "open"


def test_each_key_is_for_the_ticket_that_was_meant(
    console: Page, product: Running, slow: Slow
) -> None:
    _listed(console, product, "row-one", "row-two", "row-three")
    with slow("**/messages*"):
        _type(console, "jejjn")
        _type(console, "Mind the step")

    expect(console.get_by_role("heading", name="row-three")).to_be_visible()
    note = console.get_by_role("textbox", name="Private note")
    expect(note).to_have_value("Mind the step")
    expect(note).to_be_focused()
    expect(console.get_by_role("link", name="row-one")).to_have_count(0)
    statuses = [product.ticket(f"row-{name}")["status"] for name in ("one", "two", "three")]
    assert statuses == ["closed", "open", "open"]


@pytest.mark.parametrize("leaves", ["Escape", "a click"])
def test_whoever_gives_up_has_pressed_nothing(
    console: Page, product: Running, slow: Slow, leaves: str
) -> None:
    subject = f"given-up-{len(leaves)}"
    _listed(console, product, subject)
    with slow("**/messages*"):
        _type(console, "jre")
        if leaves == "Escape":
            console.keyboard.press("Escape")
        else:
            console.get_by_role("main").click()

    expect(console.get_by_role("heading", name=subject)).to_be_visible()
    expect(console.get_by_role("textbox", name="Reply")).to_have_value("")
    expect(console.get_by_role("textbox", name="Reply")).not_to_be_focused()
    _type(console, "n")
    expect(console.get_by_role("textbox", name="Private note")).to_be_focused()
    assert product.ticket(subject)["status"] == "open"


def test_what_is_looked_for_is_typed_before_the_palette_is_there(
    console: Page, product: Running, slow: Slow
) -> None:
    _listed(console, product, "early-bird", "early-worm")
    with slow("**/palette.js"):
        console.reload()
        expect(console.get_by_role("link", name="early-bird")).to_be_visible()
        console.keyboard.press("Control+k")
        _type(console, "rjearly-birdx")
        for key in ("Backspace", "Home", "Tab"):
            console.keyboard.press(key)

    field = console.get_by_role("combobox", name="Find a ticket")
    expect(field).to_have_value("rjearly-bird")
    expect(field).to_be_focused()


def test_what_is_entered_before_the_palette_is_there_is_opened(
    console: Page, product: Running, slow: Slow
) -> None:
    _listed(console, product, "swift-one", "swift-two")
    with slow("**/palette.js"):
        console.reload()
        expect(console.get_by_role("link", name="swift-one")).to_be_visible()
        _type(console, "/swift-one")
        console.keyboard.press("Enter")

    expect(console.get_by_role("heading", name="swift-one")).to_be_focused()


def test_a_macro_is_chosen_before_the_macros_are_there(
    console: Page, product: Running, slow: Slow
) -> None:
    product.ask("POST", "/v1/macros", {"title": "Wrens nest", "text": "In the garden."})
    _listed(console, product, "ahead-macro")
    _open(console, "ahead-macro")
    with slow("**/macros.js"):
        _type(console, "mwrens")
        console.keyboard.press("Enter")

    expect(console.get_by_role("textbox", name="Reply")).to_have_value("In the garden.")
    assert product.ticket("ahead-macro")["status"] == "open"


def test_what_cannot_be_loaded_gives_the_keys_back(
    console: Page, product: Running, provokes: Provoke
) -> None:
    provokes("net::ERR_FAILED .*macros.js")
    provokes("Failed to fetch dynamically imported module")
    _listed(console, product, "no-macros")
    _open(console, "no-macros")
    console.route("**/macros.js", lambda route: route.abort())
    console.keyboard.press("m")
    expect(
        console.get_by_role("alert").filter(has_text="macros could not be loaded")
    ).to_be_visible()
    console.keyboard.press("n")

    expect(console.get_by_role("textbox", name="Private note")).to_be_focused()
    expect(console).to_have_url(re.compile("#/all/open/"))


def test_what_was_meant_for_a_field_that_takes_no_words_means_nothing_else(
    console: Page, product: Running, slow: Slow
) -> None:
    _listed(console, product, "ahead-holder")
    with slow("**/messages*"):
        _type(console, "jae!")

    expect(console.get_by_label("Assignee")).to_be_focused()
    ticket = product.ticket("ahead-holder")
    assert (ticket["status"], ticket["is_spam"]) == ("open", False)


def test_a_palette_that_cannot_be_loaded_gives_the_keys_back(
    console: Page, product: Running, provokes: Provoke
) -> None:
    provokes("net::ERR_FAILED .*palette.js")
    provokes("Failed to fetch dynamically imported module")
    console.route("**/palette.js", lambda route: route.abort())
    console.reload()
    _listed(console, product, "no-palette")
    for _ in range(2):
        console.keyboard.press("Control+k")
        expect(console.get_by_text("This part could not be loaded.")).to_be_visible()
    _type(console, "j")

    expect(console.get_by_role("heading", name="no-palette")).to_be_focused()


def test_what_is_pressed_while_a_dialog_goes_is_not_lost(console: Page, product: Running) -> None:
    _listed(console, product, "ahead-closing")
    console.keyboard.press("Control+k")
    expect(console.get_by_role("dialog", name="Find")).to_be_visible()
    console.evaluate(AT_ONCE, ["Escape", "?"])
    expect(console.get_by_role("dialog", name="Keys")).to_be_visible()
    console.evaluate(AT_ONCE, ["Escape", "j"])
    expect(console.get_by_role("heading", name="ahead-closing")).to_be_focused()

    console.keyboard.press("Control+k")
    console.keyboard.type("private note")
    expect(console.get_by_role("option", name="Private note")).to_be_visible()
    console.evaluate(AT_ONCE, ["Enter", "a", "!"])

    expect(console.get_by_role("textbox", name="Private note")).to_have_value("a!")
    assert not product.ticket("ahead-closing")["is_spam"]

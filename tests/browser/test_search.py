"""Finding tickets from the palette: by what the server knows, and by keyboard alone."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.accessible import broken
from tests.browser.conftest import Open, Provoke
from tests.browser.product import Running

pytestmark = pytest.mark.browser

SEARCH = "**/v1/search*"
FILL = "I have been a customer for many years and was always very content with you. " * 6


def _field(page: Page) -> Locator:
    return page.get_by_role("combobox", name="Find a ticket")


def _options(page: Page) -> Locator:
    return page.get_by_role("dialog", name="Find").get_by_role("option")


def _heading(page: Page, subject: str) -> Locator:
    return page.get_by_role("heading", name=subject)


@pytest.fixture
def wanted(console: Page, product: Running) -> str:
    """Let a ticket with much in it be closed, so that no list shows it; return its subject."""
    subject = f"search-{id(console)}"
    mail = f"{FILL} My order is FM-{id(console)}. The zwiebelmuster{id(console)} is chipped."
    product.mail(subject, mail, sender=f"Ottoline Finch <ottoline{id(console)}@mail.example>")
    ticket = product.ticket(subject)
    product.ask("POST", f"/v1/tickets/{ticket['id']}/notes", {"text": "Looks like a regular."})
    product.ask("POST", f"/v1/tickets/{ticket['id']}/close")
    product.drain()
    return subject


def _asked_for(subject: str, product: Running) -> dict[str, str]:
    mark, ticket = subject.removeprefix("search-"), product.ticket(subject)
    customer = ticket["customer"]
    phone = f"+4477{mark[-8:]}"
    product.ask("PATCH", f"/v1/customers/{customer['id']}", {"phone": phone})
    return {
        "number": f"#{ticket['number']}",
        "address": customer["email"],
        "phone": phone,
        "order": f"FM-{mark}",
        "words": f"chipped zwiebelmuster{mark[:-1]}",
        "name": f"ottoline {subject}",
    }


def test_a_ticket_is_found_by_keyboard_alone(console: Page, product: Running, wanted: str) -> None:
    expect(_heading(console, "All tickets")).to_be_visible()
    for question in _asked_for(wanted, product).values():
        console.keyboard.press("/")
        expect(_field(console)).to_be_focused()
        console.keyboard.type(question)
        expect(_options(console).first).to_contain_text(wanted)
        console.keyboard.press("Enter")
        expect(_heading(console, wanted)).to_be_focused()
        console.goto(console.url.partition("#")[0] + "#/all/open")
        expect(_heading(console, wanted)).to_be_hidden()


def test_it_shows_whose_ticket_it_is_and_where_the_words_are(
    console: Page, product: Running, wanted: str
) -> None:
    console.get_by_role("button", name="Search").click()
    _field(console).fill(f"zwiebelmuster{wanted.removeprefix('search-')}")

    found = _options(console).first
    expect(found).to_contain_text(f"#{product.ticket(wanted)['number']} Ottoline Finch: {wanted}")
    expect(found).to_contain_text(re.compile("The zwiebelmuster.* is chipped"))
    expect(found).to_contain_text("Closed")
    expect(console.get_by_role("dialog").get_by_role("status")).to_have_text("1 ticket found.")
    console.keyboard.press("Escape")
    expect(console.get_by_role("button", name="Search")).to_be_focused()


def test_whoever_is_faster_than_the_server_gets_what_it_finds(
    console: Page, product: Running, wanted: str
) -> None:
    expect(_heading(console, "All tickets")).to_be_visible()
    console.keyboard.press("Control+k")
    console.keyboard.type(f"zwiebelmuster{wanted.removeprefix('search-')}")
    console.keyboard.press("Enter")

    expect(_heading(console, wanted)).to_be_focused()


def test_an_answer_that_comes_late_is_dropped(console: Page, product: Running, wanted: str) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        if "zwiebel" in route.request.url:
            held.append(route)
        else:
            route.continue_()

    console.route(SEARCH, hold)
    expect(_heading(console, "All tickets")).to_be_visible()
    console.keyboard.press("Control+k")
    with console.expect_request(SEARCH):
        _field(console).fill("zwiebelmuster")
    expect(console.get_by_role("dialog")).to_contain_text("Looking…")
    with console.expect_response(SEARCH):
        _field(console).fill("qxzvv")
    expect(console.get_by_role("dialog")).to_contain_text("no ticket has these words")
    with console.expect_response(SEARCH):
        held[0].continue_()

    expect(_options(console)).to_have_count(0)
    expect(console.get_by_role("dialog")).to_contain_text("no ticket has these words")


def test_typing_asks_once_when_it_pauses(console: Page) -> None:
    asked: list[str] = []
    console.on("request", lambda request: asked.append(request.url))
    expect(_heading(console, "All tickets")).to_be_visible()
    console.clock.install()
    console.keyboard.press("Control+k")
    expect(_field(console)).to_be_focused()
    console.keyboard.type("teapots")
    with console.expect_response(SEARCH):
        console.clock.run_for(200)
    expect(console.get_by_role("dialog").get_by_role("status")).not_to_have_text("Looking…")

    questions = [parse_qs(urlsplit(url).query)["q"] for url in asked if "/v1/search" in url]
    assert questions == [["teapots"]]


def test_without_the_server_what_is_here_is_still_found(
    console: Page, product: Running, provokes: Provoke
) -> None:
    provokes("ERR_INTERNET_DISCONNECTED|ERR_FAILED")
    product.mail("search-offline", "Hello", sender="kim@mail.example")
    expect(console.get_by_role("link", name=re.compile("search-offline"))).to_be_visible()
    console.keyboard.press("Control+k")
    expect(_field(console)).to_be_focused()
    console.context.set_offline(True)
    _field(console).fill("search-offline")

    dialog = console.get_by_role("dialog", name="Find")
    expect(dialog.get_by_role("status")).to_contain_text("Only what is on this screen")
    expect(_options(console)).to_have_count(1)
    console.context.set_offline(False)


def test_a_server_that_fails_is_told_of(console: Page, provokes: Provoke) -> None:
    provokes("500 .*/v1/search")
    console.route(SEARCH, lambda route: route.fulfill(status=500, json={"detail": "Oh dear."}))
    expect(_heading(console, "All tickets")).to_be_visible()
    console.keyboard.press("Control+k")
    _field(console).fill("teapots")

    expect(console.get_by_role("dialog").get_by_role("status")).to_contain_text("Oh dear.")


def test_the_field_is_in_reach_on_a_telephone(visit: Open, product: Running) -> None:
    page = visit("/console", session=product.agent("owner")["api_key"], size=(360, 740))

    page.get_by_role("button", name="Search").click()

    expect(_field(page)).to_be_focused()
    expect(page.get_by_role("dialog", name="Find")).to_contain_text("Two letters or a number")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [(1280, 800), (360, 740)])
def test_no_rule_of_wcag_is_broken_while_somebody_looks_for_a_ticket(
    visit: Open, product: Running, scheme: str, size: tuple[int, int]
) -> None:
    owner = product.agent("owner")["api_key"]
    page = visit("/console", session=owner, size=size, color_scheme=scheme, bypass_csp=True)
    expect(_heading(page, "All tickets")).to_be_visible()
    page.keyboard.press("Control+k")
    _field(page).fill("order")
    expect(page.get_by_role("dialog").get_by_role("status")).to_contain_text("found.")
    page.keyboard.press("ArrowDown")

    assert broken(page) == []

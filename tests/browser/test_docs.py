"""The API's own page: found by its words, read by its members, copied as a command."""

import re

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.accessible import broken
from tests.browser.conftest import Open
from tests.browser.product import Running

pytestmark = pytest.mark.browser
TELEPHONE = (360, 740)
REPLY = "messaging.routes.reply"


@pytest.fixture
def page(visit: Open) -> Page:
    """Return the page, drawn."""
    page: Page = visit("/docs")
    expect(page.get_by_role("heading", name="Deskhand API", level=1)).to_be_visible()
    return page


def operation(page: Page, name: str) -> Locator:
    return page.locator(f"[id='{name}']")


def opened(page: Page, name: str) -> Locator:
    """Return an operation, opened as whoever reads opens it."""
    operation(page, name).locator("summary").first.click()
    return operation(page, name)


def test_it_lists_every_operation_of_the_description(page: Page, product: Running) -> None:
    told = product.ask("GET", "/v1/openapi.json")
    every = [each["operationId"] for item in told["paths"].values() for each in item.values()]

    shown = page.locator("details.operation").evaluate_all("all => all.map((each) => each.id)")
    assert sorted(shown) == sorted(every)
    areas = page.get_by_role("navigation", name="Areas").get_by_role("link")
    assert areas.all_inner_texts() == [tag["name"] for tag in told["tags"]]


def test_an_operation_shows_what_it_takes_and_answers(page: Page) -> None:
    reply = opened(page, REPLY)

    expect(reply).to_contain_text("Needs the permission tickets:write.")
    expect(reply.locator("code.name").get_by_text("If-Match", exact=True)).to_be_visible()
    expect(reply.get_by_text("attachment_ids", exact=True)).to_be_visible()
    expect(reply.locator(".status")).to_have_text(
        ["201", "400", "401", "403", "404", "409", "413", "415", "422", "429", "5XX"]
    )
    reply.get_by_text("EntryAuthor", exact=True).click()
    expect(reply.get_by_text('"agent" | "customer" | ')).to_be_visible()


def test_its_command_is_copied(page: Page, product: Running) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    reply = opened(page, REPLY)

    reply.get_by_role("button", name="Copy").click()
    expect(reply.get_by_role("button", name="Copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert f"'{product.base_url}/v1/tickets/TICKET_ID/replies'" in copied
    assert "-H 'Authorization: Bearer TOKEN'" in copied
    assert """-d '{"text":"text"}'""" in copied


def test_the_keyboard_searches(page: Page) -> None:
    page.keyboard.press("/")
    page.keyboard.type("post macro")

    shown = page.locator("details.operation > summary")
    expect(page.get_by_text(re.compile(r"^\d operations\."))).to_be_visible()
    assert all("macro" in text and "POST" in text for text in shown.all_inner_texts())
    page.keyboard.press("Escape")
    expect(operation(page, REPLY)).to_be_visible()
    page.keyboard.type("nothing of the kind")
    expect(page.get_by_text("Nothing is called so.")).to_be_visible()


def test_an_address_leads_to_its_operation(visit: Open) -> None:
    page: Page = visit(f"/docs#{REPLY}")

    expect(operation(page, REPLY).get_by_text("Answers", exact=True)).to_be_in_viewport()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_is_for_everybody(visit: Open, scheme: str) -> None:
    page: Page = visit(f"/docs#{REPLY}", size=TELEPHONE, color_scheme=scheme)
    expect(operation(page, REPLY).get_by_text("Answers", exact=True)).to_be_visible()

    assert broken(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == TELEPHONE[0]


def test_it_asks_nobody_else(visit: Open, product: Running) -> None:
    page: Page = visit("/docs")
    asked: list[str] = []

    def note(route: Route) -> None:
        asked.append(route.request.url)
        route.continue_()

    page.route("**/*", note)
    page.reload()
    expect(page.get_by_role("heading", name="Tickets")).to_be_visible()
    assert [url for url in asked if not url.startswith(product.base_url)] == []


def test_it_says_when_the_description_cannot_be_read(visit: Open) -> None:
    page: Page = visit("/docs")
    page.route("**/v1/openapi.json", lambda route: route.fulfill(status=200, body="{"))
    page.reload()

    expect(page.get_by_role("alert")).to_be_visible()

"""What every screen keeps: room on a telephone, names for everything, links that bear a prefix."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Open
from tests.browser.product import Running

pytestmark = pytest.mark.browser

TELEPHONE = (360, 740)
NAMELESS = """
() => [...document.querySelectorAll('button, a, input, select, textarea')]
  .filter((element) => element.checkVisibility())
  .filter((element) => !(element.labels?.length || element.textContent.trim()
    || element.getAttribute('aria-label')))
  .map((element) => element.outerHTML)
"""
SMALL = """
() => [...document.querySelectorAll('button, nav a, select, textarea, [type=email], [type=number]')]
  .filter((element) => element.checkVisibility())
  .filter((element) => element.getBoundingClientRect().height < 24)
  .map((element) => element.outerHTML)
"""


@pytest.fixture(params=["light", "dark"])
def screens(
    request: pytest.FixtureRequest, visit: Open, product: Running
) -> list[tuple[str, Page]]:
    """Return every screen on a telephone."""
    product.mail("a" * 90, "word" * 200, sender="kim@mail.example")
    ticket = product.ticket("a" * 90)["id"]
    session = product.agent("owner")["api_key"]
    paths = {
        "sign-in": ("/console", "", "Email address"),
        "list": ("/console", session, "Status"),
        "ticket": (f"/console#/all/open/{ticket}", session, "Reply"),
        "settings": ("/console#/settings/closing", session, "Closing text"),
        "chat": (f"/chat?key={product.shop['public_key']}", "", "Message"),
    }
    opened = []
    for name, (path, known, landmark) in paths.items():
        page = visit(path, session=known, size=TELEPHONE, color_scheme=request.param)
        # What others wrote may be named like it, in the list that a telephone hides.
        expect(page.get_by_label(landmark).locator("visible=true").first).to_be_visible()
        opened.append((name, page))
    return opened


def test_every_screen_fits_a_telephone(screens: list[tuple[str, Page]]) -> None:
    widths = {name: page.evaluate("document.documentElement.scrollWidth") for name, page in screens}
    names = {name: page.evaluate(NAMELESS) for name, page in screens}
    small = {name: page.evaluate(SMALL) for name, page in screens}

    assert set(widths.values()) == {TELEPHONE[0]}, widths
    assert not any(names.values()), names
    assert not any(small.values()), small


def test_a_telephone_shows_one_thing_at_a_time(visit: Open, product: Running) -> None:
    product.mail("pocket", "Hello", sender="kim@mail.example")
    page = visit("/console", session=product.agent("owner")["api_key"], size=TELEPHONE)
    item = page.get_by_role("link", name=re.compile("pocket"))

    item.click()
    expect(item).to_be_hidden()
    page.get_by_role("button", name="Back to the list").click()

    expect(item).to_be_visible()


def test_the_keyboard_is_enough(visit: Open, product: Running) -> None:
    product.mail("no-mouse", "Hello", sender="kim@mail.example")
    page = visit("/console", session=product.agent("owner")["api_key"])
    page.get_by_role("link", name=re.compile("no-mouse")).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="no-mouse")).to_be_focused()

    for _ in range(20):
        page.keyboard.press("Tab")
        if page.get_by_role("textbox", name="Reply").evaluate("e => e === document.activeElement"):
            break
    page.keyboard.type("Without a mouse.")
    page.keyboard.press("Control+Enter")

    expect(page.get_by_role("article").filter(has_text="Without a mouse.")).to_be_visible()


def test_pages_work_behind_a_stage_name(visit: Open, product: Running) -> None:
    def without_stage(route: Route) -> None:
        route.continue_(url=route.request.url.replace("/api/", "/", 1))

    page = visit("/dev/outbox", session=product.agent("owner")["api_key"])
    page.context.route("**/api/**", without_stage)

    page.goto(f"{product.base_url}/api/console")
    expect(page.get_by_role("heading", name="All tickets")).to_be_visible()
    page.goto(f"{product.base_url}/api/chat?key={product.shop['public_key']}")

    expect(page.get_by_text("We are here.")).to_be_visible()

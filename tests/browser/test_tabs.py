"""Several tabs of one browser: one of them asks for news, all of them have them."""

import re
from collections import Counter

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open, Provoke
from tests.browser.product import Running

pytestmark = pytest.mark.browser


def _second(console: Page) -> Page:
    """Open another tab beside a first one, which then is in the background."""
    expect(console.get_by_role("heading", name="All tickets")).to_be_visible()
    other = console.context.new_page()
    other.goto(console.url)
    expect(other.get_by_role("heading", name="All tickets")).to_be_visible()
    return other


def _asking(pages: dict[str, Page]) -> Counter[str]:
    """Count each page's looks for news from now on."""
    asked: Counter[str] = Counter()

    def count(name: str, url: str) -> None:
        asked[name] += "/v1/feed" in url

    for name, page in pages.items():
        page.on("request", lambda request, name=name: count(name, request.url))
    return asked


def test_news_reach_every_tab_by_one_poll(console: Page, product: Running) -> None:
    second = _second(console)
    with second.expect_response("**/v1/feed*"):
        pass
    asked = _asking({"first": console, "second": second})

    for subject in ("tab-one", "tab-two"):
        product.mail(subject, "Hello", sender="kim@mail.example")
        for page in (console, second):
            expect(page.get_by_role("link", name=re.compile(subject))).to_be_visible()

    assert asked["second"] > 0
    assert asked["first"] == 0


def test_the_other_tab_goes_on_when_one_is_closed(console: Page, product: Running) -> None:
    _second(console).close()

    product.mail("tab-alone", "Hello", sender="kim@mail.example")

    expect(console.get_by_role("link", name=re.compile("tab-alone"))).to_be_visible()


def test_signing_out_in_one_tab_ends_the_others(
    visit: Open, product: Running, provokes: Provoke
) -> None:
    provokes("401 .*/v1/")
    page = visit("/console", session=product.agent("support")["api_key"])
    other = _second(page)

    page.evaluate("localStorage.removeItem('deskhand.session')")

    expect(other.get_by_label("Email address")).to_be_visible()


def test_an_answer_shows_in_the_other_tab(console: Page, product: Running) -> None:
    product.mail("tab-answer", "Hello", sender="kim@mail.example")
    ticket = product.ticket("tab-answer")["id"]
    console.goto(f"{product.base_url}/console#/all/open/{ticket}")
    second = _second(console)

    second.get_by_role("textbox", name="Reply").fill("From the second tab.")
    second.keyboard.press("Control+Enter")

    expect(console.get_by_role("article").filter(has_text="From the second tab.")).to_be_visible()

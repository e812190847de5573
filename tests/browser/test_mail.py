"""A formatted mail: as its sender meant it, within its frame, and without telling them anything."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import FrameLocator, Page, expect

from tests.browser.conftest import Open
from tests.browser.product import Running
from tests.browser.sites import Sites, sites

pytestmark = pytest.mark.browser
PIXEL = (
    "<svg xmlns='http://www.w3.org/2000/svg' width='30' height='20'><path d='M0 0h30v20H0z'/></svg>"
)


@pytest.fixture
def elsewhere() -> Iterator[Sites]:
    """Return a site that is not the product's, with a picture."""
    with sites() as started:
        yield started


def _opened(console: Page, product: Running, subject: str, html: str, sender: str = "") -> Page:
    product.mail(subject, "Plain words", sender=sender or f"{subject}@mail.example", html=html)
    console.get_by_role("link", name=re.compile(subject)).click()
    expect(console.get_by_role("heading", name=subject)).to_be_visible()
    console.get_by_text("Show the formatted mail").click()
    return console


def _paper(page: Page) -> FrameLocator:
    return page.frame_locator("[title='Formatted mail']")


def test_a_mail_looks_as_it_was_written_and_is_as_high_as_it_is(
    console: Page, product: Running
) -> None:
    lines = "".join(f"<p style='color: #ff0000'>Line {number}</p>" for number in range(40))
    page = _opened(console, product, "coloured", lines)

    expect(_paper(page).get_by_text("Line 39")).to_have_css("color", "rgb(255, 0, 0)")
    fits = "frame => frame.clientHeight >= frame.contentDocument.documentElement.offsetHeight"
    frame = page.get_by_title("Formatted mail")
    expect(frame).to_have_attribute("height", re.compile(r"^\d{4}$"))
    assert frame.evaluate(fits)


def test_a_link_in_a_mail_says_where_it_leads_and_opens_another_tab(
    console: Page, product: Running
) -> None:
    address = f"{product.base_url}/static/newest/shared/icon.svg?a=b"
    page = _opened(console, product, "led-on", f"<a href='{address}'>your order</a>")
    link = _paper(page).get_by_role("link", name="your order")
    expect(link).to_have_attribute("title", address)
    expect(link).to_have_attribute("rel", "noopener noreferrer")

    with console.context.expect_page() as opened:
        link.click()

    assert opened.value.url == address
    assert opened.value.evaluate("window.opener") is None


def test_history_in_a_mail_is_folded(console: Page, product: Running) -> None:
    quoted = "<p>New</p><div class='gmail_quote'><blockquote>Old words</blockquote></div>"
    paper = _paper(_opened(console, product, "folded", quoted))

    expect(paper.get_by_text("New", exact=True)).to_be_visible()
    expect(paper.get_by_text("Old words")).to_be_hidden()
    paper.get_by_text("Quoted text").click()
    expect(paper.get_by_text("Old words")).to_be_visible()


def test_pictures_from_elsewhere_wait_until_they_are_asked_for(
    console: Page, product: Running, elsewhere: Sites
) -> None:
    elsewhere.pages["/pixel.svg"] = (PIXEL, "")
    asked: list[str] = []
    console.on("request", lambda request: asked.append(request.url))
    html = f"<p>Look</p><img alt='Our pot' src='{elsewhere.origin}/pixel.svg'>"
    page = _opened(console, product, "pictured", html, sender="Shop <news@pictured.example>")
    expect(_paper(page).get_by_text("Look")).to_be_visible()
    expect(page.get_by_text("1 picture not loaded")).to_be_visible()
    assert not [url for url in asked if url.startswith(elsewhere.origin)]

    with console.expect_request(f"{elsewhere.origin}/pixel.svg") as request:
        page.get_by_role("button", name="Show pictures", exact=True).click()

    assert not request.value.headers.get("referer")
    page.reload()
    page.get_by_text("Show the formatted mail").click()
    expect(page.get_by_text("1 picture not loaded")).to_be_visible()


def test_this_browser_remembers_whose_pictures_to_show(
    console: Page, product: Running, elsewhere: Sites
) -> None:
    elsewhere.pages["/pixel.svg"] = (PIXEL, "")
    html = f"<p>Look</p><img alt='Our pot' src='{elsewhere.origin}/pixel.svg'>"
    page = _opened(console, product, "remembered", html, sender="Shop <news@known.example>")
    always = page.get_by_role("button", name="Always show pictures of news@known.example")
    always.click()
    page.reload()
    with console.expect_request(f"{elsewhere.origin}/pixel.svg"):
        page.get_by_text("Show the formatted mail").click()

    page.get_by_role("button", name="Stop that").click()
    expect(page.get_by_text("1 picture not loaded")).to_be_visible()
    expect(always).to_be_visible()


def test_addresses_in_plain_words_are_links_that_hide_nothing(
    console: Page, visit: Open, product: Running
) -> None:
    key = product.shop["public_key"]
    chat = visit(f"/chat?key={key}")
    words = (
        "My pot: https://shop.example/a_(b)?c=d. Not javascript:alert(1), "
        "https://shop.example@evil.example nor ftp://x.example; (http://b\u00fccher.example)"
    )
    for text in ("Is my pot on its way?", words):
        chat.get_by_role("textbox", name="Message").fill(text)
        chat.keyboard.press("Enter")
        expect(chat.get_by_role("listitem").filter(has_text=text)).to_contain_text("Sent")
    console.get_by_role("link", name=re.compile("My pot")).click()

    for page in (chat, console):
        links = page.get_by_role("log").get_by_role("link")
        expect(links).to_have_text(["https://shop.example/a_(b)?c=d", "http://b\u00fccher.example"])
        expect(links.first).to_have_attribute("rel", "noopener noreferrer")
        expect(links.first).to_have_attribute("target", "_blank")
        expect(links.last).to_have_attribute("title", "http://xn--bcher-kva.example/")
        expect(page.get_by_role("log")).to_contain_text(words)

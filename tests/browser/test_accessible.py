"""The console for everybody: no rule of WCAG 2.2 AA broken, in any light, size and direction."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.accessible import WCAG, broken
from tests.browser.conftest import WIDE, Open, Provoke
from tests.browser.product import Running

pytestmark = pytest.mark.browser
TELEPHONE = (360, 640)
ZOOMED = (320, 256)
"""What is left of 1280 x 1024 at 400 %."""
SMALL = """
() => [...document.querySelectorAll("button, input, select, textarea, summary, nav a")]
  .filter((element) => element.checkVisibility() && !element.closest("label"))
  .filter((element) => element.getBoundingClientRect().height < 24
    || (innerWidth < 700 && element.matches("input:not([type=checkbox]), select, textarea")
      && parseFloat(getComputedStyle(element).fontSize) < 16))
  .map((element) => element.outerHTML)
"""
TOO_WIDE = """
() => Math.max(document.documentElement.scrollWidth - innerWidth,
  ...[...document.querySelectorAll("main")].map((main) => main.scrollWidth - main.clientWidth))
"""
UNFOLDED = "() => document.querySelectorAll('main details').forEach((one) => { one.open = true; })"
FROM_THE_RIGHT = "() => document.documentElement.dir === 'rtl'"


@dataclass(frozen=True)
class Tickets:
    """A ticket of each channel, by the channel."""

    ids: dict[str, str]

    def __getitem__(self, channel: str) -> str:
        """Return where the ticket is."""
        return f"#/all/open/{self.ids[channel]}"


@pytest.fixture(scope="module")
def tickets(product: Running) -> Tickets:
    """Let a ticket come in by each channel, one with a note and files."""
    product.mail(
        "Ferns by email", "Hello\n" * 9, sender="Kim <kim@axe.example>", html="<p>Hello</p>"
    )
    product.chat("Ferns by webchat")
    for channel in ("sms", "whatsapp", "instagram"):
        product.message(channel, f"Ferns by {channel}", sender="+12025550199")
    kinds = ("email", "webchat", "sms", "whatsapp", "instagram")
    ids = {kind: product.ticket(f"Ferns by {kind}")["id"] for kind in kinds}
    path = f"/v1/tickets/{ids['email']}"
    file = product.upload("leaf.txt", "text/plain", b"green")
    product.ask("POST", f"{path}/notes", {"text": "Ask the nursery.", "attachment_ids": [file]})
    product.ask("POST", f"{path}/replies", {"text": "We shall see."})
    product.drain()
    return Tickets(ids)


@pytest.fixture(scope="module", autouse=True)
def _filled(product: Running) -> Iterator[None]:
    """Let the lists of the settings have something in them, with long names."""
    long = "a" * 60
    team = {"name": long, "agent_ids": [product.agent("admin")["id"]], "tags": [long]}
    made = {
        "blocks": {"kind": "domain", "value": f"{long}.example"},
        "views": {"name": long, "filters": {"tags": [long]}},
        "teams": team,
    }
    ids = {kind: product.ask("POST", f"/v1/{kind}", body)["id"] for kind, body in made.items()}
    yield
    for kind, made_id in ids.items():
        product.ask("DELETE", f"/v1/{kind}/{made_id}")


def _screens(page: Page, tickets: Tickets) -> Iterator[str]:
    """Bring every screen of a signed-in agent upon the page, one after the other."""
    yield from _lists(page)
    yield from _keys(page)
    for channel in tickets.ids:
        yield from _ticket(page, tickets[channel])
    yield from _answers(page, tickets["email"])
    yield from _settings(page)


def _go(page: Page, place: str) -> None:
    page.evaluate("(place) => { location.hash = place; }", place)


def _lists(page: Page) -> Iterator[str]:
    list_of = page.get_by_role("region", name="Tickets")
    expect(list_of.get_by_role("link").first).to_be_visible()
    yield "the list"
    page.get_by_text("Filters and views").click()
    page.get_by_role("checkbox", name="Select all shown").check()
    page.get_by_label("What to do").select_option("Add a tag")
    yield "filters and bulk work"
    page.get_by_text("Filters and views").click()
    _go(page, "#/mine/closed")
    expect(list_of.get_by_role("status").first).to_have_text("Nothing is assigned to you here.")
    yield "an empty list"
    _go(page, "#/spam/open")
    expect(page.get_by_role("heading", name="Spam")).to_be_visible()
    expect(list_of.get_by_role("link").first).to_be_visible()
    yield "spam"


def _keys(page: Page) -> Iterator[str]:
    for key, name in (("Control+k", "Find"), ("?", "Keys")):
        page.keyboard.press(key)
        expect(page.get_by_role("dialog", name=name)).to_be_visible()
        yield name
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog", name=name)).to_be_hidden()


def _ticket(page: Page, place: str) -> Iterator[str]:
    _go(page, place)
    expect(page.get_by_role("article").first).to_be_visible()
    yield place
    if not page.get_by_label("Assignee").is_visible():
        page.get_by_text("Overview").click()
        yield f"{place}, its overview"


def _answers(page: Page, place: str) -> Iterator[str]:
    _go(page, place)
    page.get_by_role("radio", name="Private note").check()
    page.get_by_text("Show the formatted mail").click()
    yield "a note, and a formatted mail"
    page.get_by_role("radio", name="Reply").check()
    _refuse(page, 409, {"code": "thread_moved_on", "messages": [{"text": "I"}], "version": 9})
    page.get_by_role("textbox", name="Reply").fill("Is this readable?")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("button", name="Send anyway")).to_be_visible()
    yield "an answer that is held"
    _refuse(page, 422, {"code": "invalid", "detail": "No."})
    page.get_by_role("button", name="Send anyway").click()
    expect(page.get_by_role("button", name="Try again")).to_be_visible()
    yield "an answer that was not sent"
    page.get_by_role("button", name="Change the text").click()
    page.get_by_role("textbox", name="Reply").fill("")


def _refuse(page: Page, status: int, answer: dict[str, Any]) -> None:
    def refuse(route: Route) -> None:
        route.fulfill(status=status, json=answer)

    page.route("**/replies", refuse)


def _settings(page: Page) -> Iterator[str]:
    _go(page, "#/settings")
    contents = page.get_by_role("navigation", name="Settings")
    expect(contents.get_by_role("link").first).to_be_visible()
    for name in contents.get_by_role("link").all_inner_texts():
        contents.get_by_role("link", name=name, exact=True).click()
        expect(page.get_by_role("heading", name=name, level=1)).to_be_visible()
        expect(page.get_by_role("main").get_by_role("region").first).to_be_visible()
        expect(page.get_by_text("Loading…")).to_have_count(0)
        page.evaluate(UNFOLDED)
        if name == "Office hours":
            page.get_by_label("We keep office hours").check()
        yield f"settings: {name}"


def _opened(
    visit: Open, product: Running, provokes: Provoke, size: tuple[int, int], **kind: Any
) -> Page:
    provokes("(409|422) .*/replies|401 |404 .*/(customer_platform|link_domain)")
    session = product.agent("owner")["api_key"]
    return visit("/console", session=session, size=size, reduced_motion="reduce", **kind)


@pytest.mark.parametrize("locale", ["en", "ar"])
@pytest.mark.parametrize("size", [WIDE, TELEPHONE])
@pytest.mark.parametrize("light", ["light", "dark"])
def test_no_screen_breaks_a_rule(
    visit: Open, product: Running, provokes: Provoke, tickets: Tickets,
    light: str, size: tuple[int, int], locale: str,
) -> None:  # fmt: skip
    page = _opened(visit, product, provokes, size, color_scheme=light, locale=locale)
    wrong = {}
    for name in _screens(page, tickets):
        wrong[name] = [*broken(page, WCAG), *page.evaluate(SMALL), page.evaluate(TOO_WIDE)]
    assert page.evaluate(FROM_THE_RIGHT) is (locale == "ar")
    page.evaluate("localStorage.removeItem('deskhand.session')")
    page.reload()
    expect(page.get_by_label("Email address")).to_be_visible()
    wrong["sign in"] = [*broken(page, WCAG), *page.evaluate(SMALL), page.evaluate(TOO_WIDE)]

    assert {name: found for name, found in wrong.items() if found != [0]} == {}


def test_no_screen_scrolls_sideways_at_four_times_its_size(
    visit: Open, product: Running, provokes: Provoke, tickets: Tickets
) -> None:
    page = _opened(visit, product, provokes, ZOOMED)

    wide = {name: page.evaluate(TOO_WIDE) for name in _screens(page, tickets)}

    assert not any(wide.values()), wide


def test_the_thread_from_the_right_has_the_customer_there(
    visit: Open, product: Running, provokes: Provoke, tickets: Tickets
) -> None:
    page = _opened(visit, product, provokes, WIDE, locale="he")
    _go(page, tickets["email"])
    theirs = page.get_by_role("article", name="Message by Kim")
    ours = page.get_by_role("article", name=re.compile("^Note by"))
    expect(ours).to_be_visible()

    assert _end(theirs) > _end(ours)
    assert _end(page.get_by_role("banner")) == WIDE[0]


def _end(element: Any) -> float:
    box = element.bounding_box()
    return round(box["x"] + box["width"])

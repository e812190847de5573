"""A server, a browser, and pages that fail a test when they complain."""

import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect, sync_playwright

from tests.browser.days import Days, worked
from tests.browser.product import Running, running

FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--no-first-run",
)  # fmt: skip
PATIENCE = 30_000
expect.set_options(timeout=PATIENCE)
WIDE = (1280, 800)
Open = Callable[..., Page]
Provoke = Callable[[str], None]
Part = Callable[[str, str], Locator]


@pytest.fixture(scope="session")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """Run the whole product once."""
    with running(tmp_path_factory.mktemp("product")) as started:
        yield started


@pytest.fixture(scope="session")
def days(product: Running) -> Days:
    """Return a week with some work that is counted: once, for all that look at the reports."""
    return worked(product)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start Debian's Chromium once."""
    path = shutil.which("chromium")
    if path is None:
        pytest.fail("Chromium is missing: apt-get install chromium")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield started
        started.close()


@dataclass
class Complaints:
    """What the pages of a test complained of, and what it provoked on purpose."""

    heard: list[str] = field(default_factory=list[str])
    provoked: list[str] = field(default_factory=list[str])

    def listen(self, context: BrowserContext) -> None:
        """Hear errors of scripts, and requests that fail or are refused, on every page."""
        context.on("weberror", lambda error: self.heard.append(str(error.error)))
        context.on("console", lambda said: self._console(said.type, said.text))
        context.on("requestfailed", lambda request: self._failed(request.url, request.failure))
        context.on("response", lambda answer: self._answered(answer.status, answer.url))

    def unforeseen(self) -> list[str]:
        """Return what no pattern foresees."""
        return [said for said in self.heard if not any(re.search(p, said) for p in self.provoked)]

    def _console(self, kind: str, text: str) -> None:
        # Chromium reports each refusal once more, without saying what was refused.
        if kind == "error" and not text.startswith("Failed to load resource"):
            self.heard.append(text)

    def _failed(self, url: str, failure: str | None) -> None:
        # A page that is left gives up what it waits for.
        if failure != "net::ERR_ABORTED":
            self.heard.append(f"{failure} {url}")

    def _answered(self, status: int, url: str) -> None:
        if status >= 400:
            self.heard.append(f"{status} {url}")


@pytest.fixture
def complaints() -> Iterator[Complaints]:
    """Return what pages complain of; it fails the test unless the test provoked it."""
    heard = Complaints()
    yield heard
    assert heard.unforeseen() == []


@pytest.fixture
def provokes(complaints: Complaints) -> Provoke:
    """Return how to say that a complaint is meant: `provokes("409 .*/replies")`."""
    return complaints.provoked.append


@pytest.fixture
def visit(
    browser: Browser, product: Running, complaints: Complaints, slowness: float
) -> Iterator[Open]:
    """Return how to open a page, as a device of its own; what it complains of fails the test."""
    contexts: list[BrowserContext] = []

    def open_page(
        path: str, *, session: str = "", size: tuple[int, int] = WIDE, script: str = "", **kind: Any
    ) -> Page:
        context = browser.new_context(viewport={"width": size[0], "height": size[1]}, **kind)
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        # Chromium holds requests back from its next page on only: here from the first one on, so
        # that a route set by a test takes hold at once.
        context.route("**/nobody-asks-for-this", lambda route: route.continue_())
        complaints.listen(context)
        if session:
            context.add_init_script(kept(session))
        if script:
            context.add_init_script(script)
        page = context.new_page()
        if slowness > 1:
            processor = context.new_cdp_session(page)
            processor.send("Emulation.setCPUThrottlingRate", {"rate": slowness})
        page.goto(path if path.startswith("http") else product.base_url + path)
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def console(visit: Open, product: Running) -> Page:
    """Return the console as the owner sees it, wide, once there is something to see."""
    page = visit("/console", session=product.agent("owner")["api_key"])
    expect(page.get_by_role("navigation", name="Main")).to_be_visible()
    return page


@pytest.fixture
def settings(console: Page) -> Part:
    """Return what opens a page of the settings as the owner, and gives one part of it."""

    def opened(name: str, part: str) -> Locator:
        console.get_by_role("navigation", name="Main").get_by_role("link", name="Settings").click()
        contents = console.get_by_role("navigation", name="Settings")
        contents.get_by_role("link", name=name, exact=True).click()
        expect(console.get_by_role("heading", name=name, level=1)).to_be_visible()
        return console.get_by_role("region", name=part, exact=True)

    return opened


def deaf(page: Page) -> None:
    """Let no more news reach a page of the console; what was under way is there."""
    with page.expect_event("requestfailed", lambda request: "/v1/feed" in request.url):
        page.route("**/v1/feed*", lambda route: route.abort())


def hearing(page: Page) -> None:
    """Let news reach it again, at once."""
    page.unroute("**/v1/feed*")
    page.evaluate("window.dispatchEvent(new Event('online'))")


def kept(session: str) -> str:
    """Return the script that makes a browser a signed-in one."""
    return (
        "if (window.top === window && location.protocol !== 'about:') {"
        " if (!sessionStorage.getItem('seeded')) {"
        "  sessionStorage.setItem('seeded', '1');"
        f" localStorage.setItem('deskhand.session', '{session}');"
        "}}"
    )

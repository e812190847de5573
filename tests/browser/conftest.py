"""A server, a browser, and pages that fail a test when they complain."""

import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser.product import Running, running

FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--no-first-run",
)  # fmt: skip
PATIENCE = 10_000
WIDE = (1280, 800)
Open = Callable[..., Page]


@pytest.fixture(scope="session")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """Run the whole product once."""
    with running(tmp_path_factory.mktemp("product")) as started:
        yield started


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


@pytest.fixture
def visit(browser: Browser, product: Running) -> Iterator[Open]:
    """Return how to open a page, as a device of its own; what it complains of fails the test."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_page(
        path: str, *, session: str = "", size: tuple[int, int] = WIDE, **kind: Any
    ) -> Page:
        context = browser.new_context(viewport={"width": size[0], "height": size[1]}, **kind)
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        if session:
            context.add_init_script(_keep(session))
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: _note(complaints, said.type, said.text))
        page.goto(product.base_url + path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def console(visit: Open, product: Running) -> Page:
    """Return the console as the owner sees it, wide."""
    return visit("/console", session=product.agent("owner")["api_key"])


def _keep(session: str) -> str:
    return (
        "if (window.top === window && !sessionStorage.getItem('seeded')) {"
        "  sessionStorage.setItem('seeded', '1');"
        f" localStorage.setItem('deskhand.session', '{session}');"
        "}"
    )


def _note(complaints: list[str], kind: str, text: str) -> None:
    # Chromium reports each answer of 4xx as an error; tests that provoke one look at the page.
    if kind == "error" and not text.startswith("Failed to load resource"):
        complaints.append(text)

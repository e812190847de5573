"""Shops' own pages, on an origin that is not the product's."""

import contextlib
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

from playwright.sync_api import FrameLocator, Page

OPEN_SHADOWS = """
const attach = Element.prototype.attachShadow;
Element.prototype.attachShadow = function (asked) {
  return attach.call(this, { ...asked, mode: "open" });
};
"""
"""The button stands where neither pages nor this browser's driver look: tests look into it so."""


class Sites(ThreadingHTTPServer):
    """Answers with the pages that tests put here."""

    daemon_threads = True

    def __init__(self) -> None:
        """Listen on a port of its own."""
        super().__init__(("127.0.0.1", 0), _Handler)
        self.pages: dict[str, tuple[str, str]] = {}

    @property
    def origin(self) -> str:
        """Return where the pages are; the product runs on `localhost`, another site."""
        return f"http://127.0.0.1:{self.server_port}"

    def page(self, body: str, *, policy: str = "", head: str = "", lang: str = "en") -> str:
        """Keep a page and return its address."""
        path = f"/{len(self.pages)}"
        text = (
            f"<!doctype html><html lang='{lang}'><head><meta charset='utf-8'><title>Shop</title>"
            f"<link rel='icon' href='data:,'>{head}</head>"
            f"<body><main><h1>Shop</h1>{body}</main></body></html>"
        )
        self.pages[path] = (text, policy)
        return self.origin + path


class _Handler(BaseHTTPRequestHandler):
    server: ClassVar[Any]

    def do_GET(self) -> None:
        text, policy = self.server.pages[self.path]
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        if policy:
            self.send_header("Content-Security-Policy", policy)
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the base's name)
        """Say nothing."""


@contextlib.contextmanager
def sites() -> Iterator[Sites]:
    """Serve, and stop afterwards."""
    server = Sites()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def chat_in(page: Page) -> FrameLocator:
    """Return the chat in the frame of a shop's page."""
    return page.frame_locator("iframe")


def say(page: Page, text: str) -> None:
    """Write a message where the chat is in a frame."""
    chat_in(page).get_by_role("textbox", name="Message").fill(text)
    page.keyboard.press("Enter")

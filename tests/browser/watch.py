"""Sees what pages do that nobody asked them to: run a stranger's words, ask elsewhere, change."""

from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Dialog, Frame, Page, Request

from tests.browser.vectors import FOREIGN

_STRANGE = Path(__file__).with_name("strange.js").read_text(encoding="utf-8")
_SETTLED = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"


class Watch:
    """Everything that a page, its frames and its windows did since they are watched."""

    def __init__(self, page: Page) -> None:
        """Watch the page from its next load on."""
        self.page = page
        self.seen: list[str] = []
        self._home = urlsplit(page.url)
        context = page.context
        context.expose_binding("canary", lambda source, *_: self._ran(source["frame"]))
        context.on("dialog", self._asked)
        context.on("request", self._requested)
        context.on("page", lambda other: self.seen.append(f"opened {other.url}"))
        page.on("framenavigated", self._moved)
        page.reload()

    def faults(self) -> list[str]:
        """Return what was seen, and what is on the page that never should be."""
        self.page.evaluate(_SETTLED)
        return [
            *self.seen,
            *(fault for frame in self.page.frames for fault in frame.evaluate(_STRANGE)),
        ]

    def _ran(self, frame: Frame) -> None:
        self.seen.append(f"ran in {frame.url}")

    def _asked(self, dialog: Dialog) -> None:
        self.seen.append(f"dialog {dialog.message}")
        dialog.dismiss()

    def _requested(self, request: Request) -> None:
        at = urlsplit(request.url)
        if FOREIGN in request.url or (
            at.scheme.startswith("http") and at.netloc != self._home.netloc
        ):
            self.seen.append(f"asked {request.url}")

    def _moved(self, frame: Frame) -> None:
        if frame is self.page.main_frame and urlsplit(frame.url)[:3] != self._home[:3]:
            self.seen.append(f"went to {frame.url}")

"""`make screenshots`: each screen as people see it, of the demo shop, for the documents."""

import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, FloatRect, Page, Playwright, expect, sync_playwright

from tests.browser.conftest import FLAGS, kept
from tests.browser.product import Running, running
from tests.browser.sites import OPEN_SHADOWS, chat_in, say

PICTURES = Path(__file__).parent.parent.parent / "docs" / "screenshots"
AT, SEEN_AT = "2026-03-02T09:41:00+00:00", "2026-03-02T09:55:00+00:00"
"""When the shop's day begins, and when it is looked at: pictures differ by what changed alone."""
WIDE, TELEPHONE = (1280, 720), (390, 760)
AGENT = "support"
"""Who looks: an agent who works, not whoever pays."""
_TICKET = "Where is my order 1043?"
_MOST = 150_000
"""Bytes of a picture: whoever reads the documents pays for them."""
Show = Callable[[Page, Running], None]


def main() -> int | str:
    """Take all pictures anew; fail where one is too large."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, running(Path(folder), "--at", AT) as product:
        _life(product)
        with sync_playwright() as playwright, _browser(playwright) as browser:
            for name, (show, size, light) in SCREENS.items():
                _take(browser, product, name, show, size=size, light=light)
    large = [path.name for path in PICTURES.glob("*.png") if path.stat().st_size > _MOST]
    return f"Larger than {_MOST // 1000} kB: {', '.join(large)}" if large else 0


def _life(product: Running) -> None:
    """Add what the demo shop does not have by itself: a note, a view, other channels."""
    ticket = f"/v1/tickets/{product.ticket(_TICKET)['id']}"
    note = "The carrier scanned it at 7:40; it is on the van."
    product.ask("POST", f"{ticket}/notes", {"text": note}, role=AGENT)
    product.ask("POST", "/v1/views", {"name": "Returns", "filters": {"tags": ["returns"]}})
    product.message("sms", "Is the green pot back in stock?", sender="+12025550188")
    product.message("whatsapp", "Can I collect order 1060 today?", sender="+447700900188")


@contextmanager
def _browser(playwright: Playwright) -> Iterator[Browser]:
    path = shutil.which("chromium")
    if path is None:
        raise SystemExit("Chromium is missing: apt-get install chromium")
    browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
    yield browser
    browser.close()


def _take(
    browser: Browser, product: Running, name: str, show: Show, *, size: tuple[int, int], light: str
) -> None:  # fmt: skip
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        color_scheme="dark" if light == "dark" else "light",
        locale="en-GB",
        timezone_id="Europe/Berlin",
        reduced_motion="reduce",
    )
    context.add_init_script(kept(product.agent(AGENT)["api_key"]))
    context.add_init_script(OPEN_SHADOWS)
    page = context.new_page()
    page.clock.set_fixed_time(SEEN_AT)
    show(page, product)
    page.wait_for_load_state("networkidle")
    clip = FloatRect(x=0, y=0, width=size[0], height=size[1])
    page.screenshot(path=PICTURES / f"{name}.png", clip=clip, animations="disabled", caret="hide")
    context.close()


def _ticket(page: Page, product: Running) -> None:
    _open(page, product, f"mine/open/{product.ticket(_TICKET)['id']}")
    expect(page.get_by_role("article").first).to_be_visible()
    page.get_by_role("heading", name=_TICKET).blur()


def _list(page: Page, product: Running) -> None:
    _open(page, product, "all/open")
    expect(page.get_by_role("link", name=re.compile(_TICKET[:-1]))).to_be_visible()


def _palette(page: Page, product: Running) -> None:
    _ticket(page, product)
    page.keyboard.press("Control+k")
    expect(page.get_by_role("dialog")).to_be_visible()


def _settings(page: Page, product: Running) -> None:
    page.goto(f"{product.base_url}/console#/settings/chat")
    expect(page.get_by_role("main").get_by_role("region").first).to_be_visible()


def _reports(page: Page, product: Running) -> None:
    product.pass_time(
        minutes=5
    )  # last, since it moves the shop's clock: until then nothing is counted
    _open(page, product, "reports?period=7d")
    expect(page.get_by_role("region", name="Agents").get_by_role("row").nth(1)).to_be_visible()
    page.evaluate("scrollTo(0, 0)")


def _open(page: Page, product: Running, place: str) -> None:
    page.goto(f"{product.base_url}/console#/{place}")


def _shop(page: Page, product: Running) -> None:
    page.goto(f"{product.base_url}/dev/shop")
    page.get_by_role("button", name="Open chat").click()
    say(page, "Do you wrap gifts?")
    expect(chat_in(page).get_by_role("log")).to_contain_text("Sent")


def _chat(page: Page, product: Running) -> None:
    page.goto(f"{product.base_url}/chat?key={product.shop['public_key']}")
    page.get_by_role("textbox", name="Message").fill("Hello, is anybody there?")
    page.keyboard.press("Enter")
    expect(page.get_by_role("log")).to_contain_text("Sent")


SCREENS: dict[str, tuple[Show, tuple[int, int], str]] = {
    "ticket": (_ticket, WIDE, "light"),
    "ticket-dark": (_ticket, WIDE, "dark"),
    "list-telephone": (_list, TELEPHONE, "light"),
    "ticket-telephone": (_ticket, TELEPHONE, "dark"),
    "palette": (_palette, WIDE, "light"),
    "settings": (_settings, WIDE, "light"),
    "shop": (_shop, WIDE, "light"),
    "chat-telephone": (_chat, TELEPHONE, "light"),
    "reports": (_reports, WIDE, "light"),
}
"""What is taken, how large, and in which light."""


if __name__ == "__main__":
    sys.exit(main())

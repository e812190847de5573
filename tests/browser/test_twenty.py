"""A morning's work without a mouse: twenty tickets, each done with by keys alone."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.browser.product import Running

pytestmark = pytest.mark.browser
TWENTY = [f"morning-{number:02}" for number in range(20)]
NO_MOUSE = """
for (const kind of ["pointerdown", "pointermove", "mousedown", "touchstart", "wheel"]) {
  addEventListener(kind, () => { throw new Error(`The mouse was used: ${kind}`); }, true);
}
"""
IS_SEEN = """() => {
  const focused = document.activeElement;
  if (!focused || focused === document.body || !focused.matches(":focus-visible")) return false;
  const { outlineStyle, outlineWidth } = getComputedStyle(focused);
  return outlineStyle !== "none" && parseFloat(outlineWidth) > 0;
}"""
KEYS = "jkrnaste!?/"


class Desk:
    """The console, by its keys."""

    def __init__(self, page: Page) -> None:
        """Sit down at the page."""
        self.page = page
        self.main = page.get_by_role("main")
        self.number = 0

    def press(self, *keys: str) -> None:
        """Press keys one after the other, and see each time where the focus is."""
        for key in keys:
            self.page.keyboard.press(key)
            self.look()

    def look(self) -> None:
        """Wait until something has the focus, and shows it."""
        self.page.wait_for_function(IS_SEEN)

    def has(self, words: str | re.Pattern[str]) -> None:
        """Wait until the ticket says so."""
        expect(self.main.get_by_text(words).first).to_be_visible()

    def find(self, words: str) -> None:
        """Do what the palette finds first."""
        self.press("/")
        self.page.keyboard.type(words)
        self.press("Enter")


def _reply(desk: Desk) -> None:
    desk.press("r")
    desk.page.keyboard.type(f"Soon. {KEYS}")
    desk.press("Control+Enter")
    expect(desk.main.get_by_role("article").filter(has_text=f"Soon. {KEYS}")).to_be_visible()
    desk.press("Escape")


def _note(desk: Desk) -> None:
    desk.press("n")
    desk.page.keyboard.type(f"Ask the depot. {KEYS}")
    desk.press("Control+Enter")
    expect(desk.main.get_by_role("article", name="Note by")).to_contain_text(KEYS)
    desk.press("Escape")


def _macro(desk: Desk) -> None:
    desk.press("m")
    expect(desk.page.get_by_role("option", name="Greeting")).to_be_visible()
    desk.page.keyboard.type("greeting")
    desk.press("Enter")
    expect(desk.page.get_by_role("textbox", name="Reply")).to_have_value("Dear Kim, good morning.")
    desk.press("Control+Enter")
    expect(desk.main.get_by_role("article").filter(has_text="Dear Kim")).to_be_visible()
    desk.press("Escape")


def _assign(desk: Desk) -> None:
    desk.press("a", "ArrowDown", "ArrowDown")
    desk.has(re.compile("assigned this to|took this"))
    desk.press("Escape")


def _tag(desk: Desk) -> None:
    desk.press("t")
    desk.page.keyboard.type("jetset")
    desk.press("Enter")
    expect(desk.main.get_by_role("button", name="Remove jetset")).to_be_visible()
    desk.press("Escape")


def _snooze(desk: Desk) -> None:
    desk.press("s", "ArrowDown", "ArrowDown")
    desk.has("Snoozed until")
    desk.look()


def _close(desk: Desk) -> None:
    desk.press("e")
    desk.has("Closed")
    desk.look()


def _undo(desk: Desk) -> None:
    _close(desk)
    expect(desk.page.get_by_text(f"#{desk.number}: closed.")).to_be_visible()
    desk.press("u")
    expect(desk.main.get_by_role("button", name="Close", exact=True)).to_be_visible()


def _spam(desk: Desk) -> None:
    desk.press("!")
    expect(desk.main.get_by_role("button", name="Not spam")).to_be_visible()
    desk.look()


def _unread(desk: Desk) -> None:
    desk.find("mark unread")


WORK: list[Callable[[Desk], None]] = [
    _reply, _note, _macro, _assign, _tag, _snooze, _close, _undo, _spam, _unread,
]  # fmt: skip


def test_twenty_tickets_are_worked_without_a_mouse(visit: Open, product: Running) -> None:
    for subject in reversed(TWENTY):
        product.mail(subject, "Hello", sender=f"Kim <{subject}@mail.example>")
        path = f"/v1/tickets/{product.ticket(subject)['id']}/tags"
        product.ask("POST", path, {"add": ["morning"]})
    view = product.ask("POST", "/v1/views", {"name": "Morning", "filters": {"tags": ["morning"]}})
    macro = {"title": "Greeting", "text": "Dear {{first_name}}, good morning."}
    product.ask("POST", "/v1/macros", macro)
    page = visit(
        f"/console#/{view['id']}/default",
        session=product.agent("owner")["api_key"],
        script=NO_MOUSE,
    )
    desk = Desk(page)
    expect(page.get_by_role("link", name=re.compile(TWENTY[-1]))).to_be_visible()

    for number, subject in enumerate(TWENTY):
        page.keyboard.press("j")
        expect(desk.main.get_by_role("heading", name=subject)).to_be_focused()
        desk.look()
        desk.number = product.ticket(subject)["number"]
        WORK[number % len(WORK)](desk)

    product.drain()
    done = [_outcome(product, subject) for subject in TWENTY]
    assert done == [WORK[number % len(WORK)].__name__ for number in range(20)]


def _outcome(product: Running, subject: str) -> str:
    """Return what was done to a ticket; to one that was closed by mistake, nothing."""
    places = ("status=any", "view=spam")
    pages = [product.ask("GET", f"/v1/tickets?{place}&limit=100")["data"] for place in places]
    ticket = next(one for page in pages for one in page if one["subject"] == subject)
    thread = product.ask("GET", f"/v1/tickets/{ticket['id']}/messages")["data"]
    events = {entry.get("event") for entry in thread}
    words = " ".join(entry["text"] for entry in thread)
    found = {
        "_spam": ticket["is_spam"],
        "_snooze": ticket["status"] == "snoozed",
        "_undo": "reopened" in events,
        "_close": ticket["status"] == "closed",
        "_tag": any(tag["name"] == "jetset" for tag in ticket["tags"]),
        "_assign": "assigned" in events,
        "_note": f"Ask the depot. {KEYS}" in words,
        "_macro": "Dear Kim, good morning." in words,
        "_reply": f"Soon. {KEYS}" in words,
        "_unread": ticket["is_unread"],
    }
    return next((name for name, is_so in found.items() if is_so), "nothing")

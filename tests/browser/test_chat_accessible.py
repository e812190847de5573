"""The chat for everybody: no rule of WCAG 2.2 AA broken, in any light, size and direction."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.accessible import broken
from tests.browser.conftest import WIDE, Open, Provoke
from tests.browser.product import Running
from tests.browser.sites import OPEN_SHADOWS, chat_in, say
from tests.browser.test_files import a_file

pytestmark = pytest.mark.browser
TELEPHONE = (360, 640)
SMALL = """
() => [...document.querySelectorAll("button, input, textarea, summary")]
  .filter((element) => element.checkVisibility())
  .filter((element) => element.getBoundingClientRect().height < 44
    || (element.matches("input, textarea") && parseFloat(getComputedStyle(element).fontSize) < 16))
  .map((element) => element.outerHTML)
"""
EMAIL = re.compile("Email|البريد")
ATTACH = re.compile("Attach files|إرفاق ملفات")
SAVE = re.compile("^(Save|حفظ)$")
LIGHTS = pytest.mark.parametrize("light", ["light", "dark"])
SIZES = pytest.mark.parametrize("size", [WIDE, TELEPHONE])


def shown(page: Page, provokes: Provoke, message: str) -> None:
    """Bring every part of the chat upon the screen: files, a refusal, trouble."""
    provokes("422 .*/chat/messages|net::ERR_INTERNET_DISCONNECTED")
    files = page.get_by_role("list").filter(has_text="mug.png")
    text = page.get_by_role("textbox", name=message, exact=True)

    def say_here(words: str) -> None:
        text.fill(words)
        text.press("Enter")

    def refuse(route: Route) -> None:
        route.fulfill(status=422, json={"code": "invalid"})

    say_here("Is this readable?")
    expect(page.get_by_role("button", name=SAVE)).to_be_visible()
    page.route("**/v1/chat/messages", refuse)
    say_here("word" * 60)
    expect(page.get_by_role("log").get_by_role("button")).to_have_count(2)
    page.unroute("**/v1/chat/messages", refuse)
    page.context.set_offline(True)
    say_here("Still here?")
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name=ATTACH).click()
    chooser.value.set_files([a_file(), a_file("all.zip", "application/zip")])
    expect(files.get_by_role("alert").filter(visible=True)).to_have_count(2)
    page.get_by_role("textbox", name=EMAIL).fill("nothing")
    page.keyboard.press("Enter")
    expect(page.get_by_role("textbox", name=EMAIL)).to_have_attribute("aria-invalid", "true")


LOOK = pytest.mark.parametrize("locale", ["en", "ar"])
WORDS = {
    "en": ("Talk to us", "Message", "More", "End chat"),
    "ar": ("تحدث معنا", "الرسالة", "المزيد", "إنهاء الدردشة"),
}
FAQ = [{"question": f"Question {n}?", "answer": f"Answer {n}.", "link": "https://a.example"}
       for n in range(6)]  # fmt: skip


@pytest.fixture
def questions(product: Running) -> Iterator[None]:
    """Let the shop have questions and links for a while."""
    widget = {"privacy_url": "https://a.example", "terms_url": "https://a.example"}
    product.ask("PATCH", "/v1/settings", {"web_chat": {"faq": FAQ, "widget": widget}})
    yield
    product.ask("PATCH", "/v1/settings", {"web_chat": {"faq": None, "widget": None}})


def faultless(page: Page, width: int) -> None:
    """Fail where something cannot be read, pressed or reached without pushing sideways."""
    assert broken(page) == []
    assert page.evaluate(SMALL) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@LIGHTS
@SIZES
@LOOK
def test_every_state_of_the_chat_breaks_no_rule(
    visit: Open, product: Running, provokes: Provoke, questions: None, light: str,
    size: tuple[int, int], locale: str,
) -> None:  # fmt: skip
    talk, message, more, end = WORDS[locale]
    address = f"/chat?key={product.shop['public_key']}&locale={locale}"
    page = visit(address, size=size, color_scheme=light)
    page.get_by_text("Question 1?").click()
    expect(page.get_by_text("Answer 1.")).to_be_visible()
    faultless(page, size[0])
    page.get_by_role("button", name=talk).click()
    expect(page.get_by_role("textbox", name=message)).to_be_focused()
    faultless(page, size[0])
    shown(page, provokes, message)
    faultless(page, size[0])
    page.context.set_offline(False)
    page.get_by_role("button", name=more).click()
    expect(page.get_by_role("button", name=end)).to_be_visible()
    faultless(page, size[0])
    page.get_by_role("button", name=end).click()
    expect(page.get_by_role("dialog")).to_be_visible()
    faultless(page, size[0])


# A window of 1280 by 1024 at 400 % is one of 320 by 256.
def test_nothing_is_pushed_sideways_at_400_percent(
    visit: Open, product: Running, provokes: Provoke, questions: None
) -> None:
    address = f"/chat?key={product.shop['public_key']}"
    page = visit(address, size=(320, 256))
    expect(page.get_by_role("button", name="Talk to us")).to_be_visible()
    faultless(page, 320)
    page.get_by_role("button", name="Talk to us").click()
    shown(page, provokes, "Message")
    faultless(page, 320)
    page.get_by_role("textbox", name="Message").scroll_into_view_if_needed()
    expect(page.get_by_role("textbox", name="Message")).to_be_in_viewport()


def test_the_chat_reads_from_the_right(visit: Open) -> None:
    page = visit("/dev/shop", script=OPEN_SHADOWS, size=TELEPHONE, locale="ar")
    page.evaluate("deskhand('set', { locale: 'ar' })")
    page.get_by_role("button", name="فتح الدردشة").click()
    log = chat_in(page).get_by_role("log")
    expect(log).to_contain_text("مرحبًا! كيف يمكننا مساعدتك؟")
    chat_in(page).get_by_role("textbox", name="الرسالة").fill("أين طلبي؟")
    page.keyboard.press("Enter")
    expect(log).to_contain_text("أُرسلت")

    frame = page.frames[1]
    assert frame.evaluate("document.documentElement.dir") == "rtl"
    assert frame.evaluate("document.documentElement.scrollWidth - innerWidth") == 0
    mine, theirs = (log.get_by_role("listitem").filter(has_text=text) for text in ("أين", "مرحبًا"))
    assert _left(mine) < _left(theirs)


def _left(row: Any) -> float:
    return row.bounding_box()["x"]


@SIZES
def test_the_page_around_the_chat_breaks_no_rule(visit: Open, size: tuple[int, int]) -> None:
    page = visit("/dev/shop", script=OPEN_SHADOWS, size=size)
    page.get_by_role("button", name="Open chat").click()
    say(page, "All on one page")
    expect(chat_in(page).get_by_role("log")).to_contain_text("Sent")

    assert broken(page) == []
    frame = page.locator("iframe").bounding_box()
    assert frame is not None
    assert (frame["width"], frame["height"]) == ((360, 640) if size == TELEPHONE else (384, 640))

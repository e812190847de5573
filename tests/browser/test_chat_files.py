"""Files that visitors send: chosen, dropped or pasted, seen on both sides."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Open, Provoke
from tests.browser.product import Running
from tests.browser.sites import OPEN_SHADOWS, chat_in
from tests.browser.test_files import DOT, a_file

pytestmark = pytest.mark.browser
GIVEN = """
([kind, name, type, size]) => {
  const given = new DataTransfer();
  given.items.add(new File([new Uint8Array(size)], name, { type }));
  const target = kind === "paste" ? document.querySelector("textarea") : document.querySelector("main");
  const about = { bubbles: true, cancelable: true, dataTransfer: given, clipboardData: given };
  target.dispatchEvent(kind === "paste" ? new ClipboardEvent(kind, about) : new DragEvent(kind, about));
}
"""  # noqa: E501


@pytest.fixture
def chat(visit: Open, product: Running) -> Page:
    """Return the chat page of the first account."""
    return visit(f"/chat?key={product.shop['public_key']}")


def choose(page: Page, *files: object) -> None:
    """Choose files by the button, as a visitor does."""
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Attach files").click()
    chooser.value.set_files(list(files))  # type: ignore[arg-type]


def said(page: Page, text: str) -> None:
    page.get_by_role("textbox", name="Message").fill(text)
    page.get_by_role("button", name="Send").click()


def test_a_picture_goes_from_the_chat_to_the_console(
    chat: Page, console: Page, product: Running
) -> None:
    choose(chat, a_file(), a_file("bill.pdf", "application/pdf", b"%PDF"))
    expect(chat.get_by_role("list", name="Files to send").get_by_role("listitem")).to_have_count(2)
    said(chat, "This mug came broken")
    console.get_by_role("link", name=re.compile("This mug came broken")).click()

    for page in (chat, console):
        log = page.get_by_role("log")
        expect(log.get_by_role("img", name=re.compile(r"^mug\.png"))).to_be_visible()
        expect(log.get_by_role("button", name=re.compile(r"^bill\.pdf"))).to_be_visible()
    expect(chat.get_by_role("list", name="Files to send")).to_be_hidden()


def test_a_conversation_begins_with_a_file_alone(chat: Page, product: Running) -> None:
    send = chat.get_by_role("button", name="Send")
    expect(send).to_be_disabled()
    assert chat.evaluate("localStorage.length") == 0
    choose(chat, a_file("alone.png"))
    expect(send).to_be_enabled()
    send.click()

    expect(chat.get_by_role("log").get_by_role("img", name=re.compile("alone"))).to_be_visible()
    product.ticket("alone.png")


@pytest.mark.parametrize("way", ["drop", "paste"])
def test_files_are_dropped_and_pasted(chat: Page, way: str) -> None:
    expect(chat.get_by_role("textbox", name="Message")).to_be_visible()
    chat.evaluate(GIVEN, [way, f"{way}.txt", "text/plain", 5])
    expect(chat.get_by_text(f"{way}.txt (5 B)")).to_be_visible()
    expect(chat.get_by_role("button", name="Send")).to_be_enabled()
    chat.get_by_role("button", name="Send").click()

    expect(chat.get_by_role("log")).to_contain_text("Sent")


def test_what_is_wrong_with_a_file_is_said_with_what_to_do(chat: Page) -> None:
    choose(
        chat,
        a_file("all.zip", "application/zip", b"PK"),
        a_file("none.png", content=b""),
    )
    chat.evaluate(GIVEN, ["drop", "film.mp4", "video/mp4", 10_000_001])
    for words in (
        "Choose a picture, a video, a PDF or a text file.",
        "This file is empty. Choose another one.",
        "Too large. Choose a file of at most 10 MB.",
    ):
        expect(chat.get_by_text(words)).to_be_visible()
    expect(chat.get_by_role("button", name="Send")).to_be_disabled()
    for name in ("all.zip", "none.png", "film.mp4"):
        chat.get_by_role("button", name=f"Remove {name}").click()
    expect(chat.get_by_role("textbox", name="Message")).to_be_focused()
    choose(chat, *(a_file(f"{number}.png") for number in range(6)))

    expect(chat.get_by_text("A message takes at most 5 files.")).to_be_visible()


def test_an_upload_is_tried_again_or_given_up(chat: Page, provokes: Provoke) -> None:
    provokes("net::ERR_FAILED .*/dev/files")
    chat.route("**/dev/files", lambda route: route.abort(), times=1)
    choose(chat, a_file())
    expect(chat.get_by_text("Not uploaded. Check your connection and try again.")).to_be_visible()
    chat.get_by_role("button", name="Try mug.png again").click()
    expect(chat.get_by_role("button", name="Send")).to_be_enabled()

    held: list[Route] = []
    chat.route("**/dev/files", lambda route: held.append(route))
    choose(chat, a_file("slow.png"))
    expect(chat.get_by_role("progressbar", name="Uploading slow.png")).to_be_visible()
    expect(chat.get_by_role("button", name="Send")).to_be_disabled()
    chat.get_by_role("button", name="Remove slow.png").click()
    expect(chat.get_by_role("button", name="Send")).to_be_enabled()
    said(chat, "Only the mug")

    expect(chat.get_by_role("log").get_by_role("img", name=re.compile("mug"))).to_be_visible()
    expect(chat.get_by_role("log")).not_to_contain_text("slow.png")


def test_a_name_that_a_program_has_is_refused_by_the_server(chat: Page, provokes: Provoke) -> None:
    provokes("422 .*/chat/uploads")
    choose(chat, a_file("mug.exe", "image/png", DOT))

    expect(chat.get_by_text("This file cannot be sent.")).to_be_visible()
    expect(chat.get_by_role("button", name="Try mug.exe again")).to_be_hidden()


def test_a_shops_page_lets_files_through(visit: Open, product: Running) -> None:
    page = visit("/dev/shop", script=OPEN_SHADOWS)
    page.get_by_role("button", name="Open chat").click()
    with page.expect_file_chooser() as chooser:
        chat_in(page).get_by_role("button", name="Attach files").click()
    chooser.value.set_files([a_file("framed.png")])
    expect(chat_in(page).get_by_role("button", name="Send")).to_be_enabled()
    chat_in(page).get_by_role("button", name="Send").click()

    expect(chat_in(page).get_by_role("img", name=re.compile("framed"))).to_be_visible()

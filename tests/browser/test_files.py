"""Files between agents and customers: chosen, put where they lie, sent, seen on the other side."""

import re
from base64 import b64decode
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Open, Provoke
from tests.browser.product import Running

pytestmark = pytest.mark.browser
DOT = b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg=="
)

TALL = b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAC0AQAAAAB9aXviAAAADUlEQVR42mNgGAX0AAABaAABSuz1ewAAAABJRU5ErkJggg=="
)


def a_file(name: str = "mug.png", kind: str = "image/png", content: bytes = DOT) -> Any:
    return {"name": name, "mimeType": kind, "buffer": content}


def choose(console: Page, *files: Any) -> None:
    """Choose files by the button, as an agent does."""
    with console.expect_file_chooser() as chooser:
        console.get_by_role("button", name="Attach files").click()
    chooser.value.set_files(list(files))


def test_a_picture_goes_from_the_console_to_the_chat(
    visit: Open, console: Page, product: Running
) -> None:
    chat = visit(f"/chat?key={product.shop['public_key']}")
    chat.get_by_role("textbox", name="Message").fill("Which mug is it?")
    chat.keyboard.press("Enter")
    console.get_by_role("link", name=re.compile("Which mug is it")).click()
    choose(console, a_file(), a_file("bill.pdf", "application/pdf", b"%PDF"))
    sending = console.get_by_role("list", name="Files to send")
    expect(sending.get_by_role("listitem")).to_have_count(2)
    console.get_by_role("button", name="Send", exact=True).click()

    expect(sending).to_be_hidden()
    for page in (console, chat):
        picture = page.get_by_role("log").get_by_role("img", name=re.compile(r"^mug\.png"))
        expect(picture).to_be_visible()
        expect(picture).to_have_js_property("naturalWidth", 1)
        expect(page.get_by_role("button", name=re.compile(r"^bill\.pdf"))).to_be_visible()
    with chat.expect_download() as download:
        chat.get_by_role("button", name=re.compile(r"^bill\.pdf")).click()
    assert download.value.path().read_bytes() == b"%PDF"


def test_what_cannot_be_sent_is_said_at_once_and_goes_with_a_click(
    console: Page, product: Running
) -> None:
    person = "+12025550166"
    product.message("whatsapp", "Which jug is it?", sender=person)
    console.get_by_role("link", name=re.compile("Which jug is it")).click()
    choose(console, a_file("mug.zip", "application/zip"), a_file())

    expect(console.get_by_text("Files of this kind cannot be sent here.")).to_be_visible()
    send = console.get_by_role("button", name="Send", exact=True)
    expect(send).to_be_disabled()
    console.get_by_role("button", name="Remove mug.zip").click()
    expect(send).to_be_enabled()
    console.get_by_label("Private note").check()
    expect(console.get_by_role("list", name="Files to send")).to_be_hidden()


def test_a_note_takes_any_file(console: Page, product: Running) -> None:
    product.mail("a-note-with-a-file", "Hello", sender="kim@mail.example")
    console.get_by_role("link", name=re.compile("a-note-with-a-file")).click()
    console.get_by_label("Private note").check()
    choose(console, a_file("all.zip", "application/zip", b"PK"))
    console.get_by_role("button", name="Add note").click()

    note = console.get_by_role("article", name=re.compile("^Note by"))
    expect(note.get_by_role("button", name=re.compile(r"^all\.zip"))).to_be_visible()


def open_mail(console: Page, product: Running, subject: str) -> str:
    """Let a mail come in, open its ticket, and return where that is."""
    product.mail(subject, "Hello", sender="kim@mail.example")
    console.get_by_role("link", name=re.compile(subject)).click()
    expect(console.get_by_role("heading", name=subject)).to_be_visible()
    return str(product.ticket(subject)["id"])


def test_an_upload_that_failed_is_tried_again(
    console: Page, product: Running, provokes: Provoke
) -> None:
    provokes("net::ERR_FAILED .*/dev/files")
    open_mail(console, product, "shaky-line")
    console.route("**/dev/files", lambda route: route.abort(), times=1)
    choose(console, a_file())
    send = console.get_by_role("button", name="Send", exact=True)

    expect(console.get_by_text("It could not be uploaded.")).to_be_visible()
    expect(console.get_by_text("A file is not uploaded.")).to_be_visible()
    expect(send).to_be_disabled()
    console.get_by_role("button", name="Try mug.png again").click()
    expect(send).to_be_enabled()
    send.click()

    expect(console.get_by_role("log").get_by_role("img")).to_be_visible()


def test_nothing_is_sent_before_its_files_are_there(console: Page, product: Running) -> None:
    held: list[Route] = []
    console.route("**/dev/files", lambda route: held.append(route))
    open_mail(console, product, "other-things")
    ticket = open_mail(console, product, "slow-line")
    console.get_by_role("textbox", name="Reply").fill("With a picture.")
    with console.expect_request("**/dev/files"):
        choose(console, a_file())
    console.get_by_role("textbox", name="Reply").press("Control+Enter")
    expect(console.get_by_text("Files are still uploading.")).to_be_visible()

    console.get_by_role("link", name=re.compile("other-things")).click()
    expect(console.get_by_role("progressbar")).to_be_hidden()
    console.get_by_role("link", name=re.compile("slow-line")).click()
    expect(console.get_by_role("progressbar", name="Uploading mug.png")).to_be_visible()
    held[0].continue_()
    console.get_by_role("button", name="Send", exact=True).click()

    answer = console.get_by_role("article").filter(has_text="With a picture.")
    expect(answer.get_by_role("img", name=re.compile("mug"))).to_be_visible()
    answers = product.ask("GET", f"/v1/tickets/{ticket}/messages")["data"]
    assert [len(entry["attachments"]) for entry in answers if entry["text"] != "Hello"] == [1]


OFFER = """
([type, data]) => {
  const carried = new DataTransfer();
  for (const [kind, text] of Object.entries(data)) carried.setData(kind, text);
  carried.items.add(new File(["x"], `${type}.txt`, { type: "text/plain" }));
  const how = type === "paste" ? { clipboardData: carried } : { dataTransfer: carried };
  const event = new (type === "paste" ? ClipboardEvent : DragEvent)(
    type, { ...how, bubbles: true, cancelable: true });
  document.querySelector("textarea[aria-label=Reply]").dispatchEvent(event);
  return event.defaultPrevented;
}
"""


def test_files_are_pasted_and_dropped(console: Page, product: Running) -> None:
    open_mail(console, product, "drag-and-drop")
    expect(console.get_by_role("textbox", name="Reply")).to_be_visible()

    assert console.evaluate(OFFER, ["paste", {}])
    assert console.evaluate(OFFER, ["drop", {"text/plain": "x"}])
    assert not console.evaluate(OFFER, ["paste", {"text/plain": "a table"}])

    files = console.get_by_role("list", name="Files to send").get_by_role("listitem")
    expect(files).to_contain_text(["paste.txt", "drop.txt"])


def test_what_is_refused_comes_back_with_its_files(
    console: Page, product: Running, provokes: Provoke
) -> None:
    provokes("422 .*/replies")
    open_mail(console, product, "sent-back")
    refusal = '{"code": "invalid", "detail": "Not like this."}'
    console.route("**/replies", lambda route: route.fulfill(status=422, body=refusal), times=1)
    choose(console, a_file("bill.pdf", "application/pdf", b"%PDF"))
    send = console.get_by_role("button", name="Send", exact=True)
    send.click()
    answer = console.get_by_role("article").filter(has_text="bill.pdf")
    expect(answer).to_contain_text("Not sent: Not like this.")

    answer.get_by_role("button", name="Change the text").click()
    expect(console.get_by_role("list", name="Files to send")).to_contain_text("bill.pdf")
    send.click()

    expect(console.get_by_role("button", name=re.compile(r"^bill\.pdf"))).to_be_visible()


def test_as_many_files_as_are_taken_are_told_before(console: Page, product: Running) -> None:
    open_mail(console, product, "an-album")
    choose(console, *(a_file(f"{number}.png") for number in range(11)))
    expect(console.get_by_text("One message brings along at most 10 files.")).to_be_visible()

    console.get_by_role("button", name="Remove 3.png").click()

    expect(console.get_by_role("button", name="Send", exact=True)).to_be_enabled()


def test_a_picture_at_the_end_is_in_sight(console: Page, product: Running) -> None:
    ticket = open_mail(console, product, "long-talk")
    product.ask("POST", f"/v1/tickets/{ticket}/notes", {"text": "line\n" * 80})
    expect(console.get_by_role("article", name=re.compile("^Note by"))).to_be_visible()
    choose(console, a_file("tall.png", content=TALL))
    console.get_by_role("button", name="Send", exact=True).click()

    answer = console.get_by_role("article").filter(has=console.get_by_role("img"))
    expect(answer.get_by_text("Leaves in a moment")).to_be_in_viewport()

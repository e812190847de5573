"""What is written and not sent is on the server two seconds later, and in this browser at once."""

import re
import urllib.request
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Open, Provoke
from tests.browser.product import Running
from tests.browser.test_files import a_file, choose

pytestmark = pytest.mark.browser
SOON = 2_000


def _mail(product: Running, subject: str) -> str:
    product.mail(subject, "Hello", sender="kim@mail.example")
    return str(product.ticket(subject)["id"])


def _reply(page: Page) -> Locator:
    return page.get_by_role("textbox", name="Reply")


def _files(page: Page) -> Locator:
    return page.get_by_role("list", name="Files to send")


def _saved(page: Page) -> None:
    expect(page.get_by_text("Draft saved")).to_be_visible()


def _type(page: Page, text: str) -> None:
    _reply(page).press("Control+End")
    page.keyboard.type(text)


@pytest.fixture
def device(visit: Open, product: Running) -> Any:
    """Return how to open a ticket on a device of its own."""

    def opened(ticket: str) -> Page:
        session = product.agent("owner")["api_key"]
        page = visit(f"/console#/all/open/{ticket}", session=session)
        expect(page.get_by_role("form", name="Write")).to_be_visible()
        return page

    return opened


def _kept(product: Running, ticket: str) -> Any:
    return product.ask("GET", f"/v1/tickets/{ticket}/draft")["draft"]


def test_two_seconds_later_the_words_outlive_their_device(device: Any, product: Running) -> None:
    ticket = _mail(product, "draft-kill")
    first = device(ticket)
    first.clock.install()
    for words in ("Dear Kim, half a", "Dear Kim, half a sentence"):
        _reply(first).fill(words)
        with first.expect_response(re.compile("/draft$"), timeout=SOON):
            first.clock.fast_forward(SOON)
    _saved(first)
    first.context.close()

    expect(_reply(device(ticket))).to_have_value("Dear Kim, half a sentence")


def test_a_reload_at_once_loses_no_letter(device: Any, product: Running) -> None:
    ticket = _mail(product, "draft-reload")
    page = device(ticket)
    _type(page, "To the last letter")
    page.reload()

    expect(_reply(page)).to_have_value("To the last letter")
    _saved(page)
    assert _kept(product, ticket)["text"] == "To the last letter"


def test_files_come_back_and_go_along(device: Any, product: Running) -> None:
    ticket = _mail(product, "draft-files")
    page = device(ticket)
    choose(page, a_file("bill.pdf", "application/pdf", b"%PDF"))
    _type(page, "Your bill.")
    _saved(page)
    page.reload()
    expect(_files(page)).to_contain_text("bill.pdf (4 B)")

    other = device(ticket)
    expect(_files(other)).to_contain_text("bill.pdf (4 B)")
    other.get_by_role("button", name="Send", exact=True).click()

    sent = other.get_by_role("article").filter(has_text="Your bill.")
    expect(sent.get_by_role("button", name=re.compile(r"^bill\.pdf"))).to_be_visible()
    expect(_files(other)).to_be_hidden()
    assert _kept(product, ticket) is None


def test_a_file_that_is_forgotten_is_told(device: Any, product: Running, provokes: Provoke) -> None:
    provokes("404 .*/v1/uploads/")
    ticket = _mail(product, "draft-old-file")
    draft = {"text": "See here", "attachment_ids": ["upl_" + "0" * 32]}
    product.ask("PUT", f"/v1/tickets/{ticket}/draft", draft)
    page = device(ticket)

    expect(_files(page)).to_contain_text("It is no longer there. Attach it again.")
    expect(page.get_by_role("button", name="Send", exact=True)).to_be_disabled()
    page.get_by_role("button", name="Remove A file").click()
    expect(page.get_by_role("button", name="Send", exact=True)).to_be_enabled()


def test_a_draft_ends_when_it_is_sent_and_the_next_begins(device: Any, product: Running) -> None:
    ticket = _mail(product, "draft-sent")
    page = device(ticket)
    idle = device(ticket)
    _type(page, "First answer.")
    _saved(page)
    page.keyboard.press("Control+Enter")
    page.keyboard.type("Second one")
    expect(page.get_by_role("article").filter(has_text="First answer.")).to_contain_text(
        "Leaves in"
    )
    _saved(page)

    assert _kept(product, ticket)["text"] == "Second one"
    idle.reload()
    expect(_reply(idle)).to_have_value("Second one")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("article").filter(has_text="Second one")).to_contain_text("Leaves in")
    assert _kept(product, ticket) is None
    idle.reload()
    expect(_reply(idle)).to_have_value("")


def test_a_note_comes_back_as_a_note_beside_the_reply(device: Any, product: Running) -> None:
    ticket = _mail(product, "draft-note")
    page = device(ticket)
    _type(page, "For Kim")
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    page.keyboard.type("For us")
    _saved(page)

    other = device(ticket)
    expect(other.get_by_role("textbox", name="Private note")).to_have_value("For us")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("article", name="Note by")).to_contain_text("For us")
    page.get_by_role("radio", name="Reply").click()
    expect(_reply(page)).to_have_value("For Kim")
    _saved(page)
    assert _kept(product, ticket)["text"] == "For Kim"


def test_what_was_written_without_a_connection_is_saved_after_it(
    device: Any, product: Running, provokes: Provoke
) -> None:
    provokes("net::ERR_INTERNET_DISCONNECTED")
    ticket = _mail(product, "draft-offline")
    page = device(ticket)
    _type(page, "Before")
    _saved(page)
    page.context.set_offline(True)
    _type(page, ", without")
    expect(page.get_by_text("Draft kept in this browser")).to_be_visible()
    for _ in range(3):  # ten seconds
        with page.expect_event("requestfailed", lambda failed: failed.url.endswith("/draft")):
            pass
    _type(page, ", after")
    page.context.set_offline(False)

    _saved(page)
    assert _kept(product, ticket)["text"] == "Before, without, after"


def test_a_lost_answer_of_the_server_is_no_other_draft(
    device: Any, product: Running, provokes: Provoke
) -> None:
    provokes("net::ERR_FAILED .*/draft")
    ticket = _mail(product, "draft-lost")
    page = device(ticket)
    page.route("**/draft", lambda route: (route.fetch(), route.abort()), times=1)
    _type(page, "Said")
    expect(page.get_by_text("Draft kept in this browser")).to_be_visible()
    _type(page, " and done")

    _saved(page)
    assert _kept(product, ticket)["text"] == "Said and done"


def test_the_words_are_there_after_the_next_sign_in(
    visit: Open, product: Running, provokes: Provoke
) -> None:
    provokes("401 .*/v1/")
    ticket = _mail(product, "draft-signed-out")
    page = visit("/console")
    _sign_in(page, product)
    page.goto(f"{product.base_url}/console#/all/open/{ticket}")
    _type(page, "Until the")
    _saved(page)
    _end_session(page, product)
    _reply(page).fill("Until the very end")
    expect(page.get_by_label("Email address")).to_be_visible()

    _sign_in(page, product)
    page.goto(f"{product.base_url}/console#/all/open/{ticket}")

    expect(_reply(page)).to_have_value("Until the very end")
    _saved(page)
    assert _kept(product, ticket)["text"] == "Until the very end"


def _sign_in(page: Page, product: Running) -> None:
    address = product.agent("owner")["email"]
    page.get_by_label("Email address").fill(address)
    page.get_by_role("button", name="Mail me a link").click()
    expect(page.get_by_role("status")).to_contain_text("on its way")
    page.goto(product.sign_in_link(address))
    expect(page.get_by_role("heading", name="All tickets")).to_be_visible()


def _end_session(page: Page, product: Running) -> None:
    token = page.evaluate("localStorage.getItem('deskhand.session')")
    request = urllib.request.Request(
        f"{product.base_url}/v1/sessions/current",
        method="DELETE",
        headers={"Authorization": f"Bearer {token}"},
    )
    urllib.request.urlopen(request, timeout=30).close()


def test_tabs_of_a_browser_show_the_same_words(device: Any, product: Running) -> None:
    ticket = _mail(product, "draft-tabs")
    first = device(ticket)
    second = first.context.new_page()
    second.goto(first.url)
    expect(_reply(second)).to_be_visible()
    _type(second, "From the second")
    expect(_reply(first)).to_have_value("From the second")

    first.bring_to_front()
    _type(first, " and the first")

    expect(_reply(second)).to_have_value("From the second and the first")
    _saved(second)
    assert _kept(product, ticket)["text"] == "From the second and the first"


@pytest.fixture
def torn(device: Any, product: Running, provokes: Provoke) -> tuple[Page, str]:
    """Return a device whose draft was written on elsewhere."""
    provokes("409 .*/draft")
    ticket = _mail(product, "draft-two")
    page = device(ticket)
    elsewhere = device(ticket)
    _type(elsewhere, "On the telephone")
    _saved(elsewhere)
    elsewhere.context.close()
    _reply(page).press_sequentially("At the desk")
    expect(page.get_by_role("alert", name="Another draft")).to_contain_text("“On the telephone”")
    expect(_reply(page)).to_have_value("At the desk")
    assert _kept(product, ticket)["text"] == "On the telephone"
    return page, ticket


def test_of_two_drafts_the_one_here_is_kept_by_a_word(
    torn: tuple[Page, str], product: Running
) -> None:
    page, ticket = torn
    page.reload()
    expect(page.get_by_role("alert", name="Another draft")).to_be_visible()
    page.get_by_role("button", name="Keep this one").click()

    expect(page.get_by_role("alert", name="Another draft")).to_be_hidden()
    _saved(page)
    assert _kept(product, ticket)["text"] == "At the desk"


def test_of_two_drafts_the_other_is_taken_and_given_back(
    torn: tuple[Page, str], product: Running
) -> None:
    page, ticket = torn
    page.get_by_role("button", name="Take that one").click()
    expect(_reply(page)).to_have_value("On the telephone")
    page.get_by_role("button", name="Undo").click()

    expect(_reply(page)).to_have_value("At the desk")
    _saved(page)
    assert _kept(product, ticket)["text"] == "At the desk"

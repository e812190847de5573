"""What survives: exactly the intended messages, whatever happens to tab, line and session."""

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Open, Provoke, deaf, hearing
from tests.browser.product import Running

pytestmark = pytest.mark.browser
HELD = "Leaves in a moment"
ENDED = (
    "async () => fetch('v1/sessions/current', { method: 'DELETE', headers:"
    " { Authorization: 'Bearer ' + localStorage.getItem('deskhand.session') } })"
)


def _ticket(product: Running, subject: str) -> str:
    product.mail(subject, "Hello", sender=f"Kim <{subject}@mail.example>")
    return str(product.ticket(subject)["id"])


def _at(page: Page, product: Running, ticket: str) -> Page:
    """Go to a ticket, and wait until it can be answered."""
    page.goto(f"{product.base_url}/console#/all/open/{ticket}")
    expect(page.get_by_role("textbox", name="Reply")).to_be_visible()
    return page


def _write(page: Page, text: str) -> None:
    page.get_by_role("textbox", name="Reply").fill(text)


def _send(page: Page, text: str) -> None:
    _write(page, text)
    page.keyboard.press("Control+Enter")


def _held(page: Page, *texts: str) -> None:
    for text in texts:
        expect(page.get_by_role("article").filter(has_text=text)).to_contain_text(HELD)


def _answers(product: Running, ticket: str) -> list[str]:
    """Return what the team has sent, in the thread's order."""
    page = product.ask("GET", f"/v1/tickets/{ticket}/messages")["data"]
    return [entry["text"] for entry in page if entry["direction"] == "outbound"]


def test_a_tab_that_dies_while_it_sends_has_sent_once(console: Page, product: Running) -> None:
    ticket = _ticket(product, "died-sending")
    _at(console, product, ticket)
    asked: list[Route] = []
    console.route("**/replies", lambda route: asked.append(route))
    with console.expect_request("**/replies"):
        _send(console, "Did it arrive?")
    expect(console.get_by_role("log")).to_contain_text("Sending…")
    assert asked[0].fetch().status == 201
    context = console.context
    console.close()

    again = context.new_page()
    with again.expect_response("**/replies") as answer:
        _at(again, product, ticket)

    _held(again, "Did it arrive?")
    assert answer.value.status == 201
    assert _answers(product, ticket) == ["Did it arrive?"]


def test_a_minute_without_connection_costs_no_message(
    console: Page, product: Running, provokes: Provoke
) -> None:
    provokes("net::ERR_INTERNET_DISCONNECTED")
    ticket, texts = _ticket(product, "in-a-tunnel"), [f"Number {n}." for n in range(1, 6)]
    console.clock.install()
    console.reload()
    _at(console, product, ticket)
    console.context.set_offline(True)
    for text in texts:
        _send(console, text)
        console.clock.run_for(12_000)
    expect(console.get_by_text("5 messages wait to be sent.")).to_be_visible()

    console.context.set_offline(False)

    _held(console, *texts)
    assert _answers(product, ticket) == texts


def _signed_in(page: Page, product: Running, role: str) -> None:
    address = product.agent(role)["email"]
    page.get_by_label("Email address").fill(address)
    page.get_by_role("button", name="Mail me a link").click()
    expect(page.get_by_role("status")).to_contain_text("on its way")
    page.goto(product.sign_in_link(address))
    expect(page.get_by_role("heading", name="All tickets")).to_be_visible()


def test_a_session_that_ends_costs_neither_answer_nor_draft(
    visit: Open, product: Running, provokes: Provoke
) -> None:
    for complaint in ("401 .*/v1/", "409 .*/draft", "net::ERR_FAILED .*/v1/feed"):
        provokes(complaint)
    ticket, page = _ticket(product, "session-over"), visit("/console")
    _signed_in(page, product, "manager")
    _at(page, product, ticket)
    page.get_by_role("radio", name="Private note").check()
    page.get_by_role("textbox", name="Private note").fill("Half a note")
    expect(page.get_by_text("Draft saved")).to_be_visible()
    page.get_by_role("radio", name="Reply").check()
    deaf(page)
    page.evaluate(ENDED)
    _send(page, "At the last moment.")
    expect(page.get_by_label("Email address")).to_be_visible()
    assert _answers(product, ticket) == []

    hearing(page)
    _signed_in(page, product, "manager")
    page.goto(f"{product.base_url}/console#/all/open/{ticket}")

    _held(page, "At the last moment.")
    assert _answers(product, ticket) == ["At the last moment."]
    page.get_by_role("radio", name="Private note").check()
    expect(page.get_by_role("textbox", name="Private note")).to_have_value("Half a note")


def test_what_was_being_written_when_the_session_ended_is_there_again(
    visit: Open, product: Running, provokes: Provoke
) -> None:
    for complaint in ("401 .*/v1/", "409 .*/draft"):
        provokes(complaint)
    ticket, page = _ticket(product, "session-cut"), visit("/console")
    _signed_in(page, product, "manager")
    _at(page, product, ticket)
    page.get_by_role("radio", name="Private note").check()
    page.get_by_role("textbox", name="Private note").fill("Half a note")
    page.get_by_role("radio", name="Reply").check()
    _write(page, "Half an answer")
    page.evaluate(ENDED)
    expect(page.get_by_label("Email address")).to_be_visible()

    _signed_in(page, product, "manager")
    page.goto(f"{product.base_url}/console#/all/open/{ticket}")

    for kind, words in (("Private note", "Half a note"), ("Reply", "Half an answer")):
        page.get_by_role("radio", name=kind).check()
        expect(page.get_by_role("textbox", name=kind)).to_have_value(words)


def test_a_tab_that_dies_takes_no_draft_along(console: Page, product: Running) -> None:
    ticket, context = _ticket(product, "died-writing"), console.context
    _at(console, product, ticket)
    _write(console, "Half a sentence")
    console.close()

    again = _at(context.new_page(), product, ticket)

    expect(again.get_by_role("textbox", name="Reply")).to_have_value("Half a sentence")


def test_two_tabs_that_send_at_once_send_both(console: Page, product: Running) -> None:
    ticket = _ticket(product, "two-tabs")
    tabs = [_at(console, product, ticket), _at(console.context.new_page(), product, ticket)]
    for number, tab in enumerate(tabs):
        _send(tab, f"From tab {number}.")

    for tab in tabs:
        _held(tab, "From tab 0.", "From tab 1.")
    assert sorted(_answers(product, ticket)) == ["From tab 0.", "From tab 1."]


def test_of_two_agents_who_send_at_once_the_second_is_asked(
    visit: Open, product: Running, provokes: Provoke
) -> None:
    provokes("409 .*/replies")
    provokes("net::ERR_FAILED .*/v1/feed")
    ticket = _ticket(product, "at-once")
    mine, theirs = (
        _at(visit("/console", session=product.agent(role)["api_key"]), product, ticket)
        for role in ("owner", "support")
    )
    for page, text in ((mine, "Mine."), (theirs, "Theirs.")):
        deaf(page)
        _write(page, text)
    mine.keyboard.press("Control+Enter")
    _held(mine, "Mine.")
    theirs.keyboard.press("Control+Enter")
    asked = theirs.get_by_role("alert").filter(has_text="Not sent: “Theirs.”")
    expect(asked).to_contain_text("Mine.")
    assert _answers(product, ticket) == ["Mine."]

    for page in (mine, theirs):
        hearing(page)
    asked.get_by_role("button", name="Send anyway").click()

    for page in (mine, theirs):
        _held(page, "Mine.", "Theirs.")
    assert _answers(product, ticket) == ["Mine.", "Theirs."]

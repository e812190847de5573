"""What is sent shows at once, says how far it is, and arrives once."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Open, Provoke
from tests.browser.product import Running

pytestmark = pytest.mark.browser
ARRIVED = re.compile("Leaves in a moment|Delivered")


def _open(page: Page, product: Running, subject: str) -> str:
    """Let a mail come in, open its ticket, and return its id."""
    product.mail(subject, "Hello", sender=f"Kim <{subject}@mail.example>")
    ticket = str(product.ticket(subject)["id"])
    page.goto(f"{product.base_url}/console#/all/open/{ticket}")
    expect(page.get_by_role("heading", name=subject)).to_be_visible()
    return ticket


def _send(page: Page, *texts: str) -> None:
    for text in texts:
        page.get_by_role("textbox", name="Reply").fill(text)
        page.keyboard.press("Control+Enter")


def _answers(product: Running, ticket: str) -> list[str]:
    """Return what the team has sent, oldest first."""
    page = product.ask("GET", f"/v1/tickets/{ticket}/messages")["data"]
    sent = [entry for entry in page if entry["direction"] == "outbound"]
    return [entry["text"] for entry in sorted(sent, key=lambda entry: entry["sequence"])]


def test_an_answer_shows_before_the_server_has_it(console: Page, product: Running) -> None:
    ticket = _open(console, product, "at-once")
    held: list[Route] = []
    console.route("**/replies", lambda route: held.append(route))

    with console.expect_request("**/replies"):
        _send(console, "Here it is.")

    answer = console.get_by_role("article").filter(has_text="Here it is.")
    expect(answer).to_contain_text("Sending…")
    expect(console.get_by_role("textbox", name="Reply")).to_have_value("")
    held[0].continue_()
    expect(answer).to_contain_text(ARRIVED)
    expect(answer).to_have_count(1)
    assert _answers(product, ticket) == ["Here it is."]


def test_what_is_sent_without_a_connection_arrives_once_and_in_order(
    console: Page, product: Running, provokes: Provoke
) -> None:
    provokes("net::ERR_INTERNET_DISCONNECTED")
    ticket = _open(console, product, "in-the-train")
    texts = [f"Number {number}." for number in range(1, 6)]
    console.context.set_offline(True)

    _send(console, *texts)

    expect(console.get_by_text("5 messages wait to be sent.")).to_be_visible()
    console.context.set_offline(False)
    for text in texts:
        article = console.get_by_role("article").filter(has_text=text)
        expect(article).to_contain_text(ARRIVED)
    assert _answers(product, ticket) == texts


def test_a_lost_answer_of_the_server_sends_nothing_twice(
    console: Page, product: Running, provokes: Provoke
) -> None:
    provokes("net::ERR_FAILED .*/replies")
    ticket = _open(console, product, "lost-word")
    lost: list[Route] = []

    def lose(route: Route) -> None:
        route.fetch()
        lost.append(route)
        route.abort()

    console.route("**/replies", lose, times=1)
    _send(console, "Only once.")
    with console.expect_response("**/replies") as again:
        pass

    assert again.value.status == 201
    answer = console.get_by_role("article").filter(has_text="Only once.")
    expect(answer).to_contain_text(ARRIVED)
    expect(answer).to_have_count(1)
    assert len(lost) == 1
    assert _answers(product, ticket) == ["Only once."]


def test_what_waits_survives_the_end_of_the_tab(
    console: Page, product: Running, provokes: Provoke
) -> None:
    provokes("net::ERR_INTERNET_DISCONNECTED")
    ticket = _open(console, product, "killed-tab")
    console.context.set_offline(True)
    _send(console, "Still to go.")
    expect(console.get_by_text("Waiting for the connection")).to_be_visible()
    context = console.context

    console.close()
    context.set_offline(False)
    again = context.new_page()
    again.goto(f"{product.base_url}/console#/all/open/{ticket}")

    answer = again.get_by_role("article").filter(has_text="Still to go.")
    expect(answer).to_contain_text(ARRIVED)
    assert _answers(product, ticket) == ["Still to go."]


def test_what_is_refused_can_be_changed_or_tried_again(
    visit: Open, product: Running, provokes: Provoke
) -> None:
    provokes("422 .*/replies")
    page = visit("/console", session=product.agent("owner")["api_key"])
    ticket = _open(page, product, "refused")
    refusal = '{"code": "invalid", "detail": "The text is not fit."}'
    page.route("**/replies", lambda route: route.fulfill(status=422, body=refusal), times=2)
    _send(page, "Unfit.")
    answer = page.get_by_role("article").filter(has_text="Unfit.")
    expect(answer).to_contain_text("Not sent: The text is not fit.")

    answer.get_by_role("button", name="Try again").click()
    expect(answer).to_contain_text("Not sent: The text is not fit.")
    answer.get_by_role("button", name="Change the text").click()
    expect(answer).to_have_count(0)
    expect(page.get_by_role("textbox", name="Reply")).to_have_value("Unfit.")
    _send(page, "Fit.")

    fit = page.get_by_role("article").filter(has_text="Fit.")
    expect(fit).to_contain_text(ARRIVED)
    assert _answers(product, ticket) == ["Fit."]


def test_what_was_sent_as_the_session_ended_goes_after_the_next(
    console: Page, product: Running, provokes: Provoke
) -> None:
    provokes("401 .*/v1/")
    ticket = _open(console, product, "over-and-in")
    over = '{"code": "unauthorized", "detail": "Sign in again."}'
    console.route("**/replies", lambda route: route.fulfill(status=401, body=over), times=1)
    console.get_by_role("textbox", name="Reply").fill("After the break.")
    console.keyboard.press("Control+Enter")
    expect(console.get_by_label("Email address")).to_be_visible()

    key = product.agent("owner")["api_key"]
    console.evaluate("key => localStorage.setItem('deskhand.session', key)", key)
    console.goto(f"{product.base_url}/console#/all/open/{ticket}")
    console.reload()

    answer = console.get_by_role("article").filter(has_text="After the break.")
    expect(answer).to_contain_text(ARRIVED)
    assert _answers(product, ticket) == ["After the break."]

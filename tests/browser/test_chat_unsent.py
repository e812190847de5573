"""What a visitor wrote is sent once and in order, whatever becomes of page and connection."""

import json
from typing import Any

import pytest
from playwright.sync_api import Page, Request, Route, expect

from tests.browser.conftest import Open, Provoke
from tests.browser.product import Running
from tests.browser.sites import OPEN_SHADOWS, chat_in, say
from tests.browser.test_files import a_file

pytestmark = pytest.mark.browser
SENT = "**/v1/chat/messages"
OTHERS_STORE_LATE = """
if (location.pathname === "/dev/shop") {
  let seen = { ...localStorage };
  setInterval(() => {
    const now = { ...localStorage };
    setTimeout(() => (seen = now), 250);
  }, 20);
  Storage.prototype.getItem = (name) => seen[name] ?? null;
}
"""
"""Browsers tell a tab of what another one stored when they come to it."""


@pytest.fixture
def page(visit: Open, provokes: Provoke) -> Page:
    """Return the demo shop with its chat open, on a line that may break."""
    provokes("net::ERR_FAILED|net::ERR_INTERNET_DISCONNECTED")
    shop = visit("/dev/shop", script=OPEN_SHADOWS)
    return opened(shop)


def opened(page: Page) -> Page:
    page.get_by_role("button", name="Open chat").click()
    expect(chat_in(page).get_by_role("log")).to_contain_text("How can we help?")
    return page


def written(product: Running, text: str) -> list[str]:
    """Return all that was said in the ticket of this message."""
    entries = product.ask("GET", f"/v1/tickets/{product.ticket(text)['id']}/messages")["data"]
    return [entry["text"] for entry in entries if entry["kind"] == "message"]


def arrived(page: Page, text: str) -> None:
    row = chat_in(page).get_by_role("listitem").filter(has_text=text)
    expect(row).to_contain_text("Sent")


def kept(page: Page) -> Any:
    return page.evaluate("Object.keys(localStorage).length")


def test_five_messages_survive_the_page_and_arrive_once_in_order(
    page: Page, product: Running
) -> None:
    page.context.route(SENT, lambda route: route.abort())
    for number in range(1, 6):
        say(page, f"unsent {number}")
    expect(chat_in(page).get_by_text("Not sent yet: 5")).to_be_visible()
    page.reload()
    opened(page)
    expect(chat_in(page).get_by_text("Not sent yet: 5")).to_be_visible()
    page.context.unroute(SENT)

    arrived(page, "unsent 5")
    assert written(product, "unsent 5") == [f"unsent {number}" for number in range(1, 6)]
    assert kept(page) == 1


def test_an_answer_that_was_lost_with_the_page_makes_no_second_message(
    page: Page, product: Running
) -> None:
    keys: list[str | None] = []

    def lose(route: Route, request: Request) -> None:
        keys.append(request.headers.get("idempotency-key"))
        route.fetch()
        route.abort()

    page.context.route(SENT, lose, times=1)
    say(page, "heard but not confirmed")
    expect(chat_in(page).get_by_text("Not sent yet: 1")).to_be_visible()
    page.context.on("request", lambda one: keys.append(one.headers.get("idempotency-key")))
    page.reload()
    opened(page)

    arrived(page, "heard but not confirmed")
    assert written(product, "heard but not confirmed") == ["heard but not confirmed"]
    assert len({key for key in keys if key}) == 1


def test_a_file_that_waits_goes_along_after_the_page_came_again(
    page: Page, product: Running
) -> None:
    page.context.route(SENT, lambda route: route.abort())
    with page.expect_file_chooser() as chooser:
        chat_in(page).get_by_role("button", name="Attach files").click()
    chooser.value.set_files([a_file("waiting.png")])
    expect(chat_in(page).get_by_role("button", name="Send")).to_be_enabled()
    say(page, "with what it brings")
    expect(chat_in(page).get_by_role("log")).to_contain_text("waiting.png")
    page.reload()
    page.context.unroute(SENT)
    opened(page)

    expect(chat_in(page).get_by_role("log").get_by_role("img")).to_be_visible()
    assert written(product, "with what it brings") == ["with what it brings"]


def test_two_tabs_lose_nothing_of_each_other(page: Page, product: Running) -> None:
    say(page, "tabs 0")
    arrived(page, "tabs 0")
    page.context.route(SENT, lambda route: route.abort())
    other = page.context.new_page()
    other.goto(page.url)
    opened(other)
    for number, tab in enumerate((page, other), 1):
        say(tab, f"tabs {number}")
        expect(chat_in(tab).get_by_text("Not sent yet: 1")).to_be_visible()
    for tab in (page, other):
        tab.close()
    page.context.unroute(SENT)
    third = page.context.new_page()
    third.goto(page.url)
    opened(third)

    arrived(third, "tabs 2")
    assert written(product, "tabs 2") == ["tabs 0", "tabs 1", "tabs 2"]


def _second(page: Page) -> Page:
    other = page.context.new_page()
    other.goto(page.url)
    return opened(other)


def test_two_tabs_share_the_conversation_that_one_begins(page: Page, product: Running) -> None:
    other = _second(page)
    say(page, "begun in one tab")
    expect(chat_in(other).get_by_role("log")).to_contain_text("begun in one tab")
    say(other, "gone on in another")

    arrived(page, "gone on in another")
    assert written(product, "gone on") == ["begun in one tab", "gone on in another"]


def _wait_in(page: Page, other: Page, words: str) -> None:
    """Write something in each of two tabs that cannot be sent yet."""
    for tab, text in ((page, f"first {words}"), (other, f"second {words}")):
        say(tab, text)
        expect(chat_in(tab).get_by_text("Not sent yet: 1")).to_be_visible()


def _meet(page: Page, other: Page, words: str) -> None:
    """Wait until both tabs show what was written in either."""
    for tab in (page, other):
        expect(chat_in(tab).get_by_role("log")).to_contain_text(f"first {words}")
        expect(chat_in(tab).get_by_role("log")).to_contain_text(f"second {words}")
        expect(chat_in(tab).get_by_text("Not sent yet")).to_be_hidden()


def test_two_tabs_that_begin_at_once_begin_one_conversation(page: Page, product: Running) -> None:
    other = _second(page)
    page.context.set_offline(True)
    _wait_in(page, other, "of both")
    page.context.set_offline(False)

    _meet(page, other, "of both")
    assert sorted(written(product, "of both")) == ["first of both", "second of both"]


def test_two_tabs_begin_one_conversation_where_what_is_stored_shows_late(
    page: Page, product: Running
) -> None:
    page.context.add_init_script(OTHERS_STORE_LATE)
    page.reload()
    other = _second(opened(page))
    page.context.set_offline(True)
    _wait_in(page, other, "of late")
    page.context.set_offline(False)

    _meet(page, other, "of late")
    assert sorted(written(product, "of late")) == ["first of late", "second of late"]


def test_two_tabs_whose_session_is_over_begin_one_anew(
    page: Page, product: Running, provokes: Provoke
) -> None:
    provokes("401 .*/v1/chat/messages")
    say(page, "before it was over")
    arrived(page, "before it was over")
    other = _second(page)
    token = page.evaluate("JSON.parse(Object.values(localStorage)[0]).token")
    page.context.route(SENT, lambda route: route.abort())
    _wait_in(page, other, "after it")
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    product._send("POST", "/v1/chat/forget", b"{}", headers)
    page.context.unroute(SENT)

    _meet(page, other, "after it")
    assert sorted(written(product, "after it")) == ["first after it", "second after it"]


def test_what_one_person_left_unsent_is_not_said_by_the_next(page: Page) -> None:
    page.evaluate("deskhand('identify', { user_id: 'first-9', user_hash: 'no' })")
    page.context.route(SENT, lambda route: route.abort())
    say(page, "the first one's words")
    expect(chat_in(page).get_by_text("Not sent yet: 1")).to_be_visible()
    page.reload()
    page.context.unroute(SENT)
    page.evaluate("deskhand('identify', { user_id: 'second-9', user_hash: 'no' })")
    opened(page)

    expect(chat_in(page).get_by_role("log")).not_to_contain_text("the first one's words")


def test_a_page_that_says_later_who_is_there_loses_no_words(page: Page, product: Running) -> None:
    known = "{ user_id: 'late-9', user_hash: 'no' }"
    page.evaluate(f"deskhand('identify', {known})")
    page.context.route(SENT, lambda route: route.abort())
    say(page, "known a little later")
    expect(chat_in(page).get_by_text("Not sent yet: 1")).to_be_visible()
    page.reload()
    opened(page)
    expect(chat_in(page).get_by_text("Not sent yet: 1")).to_be_visible()
    page.evaluate(f"deskhand('identify', {known})")
    page.context.unroute(SENT)

    arrived(page, "known a little later")
    assert written(product, "known a little later") == ["known a little later"]


def test_who_signs_out_leaves_nothing_unsent(page: Page) -> None:
    page.context.route(SENT, lambda route: route.abort())
    say(page, "never mind me")
    expect(chat_in(page).get_by_text("Not sent yet: 1")).to_be_visible()
    page.evaluate("deskhand('shutdown', { forget: true })")

    assert page.evaluate("JSON.stringify({ ...localStorage })") == json.dumps({})

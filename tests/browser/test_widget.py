"""The chat on a shop's page: the button, the frame, and what passes between them."""

import hashlib
import hmac
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Open, Provoke
from tests.browser.product import Running
from tests.browser.sites import OPEN_SHADOWS, chat_in, say

pytestmark = pytest.mark.browser
STORED = "JSON.stringify({ ...localStorage })"


@pytest.fixture
def shop_page(visit: Open) -> Page:
    """Return the demo shop, with nothing pressed yet."""
    return visit("/dev/shop", script=OPEN_SHADOWS)


def button(page: Page) -> Any:
    """Return the chat's button, whatever it says."""
    return page.get_by_role("button", name=re.compile("(Open|Close) chat"))


def opened(page: Page) -> Page:
    """Open the chat by its button."""
    page.get_by_role("button", name="Open chat").click()
    expect(chat_in(page).get_by_role("log")).to_contain_text("How can we help?")
    return page


def sent(page: Page, text: str) -> None:
    """Write, and wait until it arrived."""
    say(page, text)
    expect(chat_in(page).get_by_role("listitem").filter(has_text=text)).to_contain_text("Sent")


@pytest.mark.acceptance(12, 14)
def test_two_presses_lead_to_a_ticket_and_the_answer_back(
    shop_page: Page, product: Running
) -> None:
    sent(opened(shop_page), "Is the moss alive?")
    ticket = product.ticket("Is the moss alive?")
    product.ask("POST", f"/v1/tickets/{ticket['id']}/replies", {"text": "Very much."})

    expect(chat_in(shop_page).get_by_role("log")).to_contain_text("Very much.")


def test_nothing_is_kept_and_no_frame_made_before_it_is_needed(
    shop_page: Page, product: Running
) -> None:
    expect(button(shop_page)).to_have_attribute("aria-expanded", "false")
    assert len(shop_page.frames) == 1
    opened(shop_page)
    assert shop_page.evaluate(STORED) == "{}"
    sent(shop_page, "Now there is something to keep")

    assert list(shop_page.evaluate("({ ...localStorage })")) == [
        f"deskhand.{product.shop['public_key']}"
    ]
    assert shop_page.evaluate("document.cookie") == ""


def test_the_page_gets_one_name_and_no_way_to_the_button(visit: Open) -> None:
    page = visit("/dev/shop")
    page.wait_for_function("document.documentElement.lastElementChild.localName === 'div'")

    assert page.evaluate("document.documentElement.lastElementChild.shadowRoot") is None
    names = page.evaluate(
        "() => { const clean = document.createElement('iframe'); document.body.append(clean);"
        " const usual = new Set(Object.getOwnPropertyNames(clean.contentWindow)); clean.remove();"
        " return Object.getOwnPropertyNames(window).filter((n) => !usual.has(n) && isNaN(n)); }"
    )
    assert "deskhand" in names
    assert [name for name in names if not name.startswith(("__pw", "__playwright"))] == ["deskhand"]


def test_the_chat_holds_the_keyboard_and_gives_it_back(shop_page: Page) -> None:
    shop_page.get_by_role("button", name="Open chat").focus()
    shop_page.keyboard.press("Enter")
    text = chat_in(shop_page).get_by_role("textbox", name="Message")
    expect(text).to_be_focused()
    expect(button(shop_page)).to_have_attribute("aria-expanded", "true")
    for _ in range(12):
        shop_page.keyboard.press("Tab")
        expect(chat_in(shop_page).locator(":focus")).to_have_count(1)
    shop_page.keyboard.press("Escape")

    expect(shop_page.get_by_role("button", name="Open chat")).to_be_focused()
    expect(button(shop_page)).to_have_attribute("aria-expanded", "false")


def test_the_button_counts_what_came_while_the_chat_was_closed(
    shop_page: Page, product: Running
) -> None:
    shop_page.evaluate("window.told = []; deskhand('on', 'unread', (count) => told.push(count))")
    sent(opened(shop_page), "I close this now")
    shop_page.keyboard.press("Escape")
    ticket = product.ticket("I close this now")
    product.ask("POST", f"/v1/tickets/{ticket['id']}/replies", {"text": "Here is your answer."})

    unread = shop_page.get_by_role("button", name="Open chat, unread messages: 1")
    expect(unread).to_be_visible(timeout=20_000)
    unread.click()
    expect(chat_in(shop_page).get_by_role("log")).to_contain_text("Here is your answer.")
    shop_page.keyboard.press("Escape")
    expect(shop_page.get_by_role("button", name="Open chat", exact=True)).to_be_visible()
    assert shop_page.evaluate("told") == [1, 0]


def test_a_page_opens_and_closes_the_chat_and_hears_of_it(shop_page: Page) -> None:
    shop_page.evaluate(
        "window.told = []; for (const name of ['open', 'close']) "
        "deskhand('on', name, () => told.push(name))"
    )
    shop_page.evaluate("deskhand('open')")
    expect(chat_in(shop_page).get_by_role("textbox", name="Message")).to_be_focused()
    shop_page.evaluate("deskhand('open'); deskhand('close'); deskhand('close')")

    expect(button(shop_page)).to_have_attribute("aria-expanded", "false")
    assert shop_page.evaluate("told") == ["open", "close"]


def test_a_page_that_opens_the_chat_before_it_has_come_hears_of_it_then(shop_page: Page) -> None:
    coming: list[Route] = []
    shop_page.route("**/widget/pk_*", lambda route: coming.append(route))
    with shop_page.expect_request("**/widget/pk_*"):
        shop_page.reload()
    shop_page.evaluate(
        "window.told = []; for (const name of ['ready', 'open', 'close']) "
        "deskhand('on', name, () => told.push(name))"
    )
    shop_page.evaluate("deskhand('open'); deskhand('close'); deskhand('open')")
    assert shop_page.evaluate("told") == []

    coming[0].continue_()
    shop_page.unroute("**/widget/pk_*")

    expect(chat_in(shop_page).get_by_role("textbox", name="Message")).to_be_focused()
    assert shop_page.evaluate("told") == ["ready", "open"]
    shop_page.evaluate("deskhand('set', { locale: 'de' })")
    expect(chat_in(shop_page).get_by_role("textbox", name="Nachricht")).to_be_focused()
    assert shop_page.evaluate("told") == ["ready", "open", "close", "ready", "open"]


def test_what_was_read_stays_read_after_a_visit_elsewhere(
    shop_page: Page, product: Running
) -> None:
    sent(opened(shop_page), "I read everything")
    ticket = product.ticket("I read everything")
    with shop_page.expect_response(re.compile("/v1/chat/seen")):
        product.ask("POST", f"/v1/tickets/{ticket['id']}/replies", {"text": "Good."})
    shop_page.reload()
    with shop_page.expect_response(re.compile("/v1/chat/messages")):
        pass

    expect(shop_page.get_by_role("button", name="Open chat", exact=True)).to_be_visible()
    opened(shop_page)
    expect(chat_in(shop_page).get_by_role("log")).to_contain_text("I read everything")


def test_five_messages_of_a_minute_without_connection_arrive_once_and_in_order(
    shop_page: Page, product: Running, provokes: Provoke
) -> None:
    provokes("net::ERR_INTERNET_DISCONNECTED")
    shop_page.clock.install()
    shop_page.reload()
    sent(opened(shop_page), "number 0")
    shop_page.context.set_offline(True)
    for number in range(1, 6):
        say(shop_page, f"number {number}")
    for _ in range(6):
        shop_page.clock.run_for(10_000)
    expect(chat_in(shop_page).get_by_text("Not sent yet: 5")).to_be_visible()
    shop_page.context.set_offline(False)

    expect(chat_in(shop_page).get_by_role("listitem").filter(has_text="number 5")).to_contain_text(
        "Sent"
    )
    page = product.ask("GET", f"/v1/tickets/{product.ticket('number 5')['id']}/messages")["data"]
    said = [message["text"] for message in page if message["kind"] == "message"]
    assert said == [f"number {number}" for number in range(6)]


def _signed(product: Running, user: str) -> dict[str, str]:
    secret = product.ask("GET", "/v1/settings/web_chat/secret")["secret"]
    proof = hmac.new(secret.encode(), user.encode(), hashlib.sha256).hexdigest()
    return {"user_id": user, "user_hash": proof, "email": f"{user}@mail.example"}


def test_whom_the_shop_vouches_for_meets_one_chat_on_every_device(
    visit: Open, product: Running
) -> None:
    devices = [visit("/dev/shop", script=OPEN_SHADOWS) for _ in range(2)]
    who = _signed(product, "known-7")
    for page in devices:
        page.evaluate("(who) => deskhand('identify', who)", who)
    sent(opened(devices[0]), "From my desk")

    devices[1].evaluate("deskhand('open')")
    expect(chat_in(devices[1]).get_by_role("log")).to_contain_text("From my desk")
    sent(devices[1], "From my telephone")
    expect(chat_in(devices[0]).get_by_role("log")).to_contain_text("From my telephone")
    assert product.ticket("From my telephone")["customer"]["email"] == "known-7@mail.example"


def test_a_wrong_word_makes_nobody_known(visit: Open, product: Running) -> None:
    known, liar = (visit("/dev/shop", script=OPEN_SHADOWS) for _ in range(2))
    known.evaluate("(who) => deskhand('identify', who)", _signed(product, "known-8"))
    sent(opened(known), "This is private")

    forged = {**_signed(product, "known-8"), "user_hash": "0" * 64}
    liar.evaluate("(who) => deskhand('identify', who)", forged)
    sent(opened(liar), "Let me in")
    expect(chat_in(liar).get_by_role("log")).not_to_contain_text("This is private")
    assert product.ticket("Let me in")["id"] != product.ticket("This is private")["id"]


def test_another_person_at_the_same_device_does_not_meet_the_first_ones_chat(
    shop_page: Page, product: Running
) -> None:
    shop_page.evaluate("(who) => deskhand('identify', who)", _signed(product, "first-1"))
    sent(opened(shop_page), "The first one's secret")
    for who in (_signed(product, "second-1"), {**_signed(product, "third-1"), "user_hash": "no"}):
        shop_page.reload()
        shop_page.evaluate("(who) => deskhand('identify', who)", who)
        opened(shop_page)
        expect(chat_in(shop_page).get_by_role("log")).not_to_contain_text("secret")
        assert shop_page.evaluate(STORED) == "{}"


def test_who_signs_out_leaves_nothing(shop_page: Page) -> None:
    sent(opened(shop_page), "Before I sign out")
    shop_page.evaluate("deskhand('shutdown', { forget: true })")
    expect(button(shop_page)).to_have_count(0)
    assert shop_page.evaluate(STORED) == "{}"

    shop_page.evaluate("deskhand('open')")
    expect(chat_in(shop_page).get_by_role("log")).to_contain_text("How can we help?")
    expect(chat_in(shop_page).get_by_role("log")).not_to_contain_text("Before I sign out")


@pytest.mark.acceptance(80, 81)
def test_a_visitor_learns_in_their_own_time_when_the_team_is_back(
    visit: Open, product: Running
) -> None:
    later = datetime.now(UTC) + timedelta(days=3)  # whatever the day is, it is over by then
    hours = {
        "time_zone": "Europe/Berlin",
        "days": {later.strftime("%a").lower(): [["09:00", "17:00"]]},
    }
    product.ask("PATCH", "/v1/settings", {"office_hours": hours})
    try:
        page = visit("/dev/shop", script=OPEN_SHADOWS, timezone_id="Asia/Tokyo", locale="en-GB")
        opened(page)
        away = chat_in(page).get_by_text(f"We are away. We are back {later:%A}")
        expect(away).to_contain_text(re.compile(r"1[67]:00 (GMT\+9|JST)"))
        chat_in(page).get_by_label("Email").fill("late@mail.example")
        chat_in(page).get_by_role("button", name="Save").click()
        expect(chat_in(page).get_by_label("Email")).to_be_hidden()
        sent(page, "It is late here")
    finally:
        product.ask("PATCH", "/v1/settings", {"office_hours": None})
    assert product.ticket("It is late here")["customer"]["email"] == "late@mail.example"

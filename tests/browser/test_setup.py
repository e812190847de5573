"""The set-up, as a new owner goes through it."""

import re
from collections.abc import Callable
from itertools import count

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.accessible import broken
from tests.browser.conftest import Open, Provoke
from tests.browser.product import Running
from tests.browser.sites import OPEN_SHADOWS

pytestmark = pytest.mark.browser
_shops = count(1)


@pytest.fixture
def opened(visit: Open, product: Running) -> Callable[[], Page]:
    """Return what signs the owner of a new shop in."""

    def sign_in() -> Page:
        email = f"nora{next(_shops)}@nora.example"
        body = {"name": "Nora's", "email": email, "owner_name": "Nora"}
        product.ask("POST", "/v1/accounts", body)
        return visit(product.sign_in_link(email))

    return sign_in


def step(page: Page, title: str) -> Locator:
    return page.locator(".steps > li").filter(has_text=title)


@pytest.mark.acceptance(15, 69)
def test_a_new_owner_is_led_to_the_steps_and_through_forwarding(
    opened: Callable[[], Page], product: Running
) -> None:
    page = opened()
    expect(page).to_have_url(re.compile("#/settings/setup$"))
    expect(page.get_by_text("0 of 8")).to_be_visible()
    mail = step(page, "Get your mail here")
    address = f"help{next(_shops)}@nora.example"
    mail.get_by_label("Support address").fill(address)
    mail.get_by_role("button", name="Add address").click()
    mail.get_by_role("button", name="Send test mail").click()
    expect(mail).to_contain_text("Waiting")

    inbound = mail.locator("code").first.inner_text()
    product.forward_test(address, inbound)

    expect(mail).to_contain_text("Done")
    expect(page.get_by_role("status").filter(has_text="becomes tickets")).to_be_attached()
    expect(page.get_by_text("0 of 8")).not_to_be_visible()


def test_steps_are_passed_over_and_taken_up_again_by_keyboard(opened: Callable[[], Page]) -> None:
    page = opened()
    people = step(page, "Invite your team")
    people.locator("summary").first.focus()
    page.keyboard.press("Enter")
    people.get_by_role("button", name="Skip").focus()
    page.keyboard.press("Enter")
    expect(people).to_contain_text("Nora skipped this")

    people.get_by_role("button", name="Take up again").click()
    expect(people).not_to_contain_text("Skipped")

    for title in page.locator(".steps strong").all_inner_texts():
        one = step(page, title)
        if one.locator("> details[open]").count() == 0:
            one.locator("summary").first.click()
        one.get_by_role("button", name="Skip").click()
        expect(one.locator("summary").first).to_contain_text("Skipped")
    expect(page.get_by_text("You are set up.")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_steps_fit_a_telephone_and_can_be_read_by_all(
    opened: Callable[[], Page], scheme: str
) -> None:
    page = opened()
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.set_viewport_size({"width": 360, "height": 740})
    expect(page.locator(".steps > li")).to_have_count(8)
    step(page, "Put the chat").locator("summary").first.click()

    assert page.evaluate("document.documentElement.scrollWidth <= 360")
    assert broken(page) == []


@pytest.mark.acceptance(14)
def test_who_sets_up_writes_as_a_shopper_and_sees_the_answer(opened: Callable[[], Page]) -> None:
    page = opened()
    page.context.add_init_script(OPEN_SHADOWS)
    with page.expect_popup() as popup:
        page.get_by_role("button", name="Write as a shopper").click()
    shop = popup.value
    expect(shop.get_by_role("heading", name="Test shop of Nora's")).to_be_visible()
    shop.get_by_role("button", name="Write to the shop").click()
    chat = shop.frame_locator("iframe")
    chat.get_by_role("textbox", name="Message").fill("Does the blue mug break?")
    shop.keyboard.press("Enter")
    expect(chat.get_by_role("listitem").filter(has_text="blue mug")).not_to_contain_text("Sending")

    page.goto(page.url.partition("#")[0] + "#/all/open")
    ticket = page.locator(".tickets > li").filter(has_text="blue mug")
    expect(ticket).to_contain_text("Sandbox")
    ticket.get_by_role("link").click()
    page.get_by_role("textbox", name="Reply").fill("Only if it falls.")
    page.keyboard.press("Control+Enter")

    expect(chat.get_by_role("log")).to_contain_text("Only if it falls.")
    assert broken(shop) == []


@pytest.mark.acceptance(102)
def test_hours_are_set_where_they_are_asked_for(
    opened: Callable[[], Page], provokes: Provoke
) -> None:
    provokes("422 .*/v1/settings")
    page = opened()
    hours = step(page, "Set office hours")
    hours.locator("summary").first.click()
    hours.get_by_label("Time zone").fill("Mars/Olympus")
    with page.expect_response(lambda answer: answer.request.method == "PATCH"):
        hours.get_by_role("button", name="Save hours").click()
    expect(hours).to_contain_text("Name a zone like Europe/Berlin.")

    hours.get_by_label("Time zone").fill("Asia/Tokyo")
    hours.get_by_label("From day").select_option("sun")
    hours.get_by_label("To day").select_option("thu")
    hours.get_by_role("button", name="Save hours").click()

    expect(hours.locator("summary")).to_contain_text("Done")
    expect(hours).to_contain_text("in Asia/Tokyo it is")
    expect(hours).to_contain_text("the zone is wrong")
    expect(hours.get_by_label("From day")).to_have_value("sun")
    hours.get_by_role("button", name="Use ").click()
    expect(hours).not_to_contain_text("the zone is wrong")
    expect(hours.get_by_label("To day")).to_have_value("thu")

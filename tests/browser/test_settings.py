"""The settings page."""

import pytest
from playwright.sync_api import Route, expect

from tests.browser.conftest import Open, Part
from tests.browser.product import Running

pytestmark = pytest.mark.browser


@pytest.mark.acceptance(84)
def test_auto_close_is_saved(settings: Part, product: Running) -> None:
    part = settings("Closing", "Auto-close")
    part.get_by_label("Hours until a ticket is closed").fill("72")
    part.get_by_role("button", name="Save").click()

    expect(part.get_by_role("status")).to_have_text("Saved.")
    assert product.ask("GET", "/v1/settings")["auto_close"]["after_hours"] == 72


@pytest.mark.acceptance(15, 69)
def test_a_support_address_is_added_and_removed(settings: Part, product: Running) -> None:
    part = settings("Email", "Email support and forwarding")
    expect(part).to_contain_text(product.shop["inbound_address"])
    part.get_by_label("Support address").fill("support@fern.example")
    part.get_by_role("button", name="Add address").click()
    expect(part).to_contain_text("Not tested yet: send a test mail")

    part.get_by_role("button", name="Test support@fern.example").click()
    expect(part).to_contain_text("Waiting for the test mail")
    part.get_by_role("button", name="Remove support@fern.example").click()
    part.page.get_by_role("dialog").get_by_role("button", name="Remove").click()
    expect(part.get_by_role("listitem").filter(has_text="support@fern.example")).to_be_hidden()


@pytest.mark.acceptance(77, 79)
def test_follow_ups_have_a_sender_and_can_be_switched_off(settings: Part, product: Running) -> None:
    part = settings("Web chat", "Chat follow-up email")
    expect(part).to_contain_text("Use an address on your own domain")
    part.get_by_label("Support email address").fill("chat@fern.example")
    part.get_by_label("Mail visitors once").uncheck()
    part.get_by_role("button", name="Save").click()

    expect(part.get_by_role("status")).to_have_text("Saved.")
    saved = product.ask("GET", "/v1/settings")["web_chat"]["follow_up_email"]
    assert saved == {"enabled": False, "from_address": "chat@fern.example"}


@pytest.mark.acceptance(37)
def test_the_badge_is_switched_off_and_on(settings: Part, product: Running) -> None:
    product.mail("count-me", "Hello", sender="kim@mail.example")
    part = settings("Account", "Unread conversation notification")
    badge = part.page.get_by_role("banner").get_by_text("unread in My inbox and Unassigned")
    expect(badge).to_be_visible()

    for is_on in (False, True):
        part.get_by_label("Show how many tickets are unread").set_checked(is_on)
        part.get_by_role("button", name="Save").click()
        expect(badge).to_be_visible(visible=is_on)


def test_support_may_look_but_not_change(visit: Open, product: Running) -> None:
    page = visit("/console#/settings/closing", session=product.agent("support")["api_key"])

    expect(page.get_by_text("Your role may look at this page")).to_be_visible()
    expect(page.get_by_role("button", name="Save Auto-close")).to_be_disabled()


def test_saved_means_what_the_form_shows(settings: Part) -> None:
    part = settings("Closing", "Auto-close")
    part.get_by_role("button", name="Save").click()
    expect(part.get_by_role("status")).to_have_text("Saved.")

    part.get_by_label("Hours until a ticket is closed").fill("71")

    expect(part.get_by_role("status")).to_have_text("")


def test_what_was_typed_stays_when_the_views_arrive_late(settings: Part) -> None:
    page = settings("Closing", "Auto-close").page
    held: list[Route] = []
    page.route("**/v1/views", lambda route: held.append(route))
    page.reload()
    hours = page.get_by_label("Hours until a ticket is closed")
    hours.fill("70")

    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    with page.expect_response("**/v1/feed*"), page.expect_response("**/v1/views"):
        held[0].continue_()

    assert not [url for url in asked if url.endswith("/v1/settings")]
    expect(hours).to_have_value("70")

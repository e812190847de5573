"""The settings page."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.browser.product import Running

pytestmark = pytest.mark.browser


@pytest.fixture
def settings(console: Page) -> Page:
    """Return the settings as the owner sees them."""
    console.get_by_role("navigation").get_by_role("link", name="Settings").click()
    expect(console.get_by_role("heading", name="Auto-close")).to_be_visible()
    return console


@pytest.mark.acceptance(84)
def test_auto_close_is_saved(settings: Page, product: Running) -> None:
    part = settings.get_by_role("region", name="Auto-close")
    part.get_by_label("Hours until a ticket is closed").fill("72")
    part.get_by_role("button", name="Save").click()

    expect(part.get_by_role("status")).to_have_text("Saved.")
    assert product.ask("GET", "/v1/settings")["auto_close"]["after_hours"] == 72


@pytest.mark.acceptance(15, 69)
def test_a_support_address_is_added_and_removed(settings: Page, product: Running) -> None:
    part = settings.get_by_role("region", name="Email support and forwarding")
    expect(part).to_contain_text(product.shop["inbound_address"])
    part.get_by_label("Support address").fill("support@fern.example")
    part.get_by_role("button", name="Add address").click()

    part.get_by_role("button", name="Test support@fern.example").click()
    expect(part).to_contain_text("Waiting for the test mail")
    part.get_by_role("button", name="Remove support@fern.example").click()
    expect(part.get_by_role("listitem")).to_have_count(0)


@pytest.mark.acceptance(77, 79)
def test_follow_ups_have_a_sender_and_can_be_switched_off(settings: Page, product: Running) -> None:
    part = settings.get_by_role("region", name="Chat follow-up email")
    expect(part).to_contain_text("Use an address on your own domain")
    part.get_by_label("Support email address").fill("chat@fern.example")
    part.get_by_label("Mail visitors once").uncheck()
    part.get_by_role("button", name="Save").click()

    expect(part.get_by_role("status")).to_have_text("Saved.")
    saved = product.ask("GET", "/v1/settings")["web_chat"]["follow_up_email"]
    assert saved == {"enabled": False, "from_address": "chat@fern.example"}


@pytest.mark.acceptance(37)
def test_the_badge_is_switched_off_and_on(settings: Page, product: Running) -> None:
    product.mail("count-me", "Hello", sender="kim@mail.example")
    part = settings.get_by_role("region", name="Unread conversation notification")
    badge = settings.get_by_role("navigation").get_by_text("unread tickets")
    expect(badge).to_have_count(1)

    for is_on in (False, True):
        part.get_by_label("Show how many tickets are unread").set_checked(is_on)
        part.get_by_role("button", name="Save").click()
        expect(settings.get_by_role("link", name="unread tickets")).to_have_count(int(is_on))


def test_support_may_look_but_not_change(visit: Open, product: Running) -> None:
    page = visit("/console#/settings", session=product.agent("support")["api_key"])

    expect(page.get_by_text("Your role may look at the settings")).to_be_visible()
    expect(page.get_by_role("button", name="Save Auto-close")).to_be_disabled()

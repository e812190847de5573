"""An agent skips, changes and cancels subscriptions without leaving the ticket."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.accessible import WCAG, broken
from tests.browser.conftest import Open, Provoke
from tests.browser.customers import OPENED, choose, open_ticket, part, subscriptions_at
from tests.browser.product import Running

pytestmark = pytest.mark.browser
TICKET = "About my deliveries"
MAIL = "pat@again.example"


@pytest.fixture(autouse=True)
def recovers(product: Running) -> Iterator[None]:
    """Let Pat write; end the service's trouble, and what was left alone is asked again."""
    product.mail(TICKET, "Can you?", sender=f"Pat Poe <{MAIL}>")
    yield
    subscriptions_at(product, trouble="")


@pytest.fixture
def console(visit: Open, product: Running) -> Page:
    """Return the console of somebody in support, with the panel of customers open."""
    return visit("/console", session=product.agent("support")["api_key"], script=OPENED)


def subscribed(product: Running, title: str, **facts: Any) -> None:
    """Let Pat subscribe to something."""
    wanted = {"email": MAIL, "title": title, "price": "12.90", "next_in_days": 9}
    subscriptions_at(product, subscription={**wanted, **facts})


def card(page: Page, product: Running, title: str) -> Locator:
    """Return a subscription of Pat's beside the ticket."""
    found = part(page, product, TICKET, "Subscriptions")
    return found.get_by_role("article", name=f"Subscription {title}")


@pytest.mark.acceptance(89)
def test_the_next_one_is_skipped_and_that_is_taken_back(console: Page, product: Running) -> None:
    subscribed(product, "Rose feed")
    one = card(console, product, "Rose feed")
    before = re.search(r"next on (.*)", one.inner_text())
    assert before
    choose(one, "Skip the next one")
    console.get_by_role("dialog").get_by_role("button", name="Skip", exact=True).click()

    expect(one.get_by_role("status")).to_contain_text("The next one is skipped.")
    expect(one).not_to_contain_text(before[0])
    thread = console.get_by_role("log")
    expect(thread).to_contain_text("skipped the next charge of Rose feed")
    one.get_by_role("button", name="Undo").click()
    expect(one.get_by_role("status")).to_contain_text("Taken back.")
    expect(one).to_contain_text(before[0])
    expect(one.get_by_role("button", name="Undo")).to_have_count(0)
    expect(thread).to_contain_text("took up again the skipped charge of Rose feed")


@pytest.mark.acceptance(89)
def test_quantity_and_date_are_changed(console: Page, product: Running) -> None:
    subscribed(product, "Lily feed")
    one = card(console, product, "Lily feed")
    choose(one, "Change the quantity")
    dialog = console.get_by_role("dialog")
    dialog.get_by_label("Quantity").fill("3")
    dialog.get_by_role("button", name="Save").click()
    expect(one).to_contain_text(re.compile("3 . Lily feed"))

    told = re.search(r"next on (.*)", one.inner_text())
    assert told
    day = datetime.strptime(told[1], "%B %d, %Y").replace(tzinfo=UTC).date() + timedelta(days=14)
    choose(one, "Change the date")
    dialog.get_by_label("Next one on").fill(day.isoformat())
    dialog.get_by_role("button", name="Save").click()
    expect(one).to_contain_text(f"next on {day:%B} {day.day}, {day.year}")


@pytest.mark.acceptance(89)
def test_a_subscription_is_cancelled_for_a_reason(console: Page, product: Running) -> None:
    subscribed(product, "Iris feed")
    one = card(console, product, "Iris feed")
    choose(one, "Cancel subscription")
    dialog = console.get_by_role("dialog")
    dialog.get_by_label("Why").select_option(label="It is too expensive")
    dialog.get_by_role("button", name="Cancel it").click()

    expect(one).to_contain_text("Cancelled")
    expect(console.get_by_role("log")).to_contain_text("cancelled the subscription Iris feed")
    one.get_by_role("button", name="What to do with").click()
    skip = one.get_by_role("button", name="Skip the next one", exact=True)
    expect(skip).to_be_disabled()


def test_while_the_service_is_away_it_says_so(console: Page, product: Running) -> None:
    subscribed(product, "Tulip feed")
    subscriptions_at(product, trouble="failing")
    found = part(console, product, TICKET, "Subscriptions")
    expect(found).to_contain_text("Subscription data unavailable")

    subscriptions_at(product, trouble="")
    found.get_by_role("button", name="Retry").click()
    expect(found.get_by_role("article", name=re.compile("Tulip feed"))).to_be_visible()


def test_a_stranger_who_types_an_address_sees_none(console: Page, product: Running) -> None:
    found = part(console, product, "Is the fern in the window", "Subscriptions")

    expect(found).to_contain_text("nobody has proved")
    expect(found.get_by_role("article")).to_have_count(0)


def test_recharge_is_connected_in_the_settings(
    visit: Open, product: Running, provokes: Provoke
) -> None:
    provokes("404 .*/v1/subscription_platform")  # there is none for a moment
    session = product.agent("owner")["api_key"]
    page = visit("/console#/settings/shop", session=session)
    section = page.get_by_role("region", name="Recharge")
    expect(section).to_contain_text("Connected since")
    section.get_by_role("button", name="Disconnect Recharge").click()
    page.get_by_role("dialog").get_by_role("button", name="Disconnect").click()
    expect(section).to_contain_text("Not connected.")
    section.get_by_label("API token").fill("sk_test_1x1_fern-and-moss")
    section.get_by_role("button", name="Connect Recharge").click()

    expect(section).to_contain_text("Connected since")


@pytest.mark.parametrize("light", ["light", "dark"])
def test_subscriptions_fit_a_telephone(visit: Open, product: Running, light: str) -> None:
    title = f"Fern{light}" * 12
    subscribed(product, title)
    session = product.agent("owner")["api_key"]
    page = visit("/console", session=session, script=OPENED, size=(360, 740), color_scheme=light)
    open_ticket(page, product, TICKET)
    page.get_by_text("Overview", exact=True).click()
    one = page.get_by_role("article", name=f"Subscription {title}")
    one.get_by_role("button", name="What to do with").click()
    one.get_by_role("button", name="Cancel subscription").click()
    expect(page.get_by_role("dialog")).to_be_visible()

    assert page.evaluate("document.documentElement.scrollWidth") == 360
    assert broken(page, WCAG) == []

"""Profiles of one person, merged beside a ticket and parted again."""

import hashlib
import hmac
import itertools
import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.accessible import WCAG, broken
from tests.browser.conftest import Open, Provoke
from tests.browser.product import Running
from tests.browser.test_orders import OPENED, TELEPHONE

pytestmark = pytest.mark.browser
_people = itertools.count(1)


def twice(product: Running) -> str:
    """Let somebody write by mail, and from the shop's site that knows the address; return it."""
    name = f"lo{next(_people)}"
    address = f"{name}@twice.example"
    product.mail(f"By mail of {name}", "A leaf", sender=f"Lo Berg <{address}>")
    secret = product.ask("GET", "/v1/settings/web_chat/secret")["secret"].encode()
    user, email = (
        hmac.new(secret, word.encode(), hashlib.sha256).hexdigest()
        for word in (name, f"email:{address}")
    )
    product.chat(
        f"From the site, {name}", user_id=name, user_hash=user, email=address, email_hash=email,
        name=f"Shopper {name}",
    )  # fmt: skip
    return name


@pytest.fixture
def console(visit: Open, product: Running) -> Page:
    """Return the owner's console, with the panel of customers open."""
    return visit("/console", session=product.agent("owner")["api_key"], script=OPENED)


def others(page: Page, words: str) -> Locator:
    page.get_by_role("link", name=re.compile(words)).first.click()
    return page.get_by_role("region", name="Same person")


@pytest.mark.acceptance(3, 60)
def test_profiles_are_merged_and_parted_beside_the_ticket(console: Page, product: Running) -> None:
    name = twice(product)
    found = others(console, f"By mail of {name}")
    expect(found).to_contain_text(f"Shopper {name} has proved {name}@twice.example too")
    found.get_by_role("button", name=f"Merge: Shopper {name}").click()
    dialog = console.get_by_role("dialog", name="Merge profiles")
    expect(dialog).to_contain_text("refuses them in both")
    dialog.get_by_role("button", name="Merge", exact=True).click()
    expect(dialog).to_contain_text("They are one profile now.")
    dialog.get_by_role("button", name="Close").click()

    expect(found).to_be_focused()
    expect(found).to_contain_text(f"Shopper {name} merged now")
    console.get_by_text("All tickets of this customer").click()
    tickets = console.locator(".customer").get_by_role("link", name=re.compile(f"{name}\\b"))
    expect(tickets).to_have_count(2)

    found.get_by_role("button", name=f"Take back: Shopper {name}").click()
    dialog.get_by_role("button", name="Take back").click()
    expect(dialog).to_contain_text("They are two profiles again.")
    console.keyboard.press("Escape")
    expect(found.get_by_role("button", name=f"Merge: Shopper {name}")).to_be_visible()


def test_a_mistake_is_taken_back_at_once(console: Page, product: Running) -> None:
    name = twice(product)
    found = others(console, f"From the site, {name}")
    found.get_by_role("button", name="Merge: Lo Berg").click()
    dialog = console.get_by_role("dialog", name="Merge profiles")
    dialog.get_by_role("button", name="Merge", exact=True).click()
    dialog.get_by_role("button", name="Take back").click()

    expect(dialog).to_contain_text("They are two profiles again.")
    dialog.get_by_role("button", name="Close").click()
    expect(found.get_by_role("button", name="Merge: Lo Berg")).to_be_visible()


def test_what_is_refused_is_said_in_words(
    console: Page, product: Running, provokes: Provoke
) -> None:
    provokes("409 .*/merge")
    name = twice(product)
    found = others(console, f"By mail of {name}")
    found.get_by_role("button", name=f"Merge: Shopper {name}").click()
    customer = product.ticket(f"By mail of {name}")["customer"]["id"]
    path = f"/v1/customers/{customer}"
    other = product.ask("GET", f"{path}/merges")["possible"][0]["id"]
    product.ask("POST", f"{path}/merge", {"other_id": other})
    dialog = console.get_by_role("dialog", name="Merge profiles")
    dialog.get_by_role("button", name="Merge", exact=True).click()

    expect(dialog.get_by_role("alert")).to_have_text("This customer is merged already.")


@pytest.mark.parametrize("light", ["light", "dark"])
@pytest.mark.parametrize("locale", ["en", "ar"])
def test_it_fits_a_telephone(visit: Open, product: Running, light: str, locale: str) -> None:
    name = twice(product)
    page = visit(
        "/console", session=product.agent("owner")["api_key"], script=OPENED, size=TELEPHONE,
        color_scheme=light, locale=locale,
    )  # fmt: skip
    page.get_by_role("link", name=re.compile(f"By mail of {name}")).first.click()
    page.get_by_text("Overview", exact=True).click()
    page.get_by_role("button", name=f"Merge: Shopper {name}").click()
    expect(page.get_by_role("dialog", name="Merge profiles")).to_be_visible()

    assert page.evaluate("document.documentElement.scrollWidth") == TELEPHONE[0]
    assert broken(page, WCAG) == []

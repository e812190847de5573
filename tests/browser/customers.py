"""The panel of a ticket's customer, and the outside services whose word it shows."""

import re
from typing import Any

from playwright.sync_api import Locator, Page

from tests.browser.product import Running

OPENED = """
if (window.top === window && location.protocol !== 'about:') {
  localStorage.setItem('deskhand.customer', 'yes');
}
"""
"""Has the panel stand open beside every ticket."""
RESTS = 31
"""Seconds after which a service that failed is asked again."""


def shop(product: Running, **change: Any) -> Any:
    """Place an order, or trouble the shop, which is asked again from now on."""
    told = product.ask("POST", "/dev/shopify", change)
    product.pass_time(seconds=RESTS)
    return told


def subscriptions_at(product: Running, **change: Any) -> Any:
    """Let somebody subscribe, or trouble Recharge, which is asked again from now on."""
    told = product.ask("POST", "/dev/recharge", change)
    product.pass_time(seconds=RESTS)
    return told


def part(page: Page, words: str, name: str) -> Locator:
    """Open the ticket with these words, whose customer's panel is open; return a part of it."""
    page.get_by_role("link", name=re.compile(words)).first.click()
    return page.get_by_role("region", name=name)


def choose(card: Locator, act: str) -> None:
    """Choose what is done with an order or a subscription from its three dots."""
    card.get_by_role("button", name="What to do with").click()
    card.get_by_role("button", name=act, exact=True).click()

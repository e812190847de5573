"""The panel of a ticket's customer, and the outside services whose word it shows."""

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


def part(page: Page, product: Running, words: str, name: str) -> Locator:
    """Open the ticket with these words, whose customer's panel is open; return a part of it.

    Other tests have tickets of their own, so it may stand far down in every list.
    """
    open_ticket(page, product, words)
    return page.get_by_role("region", name=name)


def open_ticket(page: Page, product: Running, words: str) -> None:
    """Lead to the newest ticket with these words."""
    page.evaluate(f"location.hash = '#/all/any/{_found(product, words)}'")


def _found(product: Running, words: str) -> str:
    cursor = ""
    while True:
        page = product.ask("GET", f"/v1/tickets?status=any&limit=100{cursor}")
        for ticket in page["data"]:
            if words in ticket["subject"] + ticket["preview"]:
                return ticket["id"]
        cursor = f"&cursor={page['next_cursor']}"


def choose(card: Locator, act: str) -> None:
    """Choose what is done with an order or a subscription from its three dots."""
    card.get_by_role("button", name="What to do with").click()
    card.get_by_role("button", name=act, exact=True).click()

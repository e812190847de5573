"""A week that is reported of, and the page that shows it."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.browser.product import Running

TELEPHONE = (360, 740)


@dataclass(frozen=True)
class Days:
    """Days that something was counted on."""

    first: str
    last: str

    def asked(self, **more: str) -> dict[str, str]:
        """Return what is asked of the API."""
        return {"from": self.first, "to": self.last, **more}

    def address(self, **more: str) -> str:
        """Return where the page shows them."""
        return f"/console#/reports?{urlencode({'period': 'own', **self.asked(**more)})}"


@pytest.fixture(scope="module")
def days(product: Running) -> Days:
    """Return the last week, with some work on its last day that is counted."""
    for number in range(3):
        subject = f"Reported {number}"
        product.mail(subject, "How is it?", sender=f"reported{number}@mail.example")
    product.pass_time(minutes=20)
    for number in range(2):
        ticket = f"/v1/tickets/{product.ticket(f'Reported {number}')['id']}"
        product.ask("POST", f"{ticket}/replies", {"text": "Like this."})
        product.ask("POST", f"{ticket}/tags", {"add": ["reported"]})
        product.ask("POST", f"{ticket}/close")
    product.pass_time(minutes=10)
    last = date.fromisoformat(product.ticket("Reported 0")["created_at"][:10])
    return Days((last - timedelta(days=6)).isoformat(), (last + timedelta(days=1)).isoformat())


def opened(visit: Open, product: Running, address: str, **kind: Any) -> Page:
    """Return the page with everything on it."""
    page = visit(address, session=product.agent("owner")["api_key"], **kind)
    expect(page.get_by_role("heading", name="Reports", level=1)).to_be_visible()
    for name in ("Day by day", "By channel", "Agents", "Tags", "Teams"):
        expect(
            page.get_by_role("region", name=name, exact=True).get_by_text("Loading…")
        ).to_have_count(0)
    expect(page.locator("canvas")).to_have_count(2)
    return page


def figures(page: Page) -> dict[str, str]:
    """Return what the cards say, by name."""
    cards = page.locator(".figures > li").all()
    named = [(card.get_attribute("aria-label") or "", card.locator(".value")) for card in cards]
    return {name: value.inner_text() for name, value in named}


def rows(page: Page, name: str) -> dict[str, list[str]]:
    """Return the cells of a table's rows, by what a row is about."""
    table = page.get_by_role("region", name=f"Table: {name}", exact=True)
    found = [row.locator("th, td").all_inner_texts() for row in table.locator("tbody tr").all()]
    return {first: rest for first, *rest in found}

"""The page that shows what is reported of a week."""

from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.browser.product import Running

TELEPHONE = (360, 740)


def opened(visit: Open, product: Running, address: str, **kind: Any) -> Page:
    """Return the page with everything on it."""
    page = visit(address, session=product.agent("owner")["api_key"], **kind)
    expect(page.get_by_role("heading", name="Reports", level=1)).to_be_visible()
    expect(page.locator("canvas")).to_have_count(2)
    for name in ("Day by day", "By channel", "Agents", "Tags", "Teams"):
        part = page.get_by_role("region", name=name, exact=True)
        expect(part).to_be_visible()
        expect(part.get_by_text("Loading…")).to_have_count(0)
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

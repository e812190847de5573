"""What the console shows of a customer's orders: now, from before, or why it shows none."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.accessible import WCAG, broken
from tests.browser.conftest import Open
from tests.browser.customers import OPENED, open_ticket, part, shop
from tests.browser.product import Running

pytestmark = pytest.mark.browser
TELEPHONE = (360, 740)


@pytest.fixture(autouse=True)
def recovers(product: Running) -> Iterator[None]:
    """End the shop's trouble; what was left alone is asked again."""
    yield
    shop(product, trouble="")


def orders(page: Page, product: Running, words: str) -> Locator:
    return part(page, product, words, "Orders")


@pytest.fixture
def console(visit: Open, product: Running) -> Page:
    """Return the owner's console, with the panel of customers open."""
    return visit("/console", session=product.agent("owner")["api_key"], script=OPENED)


@pytest.mark.acceptance(61)
def test_orders_stand_beside_the_ticket(console: Page, product: Running) -> None:
    lines = [{"title": "Teak stool", "variant": "Low", "quantity": 3, "price": "1200"}]
    facts = {"name": "#2001", "email": "jonas@post.example", "currency": "JPY", "lines": lines}
    shop(product, order={**facts, "cancelled": True})
    found = orders(console, product, "Topf kam zerbrochen an")

    found.get_by_text("2 orders").click()
    yen = found.get_by_role("article", name="Order #2001")
    expect(yen).to_contain_text("¥3,600")
    expect(yen).to_contain_text("Cancelled · Paid · Unfulfilled")
    expect(yen).to_contain_text(re.compile("3 . Teak stool, Low"))
    euro = found.get_by_role("article", name="Order #1047")
    expect(euro).to_contain_text("€68.00")
    expect(euro).to_contain_text("Open · Paid · Fulfilled")
    euro.get_by_text("Shipping address").click()
    expect(euro).to_contain_text(re.compile("Jonas Weber.*1 Elm Street.*LS1 1AA Leeds"))
    expect(found.get_by_role("button", name="Retry")).to_have_count(0)


@pytest.mark.acceptance(61)
def test_orders_of_before_show_while_the_shop_is_away(console: Page, product: Running) -> None:
    shop(product, trouble="failing")
    found = orders(console, product, "Changing the delivery address")

    expect(found).to_contain_text(re.compile(r"As of .*: the shop does not answer\."))
    found.get_by_text("2 orders").click()
    expect(found.get_by_role("article", name="Order #1051")).to_be_visible()

    shop(product, trouble="")
    found.get_by_role("button", name="Retry").click()
    expect(found.get_by_text("the shop does not answer")).to_have_count(0)
    expect(found.get_by_role("article", name="Order #1051")).to_be_visible()


@pytest.mark.acceptance(61)
def test_nothing_is_known_while_the_shop_is_away(console: Page, product: Running) -> None:
    shop(product, trouble="failing")
    found = orders(console, product, "Sending a planter back")
    expect(found).to_contain_text("Order data unavailable")

    shop(product, trouble="")
    found.get_by_role("button", name="Retry").click()
    expect(found).to_contain_text("No orders are known of this customer.")


def test_a_stranger_who_types_an_address_sees_no_orders(console: Page, product: Running) -> None:
    found = orders(console, product, "Is the fern in the window")

    expect(found).to_contain_text("nobody has proved")
    expect(found.get_by_role("article")).to_have_count(0)


@pytest.mark.parametrize(("role", "links"), [("owner", 1), ("support", 0)])
def test_without_a_shop_it_says_so(visit: Open, product: Running, role: str, links: int) -> None:
    agents = product.accounts[1]["agents"]
    session = next(agent["api_key"] for agent in agents if agent["role"] == role)
    page = visit("/console", session=session, script=OPENED)
    page.get_by_role("link", name=re.compile("Kettle whistles")).first.click()
    found = page.get_by_role("region", name="Orders")

    expect(found).to_contain_text("No shop is connected.")
    expect(found.get_by_role("link", name="Connect the shop")).to_have_count(links)


@pytest.mark.parametrize("light", ["light", "dark"])
@pytest.mark.parametrize("locale", ["en", "ar"])
def test_orders_fit_a_telephone(visit: Open, product: Running, light: str, locale: str) -> None:
    line = {"title": "Fern" * 30, "variant": "v" * 60, "quantity": 2, "price": "123456.78"}
    shop(product, order={"name": "#1022", "lines": [line]})
    session = product.agent("owner")["api_key"]
    page = visit(
        "/console", session=session, script=OPENED, size=TELEPHONE,
        color_scheme=light, locale=locale,
    )  # fmt: skip
    open_ticket(page, product, "Changing the delivery address")
    page.get_by_text("Overview", exact=True).click()
    found = page.get_by_role("region", name="Orders")
    found.get_by_text("2 orders").click()
    found.get_by_text("Shipping address").first.click()
    expect(found.get_by_text("Elm Street")).to_be_visible()

    assert page.evaluate("document.documentElement.scrollWidth") == TELEPHONE[0]
    assert broken(page, WCAG) == []

"""Variables of orders: found in the editor, filled from the order that the agent picks."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.accessible import WCAG, broken
from tests.browser.conftest import Open, Part
from tests.browser.product import Running

pytestmark = [pytest.mark.browser, pytest.mark.acceptance(86)]
MAIL = "kim@orders.example"
TELEPHONE = (360, 740)


@pytest.fixture(autouse=True)
def orders(product: Running) -> None:
    """Let the shop know of two orders of Kim's."""
    for macro in product.ask("GET", "/v1/macros")["data"]:
        product.ask("DELETE", f"/v1/macros/{macro['id']}")
    lines = [{"title": "Fern in a pot", "quantity": 1, "price": "49.90"}]
    for name, days_ago in (("#2050", 9), ("#2051", 2)):
        facts = {"name": name, "email": MAIL, "customer": "Kim Lee", "days_ago": days_ago}
        product.order(**facts, lines=lines)


def _macro(product: Running, text: str, title: str = "Where it is") -> None:
    product.ask("POST", "/v1/macros", {"title": title, "text": text})


def _open(page: Page, product: Running, subject: str, sender: str = MAIL) -> Locator:
    """Let a mail come in, open its ticket, and return the menu of macros."""
    product.mail(subject, "Hello", sender=f"Kim Lee <{sender}>")
    ticket = product.ticket(subject)["id"]
    page.goto(f"{product.base_url}/console#/all/open/{ticket}")
    expect(page.get_by_role("heading", name=subject)).to_be_focused()
    page.keyboard.press("m")
    return page.get_by_role("dialog", name="Insert macro")


def test_another_order_is_picked_and_inserted(console: Page, product: Running) -> None:
    _macro(product, "Dear {{first_name}}, {{order_name}} of {{price_breakdown_total}}: {{status}}")
    menu = _open(console, product, "pick-an-order")
    preview = menu.get_by_role("region", name="Preview")
    expect(preview).to_have_text("Dear Kim, #2051 of 49.90 EUR: open")
    choice = menu.get_by_label("Order", exact=True)
    expect(choice.get_by_role("option")).to_have_count(2)
    expect(choice.locator("option:checked")).to_contain_text("#2051")

    choice.select_option(index=1)
    expect(preview).to_have_text("Dear Kim, #2050 of 49.90 EUR: open")
    menu.get_by_role("button", name="Insert", exact=True).click()

    reply = console.get_by_role("textbox", name="Reply")
    expect(reply).to_have_value("Dear Kim, #2050 of 49.90 EUR: open")


def test_the_order_stays_picked_from_macro_to_macro_by_keys_alone(
    console: Page, product: Running
) -> None:
    _macro(product, "It is {{order_name}}.", "First")
    _macro(product, "Sorry for {{order_name}}.", "Second")
    menu = _open(console, product, "walk-and-pick")
    expect(menu.get_by_role("region", name="Preview")).to_have_text("It is #2051.")
    console.keyboard.press("Tab")
    expect(menu.get_by_label("Order", exact=True)).to_be_focused()
    console.keyboard.press("ArrowDown")
    expect(menu.get_by_role("region", name="Preview")).to_have_text("It is #2050.")

    console.keyboard.press("Shift+Tab")
    console.keyboard.press("ArrowDown")
    expect(menu.get_by_role("region", name="Preview")).to_have_text("Sorry for #2050.")
    console.keyboard.press("Enter")

    expect(console.get_by_role("textbox", name="Reply")).to_have_value("Sorry for #2050.")


def test_nobody_picks_where_there_is_nothing_to_pick(console: Page, product: Running) -> None:
    _macro(product, "Dear {{first_name}}, {{order_name}}.")
    menu = _open(console, product, "no-orders", "kim@nowhere.example")

    expect(menu.get_by_role("region", name="Preview")).to_have_text("Dear Kim, No_order_name.")
    expect(menu).to_contain_text("Nobody knows order_name: it is left blank.")
    expect(menu.get_by_label("Order", exact=True)).to_have_count(0)


def test_variables_are_found_by_name_and_put_in_by_keys(settings: Part, product: Running) -> None:
    page = settings("Macros", "Macros").page
    page.get_by_role("button", name="Add macro").click()
    form = page.get_by_role("group", name="New macro")
    form.get_by_label("Title").fill("Parcel")
    form.get_by_label("Message").fill("Look: ")
    form.get_by_role("button", name="Insert variable").focus()
    page.keyboard.press("Enter")
    menu = page.get_by_role("dialog", name="Insert variable")
    expect(menu.get_by_role("group", name="Customer").get_by_role("option")).to_have_count(5)
    expect(menu.get_by_role("group", name="Order").get_by_role("option")).to_have_count(23)
    page.keyboard.type("tracking")
    expect(menu.get_by_role("option")).to_have_text(["latest fulfillment tracking url"])
    page.keyboard.press("Enter")

    field = form.get_by_label("Message")
    expect(field).to_be_focused()
    expect(field).to_have_value("Look: {{latest_fulfillment_tracking_url}}")
    form.get_by_role("button", name="Save macro").click()
    expect(form).to_be_hidden()
    assert product.ask("GET", "/v1/macros")["data"][0]["title"] == "Parcel"


@pytest.mark.parametrize(("scheme", "direction"), [("dark", "ltr"), ("light", "rtl")])
def test_on_a_telephone_all_of_it_fits(
    visit: Open, product: Running, scheme: str, direction: str
) -> None:
    _macro(product, "Dear {{first_name}}, {{order_name}} and {{canceled_at}}.")
    owner = product.agent("owner")["api_key"]
    page = visit("/console", session=owner, size=TELEPHONE, color_scheme=scheme)
    page.evaluate("direction => document.documentElement.dir = direction", direction)
    menu = _open(page, product, f"small-{scheme}")
    expect(menu.get_by_label("Order", exact=True)).to_be_visible()

    assert broken(page, WCAG) == []
    assert menu.evaluate("dialog => dialog.scrollWidth <= dialog.clientWidth")

"""An agent edits and cancels orders without leaving the ticket."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.accessible import WCAG, broken
from tests.browser.conftest import Open, Provoke
from tests.browser.customers import OPENED, choose, open_ticket, part, shop
from tests.browser.product import Running

pytestmark = pytest.mark.browser
TICKET = "Please change my order"
MAIL = "pat@acts.example"
FERN = {"title": "Fern in a pot", "quantity": 2, "price": "24.90"}
MISTER = {"title": "Brass mister", "quantity": 1, "price": "19.00"}


@pytest.fixture(autouse=True)
def recovers(product: Running) -> Iterator[None]:
    """Let Pat write; end the shop's trouble, and what was left alone is asked again."""
    product.mail(TICKET, "Can you?", sender=f"Pat Poe <{MAIL}>")
    yield
    shop(product, trouble="")


@pytest.fixture
def console(visit: Open, product: Running) -> Page:
    """Return the console of somebody in support, with the panel of customers open."""
    return visit("/console", session=product.agent("support")["api_key"], script=OPENED)


def placed(product: Running, name: str, **facts: Any) -> None:
    """Let Pat order two ferns and a mister."""
    order = {"name": name, "email": MAIL, "lines": [FERN, MISTER], **facts}
    shop(product, order={"customer": "Pat Poe", **order})


def card(page: Page, product: Running, name: str) -> Locator:
    """Return an order of Pat's beside the ticket."""
    orders = part(page, product, TICKET, "Orders")
    orders.get_by_text(re.compile(r"^\d+ orders?$")).click()
    return orders.get_by_role("article", name=f"Order {name}")


def mails(product: Running, name: str) -> list[str]:
    """Return what the shop wrote to its customer about an order."""
    sent = product.ask("GET", "/dev/shopify")["data"]
    return [mail["subject"] for mail in sent if mail["subject"].endswith(name)]


@pytest.mark.acceptance(62, 63, 88)
def test_quantities_are_changed_and_a_line_is_removed(console: Page, product: Running) -> None:
    placed(product, "#3001")
    order = card(console, product, "#3001")
    choose(order, "Edit quantities")
    dialog = console.get_by_role("dialog", name="Edit order #3001")
    expect(dialog.get_by_role("button", name="Save")).to_be_disabled()
    dialog.get_by_role("button", name="One Fern in a pot less").click()
    dialog.get_by_role("button", name="Remove Brass mister").click()
    dialog.get_by_role("button", name="Save").click()

    expect(dialog).to_be_hidden()
    expect(order.get_by_role("status")).to_contain_text("Order #3001 was updated")
    expect(order).to_contain_text(re.compile("1 . Fern in a pot"))
    expect(order).to_contain_text("€24.90")
    thread = console.get_by_role("log")
    expect(thread).to_contain_text(re.compile("changed order #3001.*Fern in a pot 2 → 1"))
    assert mails(product, "#3001") == ["Updated invoice for order #3001"]


@pytest.mark.acceptance(62, 63, 88)
def test_an_order_is_cancelled(console: Page, product: Running) -> None:
    placed(product, "#3002")
    order = card(console, product, "#3002")
    choose(order, "Cancel order")
    dialog = console.get_by_role("dialog", name="Cancel order #3002?")
    dialog.get_by_label("Why").select_option("inventory")
    dialog.get_by_role("button", name="Cancel the order").click()

    expect(order).to_contain_text("Cancelled")
    expect(console.get_by_role("log")).to_contain_text("cancelled order #3002")
    assert mails(product, "#3002") == ["Cancelled: order #3002"]
    order.get_by_role("button", name="What to do with").click()
    expect(order.get_by_role("button", name="Cancel order", exact=True)).to_be_disabled()


@pytest.mark.acceptance(62)
def test_the_shipping_address_is_changed(console: Page, product: Running) -> None:
    placed(product, "#3003")
    order = card(console, product, "#3003")
    choose(order, "Edit shipping address")
    dialog = console.get_by_role("dialog", name="Where order #3003 goes")
    dialog.get_by_label("Street and number").fill("2 Oak Lane")
    dialog.get_by_role("button", name="Save").click()

    expect(dialog).to_be_hidden()
    order.get_by_text("Shipping address", exact=True).click()
    expect(order).to_contain_text("2 Oak Lane")


def test_what_cannot_be_done_says_why(console: Page, product: Running) -> None:
    placed(product, "#3004", fulfilled=True)
    order = card(console, product, "#3004")
    order.get_by_role("button", name="What to do with").click()

    for act in ("Edit quantities", "Edit shipping address", "Cancel order"):
        row = order.get_by_role("listitem").filter(
            has=console.get_by_role("button", name=act, exact=True)
        )
        expect(row.get_by_role("button")).to_be_disabled()
        expect(row).to_contain_text(re.compile("sent|fulfilled|left", re.IGNORECASE))


def test_a_lost_answer_is_looked_up_and_nothing_is_done_twice(
    console: Page, product: Running
) -> None:
    placed(product, "#3005")
    order = card(console, product, "#3005")
    shop(product, trouble="lost_once")
    choose(order, "Edit quantities")
    dialog = console.get_by_role("dialog", name="Edit order #3005")
    dialog.get_by_role("button", name="Remove Brass mister").click()
    dialog.get_by_role("button", name="Save").click()

    expect(order.get_by_role("status")).to_contain_text("The shop has not said whether")
    expect(console.get_by_role("log")).to_contain_text("it is not known yet")
    product.pass_time(minutes=2)
    expect(order.get_by_role("status")).to_contain_text("It was done after all.")
    expect(console.get_by_role("log")).to_contain_text(re.compile("changed order #3005"))
    assert mails(product, "#3005") == ["Updated invoice for order #3005"]


def test_what_the_shop_refuses_is_said_in_its_words(
    console: Page, product: Running, provokes: Provoke
) -> None:
    provokes("409 .*/lines")
    placed(product, "#3006")
    order = card(console, product, "#3006")
    choose(order, "Edit quantities")
    dialog = console.get_by_role("dialog", name="Edit order #3006")
    placed(product, "#3006", lines=[FERN])
    dialog.get_by_role("button", name="One Fern in a pot more").click()
    dialog.get_by_role("button", name="Save").click()

    expect(dialog.get_by_role("status")).to_contain_text(re.compile("changed", re.IGNORECASE))
    dialog.get_by_role("button", name="Leave it").click()
    expect(order).not_to_contain_text("Brass mister")


def test_the_menu_is_used_by_keys(console: Page, product: Running) -> None:
    placed(product, "#3007")
    order = card(console, product, "#3007")
    dots = order.get_by_role("button", name="What to do with")
    dots.focus()
    console.keyboard.press("Enter")
    expect(order.get_by_role("button", name="Edit quantities")).to_be_visible()
    console.keyboard.press("Escape")
    expect(order.get_by_role("button", name="Edit quantities")).to_be_hidden()
    expect(dots).to_be_focused()


@pytest.mark.parametrize("light", ["light", "dark"])
@pytest.mark.parametrize("locale", ["en", "ar"])
def test_acts_fit_a_telephone(visit: Open, product: Running, light: str, locale: str) -> None:
    placed(product, "#3008")
    session = product.agent("owner")["api_key"]
    page = visit(
        "/console", session=session, script=OPENED, size=(360, 740),
        color_scheme=light, locale=locale,
    )  # fmt: skip
    open_ticket(page, product, TICKET)
    page.get_by_text("Overview", exact=True).click()
    orders = page.get_by_role("region", name="Orders")
    orders.get_by_text(re.compile(r"^\d+ orders?$")).click()
    order = orders.get_by_role("article", name="Order #3008")
    order.get_by_role("button", name="What to do with").click()
    expect(order.get_by_role("button", name="Edit quantities")).to_be_visible()
    assert broken(page, WCAG) == []
    order.get_by_role("button", name="Edit quantities").click()
    expect(page.get_by_role("dialog", name="Edit order #3008")).to_be_visible()

    assert page.evaluate("document.documentElement.scrollWidth") == 360
    assert broken(page, WCAG) == []

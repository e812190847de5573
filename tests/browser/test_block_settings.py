"""The block list, on the settings' page."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Open, Part, Provoke
from tests.browser.product import Running

pytestmark = pytest.mark.browser


@pytest.fixture
def blocks(settings: Part, product: Running) -> Iterator[Locator]:
    """Return the page; nobody is blocked afterwards."""
    yield settings("Block list", "Blocked senders")
    for block in product.ask("GET", "/v1/blocks?limit=100")["data"]:
        product.ask("DELETE", f"/v1/blocks/{block['id']}")


def blocked(product: Running) -> list[str]:
    return [block["value"] for block in product.ask("GET", "/v1/blocks?limit=100")["data"]]


def test_somebody_is_blocked_counted_and_unblocked(blocks: Locator, product: Running) -> None:
    expect(blocks).to_contain_text("Nobody is blocked.")
    blocks.get_by_label("Address", exact=True).fill("Eve@Loud.example")
    blocks.page.keyboard.press("Enter")
    eve = blocks.get_by_role("listitem").filter(has_text="eve@loud.example")
    expect(eve).to_contain_text("Nothing dropped yet")
    product.mail("hear-me", "Hello", sender="eve@loud.example")
    blocks.page.reload()
    expect(eve).to_contain_text("1 message dropped")

    eve.get_by_role("button", name="Unblock eve@loud.example").click()
    expect(eve).to_have_count(0)
    assert blocked(product) == []
    blocks.page.get_by_role("button", name="Undo").click()
    expect(eve).to_be_visible()
    assert blocked(product) == ["eve@loud.example"]


def test_what_stops_an_address_is_found(blocks: Locator, product: Running) -> None:
    for kind, value in (("domain", "loud.example"), ("phone", "+12025550139")):
        product.ask("POST", "/v1/blocks", {"kind": kind, "value": value})
    search = blocks.get_by_role("search")
    search.get_by_label("Is this address blocked?").fill("ann@shop.loud.example")
    search.get_by_role("button", name="Look").click()
    expect(blocks.get_by_role("listitem")).to_have_count(1)
    expect(blocks.get_by_role("listitem")).to_contain_text("loud.example")

    search.get_by_label("Is this address blocked?").fill("ann@quiet.example")
    search.get_by_role("button", name="Look").click()
    expect(blocks).to_contain_text("Nothing blocks ann@quiet.example.")


def test_a_long_list_comes_in_pages(blocks: Locator, product: Running) -> None:
    for number in range(55):
        body = {"kind": "email", "value": f"n{number:02}@many.example"}
        product.ask("POST", "/v1/blocks", body)
    blocks.page.reload()
    expect(blocks.get_by_role("listitem").first).to_contain_text("n54@many.example")
    before = blocks.get_by_role("listitem").count()

    blocks.get_by_role("button", name="Show more").click()

    expect(blocks.get_by_role("listitem")).to_have_count(55)
    assert before < 55
    expect(blocks.get_by_role("button", name="Show more")).to_have_count(0)


def test_what_cannot_be_blocked_is_told_beside_the_field(
    blocks: Locator, provokes: Provoke
) -> None:
    provokes("422 .*/v1/blocks")
    blocks.get_by_label("What is blocked").select_option("domain")
    blocks.get_by_label("Address", exact=True).fill("gmail.com")
    blocks.get_by_role("button", name="Block", exact=True).click()

    field = blocks.get_by_label("Address", exact=True)
    expect(field).to_have_accessible_description(
        "All sorts of people write from gmail.com; block their addresses instead."
    )


def test_support_may_block(visit: Open, blocks: Locator, product: Running) -> None:
    page = visit("/console#/settings/blocks", session=product.agent("support")["api_key"])
    page.get_by_label("Address", exact=True).fill("mallory@loud.example")
    page.get_by_role("button", name="Block", exact=True).click()

    expect(page.get_by_role("listitem").filter(has_text="mallory")).to_contain_text("by Alice")
    assert blocked(product) == ["mallory@loud.example"]

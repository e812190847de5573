"""The settings' page of what agents see first of a customer."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.accessible import broken
from tests.browser.conftest import Open, Part, Provoke
from tests.browser.product import Running

pytestmark = pytest.mark.browser
TELEPHONE = (360, 740)


@pytest.fixture
def pinned(settings: Part, product: Running) -> Iterator[Locator]:
    """Return the page's part, with nothing pinned yet."""
    yield settings("Customer profile", "Pinned properties")
    product.ask("PATCH", "/v1/settings", {"profile": None})


def add(pinned: Locator, name: str) -> None:
    pinned.get_by_role("button", name="Add property").click()
    pinned.get_by_role("textbox").last.fill(name)


def kept(product: Running) -> list[str]:
    return product.ask("GET", "/v1/settings")["profile"]["pinned_properties"]


def test_properties_are_pinned_in_an_order_up_to_five(pinned: Locator, product: Running) -> None:
    for name in ("Size", "Birthday", "Garden", "Tier", "Points"):
        add(pinned, name)
    expect(pinned.get_by_role("button", name="Add property")).to_be_disabled()
    rows = pinned.get_by_role("listitem")
    rows.nth(1).get_by_role("button", name="Move up").focus()
    pinned.page.keyboard.press("Enter")
    expect(rows.nth(0).get_by_role("textbox")).to_have_value("Birthday")
    expect(rows.nth(0).get_by_role("button", name="Move down")).to_be_focused()
    rows.nth(2).get_by_role("button", name="Remove").click()
    pinned.get_by_role("button", name="Save").click()
    expect(pinned.get_by_role("status")).to_have_text("Saved.")

    assert kept(product) == ["Birthday", "Size", "Tier", "Points"]


def test_what_is_pinned_already_is_refused_beside_it(
    pinned: Locator, product: Running, provokes: Provoke
) -> None:
    provokes("422 .*/v1/settings")
    add(pinned, "Size")
    add(pinned, " Size ")
    pinned.get_by_role("button", name="Save").click()
    second = pinned.get_by_label("Property 2")

    expect(second).to_have_accessible_description("This property is pinned already.")
    expect(second).to_be_focused()
    assert kept(product) == []


@pytest.mark.parametrize("role", ["manager", "support"])
def test_managers_pin_and_support_looks(visit: Open, product: Running, role: str) -> None:
    page = visit("/console#/settings/customer", session=product.agent(role)["api_key"])

    is_allowed = role == "manager"
    expect(page.get_by_role("button", name="Add property")).to_be_enabled(enabled=is_allowed)


@pytest.mark.parametrize("light", ["light", "dark"])
@pytest.mark.parametrize("locale", ["en", "ar"])
def test_it_fits_a_telephone(visit: Open, product: Running, light: str, locale: str) -> None:
    names = ["w" * 60, "Size"]
    product.ask("PATCH", "/v1/settings", {"profile": {"pinned_properties": names}})
    page = visit(
        "/console#/settings/customer", session=product.agent("owner")["api_key"],
        size=TELEPHONE, color_scheme=light, locale=locale,
    )  # fmt: skip
    expect(page.get_by_label("Property 2")).to_have_value("Size")
    found = broken(page), page.evaluate("document.documentElement.scrollWidth")
    product.ask("PATCH", "/v1/settings", {"profile": None})

    assert found == ([], TELEPHONE[0])

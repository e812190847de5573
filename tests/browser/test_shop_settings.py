"""The shop on Shopify, in the settings: connected by saying yes there, shown, and let go."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.accessible import broken
from tests.browser.conftest import Open, Provoke
from tests.browser.product import Running, running

pytestmark = pytest.mark.browser
DOMAIN = "fern-and-moss.myshopify.com"
TELEPHONE = (360, 740)


@pytest.fixture(scope="module")
def fern(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """Run a product of its own, whose shop comes and goes."""
    with running(tmp_path_factory.mktemp("fern")) as started:
        yield started


@pytest.fixture
def page(visit: Open, fern: Running, provokes: Provoke) -> Page:
    """Return the owner's page; one that finds no shop asks and hears 404."""
    provokes("404 .*/v1/(shop|subscription_platform)")
    return visit(f"{fern.base_url}/console#/settings/shop", session=fern.agent("owner")["api_key"])


def part(page: Page) -> Locator:
    return page.get_by_role("region", name="Shopify", exact=True)


def tell(page: Page, **facts: Any) -> None:
    """Let the page hear of a shop that is not quite as it should be."""
    shop = {
        "domain": DOMAIN, "state": "connected", "scopes": [], "missing_scopes": [],
        "has_own_app": False, "connected_at": "2026-03-02T09:00:00Z", "fault": None,
    }  # fmt: skip
    page.route("**/v1/shop", lambda route: route.fulfill(json={**shop, **facts}))
    page.reload()


@pytest.mark.acceptance(61)
def test_a_shop_is_connected_and_let_go(page: Page, fern: Running) -> None:
    fern.forget("/v1/shop")
    page.reload()
    shop = part(page)
    expect(shop).to_contain_text("No shop is connected.")
    shop.get_by_label("Address of the shop").fill("https://fern-and-moss.myshopify.com/admin")
    shop.get_by_role("button", name="Connect").click()

    expect(shop).to_contain_text("Back from the shop.")
    expect(shop).to_contain_text(f"{DOMAIN}Connected since")
    assert page.url == f"{fern.base_url}/console#/settings/shop"
    page.reload()
    expect(shop).to_contain_text("Connected since")
    expect(shop.get_by_text("Back from the shop.")).to_have_count(0)

    shop.get_by_role("button", name=f"Disconnect {DOMAIN}").click()
    page.get_by_role("dialog").get_by_role("button", name="Disconnect").click()
    expect(shop).to_contain_text("No shop is connected.")


def test_what_is_no_shop_is_refused_beside_it(page: Page, fern: Running, provokes: Provoke) -> None:
    provokes("422 .*/v1/shop/connect")
    fern.forget("/v1/shop")
    page.reload()
    address = part(page).get_by_label("Address of the shop")
    address.fill("fern.example")
    page.keyboard.press("Enter")

    expect(address).to_have_accessible_description(re.compile("name.myshopify.com"))
    expect(address).to_be_focused()


def test_an_app_of_ones_own_is_named(page: Page, fern: Running) -> None:
    fern.forget("/v1/shop")
    page.reload()
    shop = part(page)
    shop.get_by_label("Address of the shop").fill("fern-and-moss")
    shop.get_by_text("Use an app of your own").click()
    expect(shop).to_contain_text(f"{fern.base_url}/hooks/shopify/callback")
    shop.get_by_label("Client ID").fill("client-of-fern")
    shop.get_by_label("Client secret").fill("secret-of-fern")
    away = "**/dev/shopify/authorize*"
    page.route(away, lambda route: route.fulfill(body="The shop's page."))
    with page.expect_request("**/v1/shop/connect") as asked, page.expect_request(away) as led:
        shop.get_by_role("button", name="Connect").click()

    assert asked.value.post_data_json == {
        "shop": DOMAIN, "client_id": "client-of-fern", "client_secret": "secret-of-fern",
    }  # fmt: skip
    assert "client_id=client-of-fern" in led.value.url


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        ("shop_state_over", "begun too long ago"),
        ("shop_taken", "connected to another account"),
        ("%3Cb%3Epay%20here", "Something went wrong at the shop."),
        ("constructor", "Something went wrong at the shop."),
    ],
)
def test_it_is_said_what_went_wrong(
    visit: Open, fern: Running, provokes: Provoke, outcome: str, words: str
) -> None:
    provokes("404 .*/v1/(shop|subscription_platform)")
    session = fern.agent("owner")["api_key"]
    page = visit(f"{fern.base_url}/console?shop={outcome}#/settings/shop", session=session)

    expect(part(page)).to_contain_text(words)
    expect(page.get_by_text("pay here")).to_have_count(0)
    assert page.url == f"{fern.base_url}/console#/settings/shop"


def test_what_is_amiss_is_said_with_what_to_do(page: Page) -> None:
    shop = part(page)
    tell(page, state="reconnect", fault="The token is refused.")
    expect(shop).to_contain_text("does not let us in any more. The token is refused.")
    expect(shop.get_by_label("Address of the shop")).to_have_value(DOMAIN)

    tell(page, missing_scopes=["read_customers", "write_orders"])
    expect(shop.get_by_role("listitem")).to_have_text(["read customers", "cancel orders"])
    expect(shop.get_by_role("button", name="Connect again")).to_be_visible()

    tell(page, fault="Orders may not be read.")
    expect(shop).to_contain_text("The shop refuses what we ask: Orders may not be read.")


def test_support_may_look_but_not_change(visit: Open, fern: Running, provokes: Provoke) -> None:
    provokes("404 .*/v1/(shop|subscription_platform)")
    session = fern.agent("support")["api_key"]
    page = visit(f"{fern.base_url}/console", session=session)
    tell(page)
    page.goto(f"{fern.base_url}/console#/settings/shop")

    expect(part(page)).to_contain_text("Connected since")
    expect(part(page).get_by_role("button", name=f"Disconnect {DOMAIN}")).to_be_disabled()


@pytest.mark.parametrize("light", ["light", "dark"])
@pytest.mark.parametrize("locale", ["en", "ar"])
def test_it_fits_a_telephone(
    visit: Open, fern: Running, provokes: Provoke, light: str, locale: str
) -> None:
    page = visit(
        f"{fern.base_url}/console#/settings/shop", session=fern.agent("owner")["api_key"],
        size=TELEPHONE, color_scheme=light, locale=locale,
    )  # fmt: skip
    provokes("404 .*/v1/(shop|subscription_platform)")
    tell(page, state="reconnect", has_own_app=True, missing_scopes=["read_orders"], fault="a" * 90)
    expect(part(page).get_by_label("Client secret")).to_be_visible()

    assert page.evaluate("document.documentElement.scrollWidth") == TELEPHONE[0]
    assert broken(page) == []

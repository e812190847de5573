"""The shop's own domain for short links, attribution, and the customer platform."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Open, Part, Provoke
from tests.browser.product import Running

pytestmark = pytest.mark.browser
KEY, OTHER, SECRET = "pk_0123456789abcdef", "pk_fedcba9876543210", "a-secret-of-the-shop"


@pytest.fixture(autouse=True)
def nothing(product: Running, provokes: Provoke) -> Iterator[None]:
    """Leave neither domain nor platform behind; a page that finds none asks and hears 404."""
    provokes("404 .*/v1/(link_domain|customer_platform)")
    yield
    for path in ("/v1/link_domain", "/v1/customer_platform"):
        product.forget(path)


def confirm(part: Locator, name: str, words: str) -> None:
    part.get_by_role("button", name=name).click()
    part.page.get_by_role("dialog").get_by_role("button", name=words).click()


@pytest.mark.acceptance(75)
def test_a_domain_is_proved_and_given_up(settings: Part, product: Running) -> None:
    part = settings("Links and attribution", "Own domain for short links")
    part.get_by_label("Domain").fill("go.fern.example")
    part.get_by_role("button", name="Use this domain").click()
    expect(part).to_contain_text("Not in use yet: The DNS record below is not found.")
    record = product.ask("GET", "/v1/link_domain")["record"]
    expect(part).to_contain_text(record["name"])
    expect(part).to_contain_text(record["value"])

    product.publish(record["name"], [record["value"]])
    part.get_by_role("button", name="Check now").click()
    expect(part).to_contain_text("the domain does not lead here by HTTPS")
    product.publish("go.fern.example", ["here"], kind="CNAME")
    part.get_by_role("button", name="Check now").click()
    expect(part).to_contain_text("In use")
    expect(part.get_by_role("status").last).to_have_text("Looked just now.")

    confirm(part, "Remove go.fern.example", "Remove")
    expect(part.get_by_label("Domain")).to_have_value("")


def test_a_domain_of_others_is_refused_beside_it(settings: Part, provokes: Provoke) -> None:
    provokes("422 .*/v1/link_domain")
    part = settings("Links and attribution", "Own domain for short links")
    domain = part.get_by_label("Domain")
    domain.fill("gmail.com")
    part.page.keyboard.press("Enter")

    expect(domain).to_have_accessible_description(re.compile("Give a domain of your own"))
    expect(domain).to_be_focused()


@pytest.mark.acceptance(119)
def test_attribution_windows_are_saved(settings: Part, product: Running) -> None:
    part = settings("Links and attribution", "Attribution")
    part.get_by_label("Hours in which a text answers").fill("36")
    part.get_by_label("Hours in which an order follows").fill("48")
    part.get_by_role("button", name="Save").click()

    expect(part.get_by_role("status")).to_have_text("Saved.")
    saved = product.ask("GET", "/v1/settings")["attribution"]
    assert saved == {"sms_window_hours": 36, "click_window_hours": 48}
    product.ask("PATCH", "/v1/settings", {"attribution": None})


@pytest.mark.acceptance(3, 68)
def test_klaviyo_is_connected_and_let_go(settings: Part, product: Running) -> None:
    part = settings("Customer platform", "Klaviyo")
    part.get_by_label("Private API key").fill(KEY)
    part.get_by_role("button", name="Connect").click()
    expect(part).to_contain_text("Without a webhook secret nothing")
    platform = product.ask("GET", "/v1/customer_platform")
    expect(part).to_contain_text(platform["webhook_url"])

    part.get_by_text("Replace the keys").click()
    part.get_by_label("Webhook secret").fill(SECRET)
    part.get_by_role("button", name="Replace the keys").click()
    expect(part.get_by_text("Replaced.")).to_be_visible()
    expect(part.get_by_label("Webhook secret")).to_have_value("")
    assert product.ask("GET", "/v1/customer_platform")["has_webhook_secret"]
    assert SECRET not in part.page.content()

    confirm(part, "Disconnect Klaviyo", "Disconnect")
    expect(part.get_by_role("button", name="Connect")).to_be_visible()


def test_a_key_that_klaviyo_refuses_is_told_beside_it(settings: Part, provokes: Provoke) -> None:
    provokes("422 .*/v1/customer_platform")
    part = settings("Customer platform", "Klaviyo")
    key = part.get_by_label("Private API key")
    key.fill("pk_refused_0123456789")
    part.get_by_role("button", name="Connect").click()

    expect(key).to_have_accessible_description(re.compile("Klaviyo refuses it"))


@pytest.mark.parametrize(
    ("slug", "button"), [("platform", "Disconnect Klaviyo"), ("links", "Save Attribution")]
)
def test_support_may_look_but_not_change(
    visit: Open, product: Running, slug: str, button: str
) -> None:
    product.ask("PUT", "/v1/customer_platform", {"provider": "klaviyo", "api_key": OTHER})
    page = visit(f"/console#/settings/{slug}", session=product.agent("support")["api_key"])

    expect(page.get_by_role("button", name=button)).to_be_disabled()

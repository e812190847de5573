"""Connected things in the settings, on a telephone."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessible import broken
from tests.browser.conftest import Open
from tests.browser.product import Running

pytestmark = pytest.mark.browser
TELEPHONE = (360, 740)
CLOSED = re.compile("^(Connect (a number|\\w+ by)|What to enter at|Change |Replace the )")


def open_all(page: Page) -> None:
    """Open whatever can be opened, once everything is there."""
    expect(page.get_by_text("Loading…")).to_have_count(0)
    for words in page.get_by_text(CLOSED).all():
        words.click()


def test_connected_things_fit_a_telephone(visit: Open, product: Running) -> None:
    product.ask("PUT", "/v1/link_domain", {"domain": f"{'go.' * 20}fern.example"})
    platform = {"provider": "klaviyo", "api_key": "pk_0123456789abcdef"}
    product.ask("PUT", "/v1/customer_platform", platform)
    session, found = product.agent("owner")["api_key"], {}
    for slug, name in (("links", "Check now"), ("platform", "Disconnect Klaviyo")):
        page = visit(f"/console#/settings/{slug}", session=session, size=TELEPHONE)
        expect(page.get_by_role("button", name=name)).to_be_visible()
        open_all(page)
        found[slug] = broken(page)
        found[f"{slug} wide"] = page.evaluate("document.documentElement.scrollWidth") - 360
    for path in ("/v1/link_domain", "/v1/customer_platform"):
        product.ask("DELETE", path)

    assert not any(found.values()), found

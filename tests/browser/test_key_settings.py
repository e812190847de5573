"""API keys, as the settings' page makes and ends them."""

import json
import urllib.error
import urllib.request

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open, Part, Provoke
from tests.browser.product import Running

pytestmark = pytest.mark.browser


def status(product: Running, token: str, path: str) -> int:
    request = urllib.request.Request(product.base_url + path)
    request.add_header("Authorization", f"Bearer {token}")
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            json.load(answer)
            return answer.status
    except urllib.error.HTTPError as refusal:
        return refusal.code


def test_a_key_is_made_shown_once_and_revoked(settings: Part, product: Running) -> None:
    part = settings("API keys", "API keys")
    part.get_by_label("Name").fill("Warehouse")
    part.get_by_label("teams:read").check()
    part.get_by_role("button", name="Make key").click()

    once = part.get_by_role("group", name="Token of Warehouse")
    expect(once).to_contain_text("It is not shown again")
    token = once.get_by_role("code").inner_text()
    assert (status(product, token, "/v1/teams"), status(product, token, "/v1/agents")) == (200, 403)
    once.get_by_role("button", name="I have it").click()
    expect(part.get_by_text(token)).to_have_count(0)
    part.get_by_text("What Warehouse may").click()
    expect(part.get_by_text("teams:read").first).to_be_visible()

    part.get_by_role("button", name="Revoke Warehouse").click()
    part.page.get_by_role("dialog").get_by_role("button", name="Revoke").click()
    expect(part.get_by_text("Warehouse is revoked.")).to_be_visible()
    assert status(product, token, "/v1/teams") == 401


def test_the_token_is_copied(settings: Part, product: Running) -> None:
    part = settings("API keys", "API keys")
    part.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    part.get_by_label("Name").fill("Copied")
    part.get_by_label("views:read").check()
    part.get_by_role("button", name="Make key").click()
    once = part.get_by_role("group", name="Token of Copied")
    once.get_by_role("button", name="Copy the token").click()

    expect(once.get_by_role("status")).to_have_text("Copied")
    copied = part.page.evaluate("navigator.clipboard.readText()")
    assert status(product, copied, "/v1/views") == 200


def test_a_key_without_scopes_is_refused_where_they_stand(
    settings: Part, provokes: Provoke
) -> None:
    provokes("422 .*/v1/api_keys")
    part = settings("API keys", "API keys")
    part.get_by_label("Name").fill("Nothing")
    part.get_by_role("button", name="Make key").click()

    scopes = part.get_by_role("group", name="May", exact=True)
    expect(scopes).to_have_accessible_description("Name at least one scope.")
    expect(scopes).to_be_focused()


@pytest.mark.parametrize("role", ["manager", "support"])
def test_who_may_not_see_keys_finds_no_page_of_them(
    visit: Open, product: Running, role: str
) -> None:
    page = visit("/console#/settings/keys", session=product.agent(role)["api_key"])

    expect(page.get_by_role("heading", name="Account", level=1)).to_be_visible()
    contents = page.get_by_role("navigation", name="Settings")
    expect(contents.get_by_role("link", name="API keys")).to_have_count(0)

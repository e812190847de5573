"""What was done to the account, as the settings' page tells it."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Part
from tests.browser.product import Running

pytestmark = pytest.mark.browser


def test_what_was_done_is_told_with_who_did_it(settings: Part, product: Running) -> None:
    name = "Harriet Historian"
    body = {"name": name, "email": "harriet.historian@mail.example", "role": "support"}
    agent = product.ask("POST", "/v1/agents", body)
    product.ask("POST", f"/v1/agents/{agent['id']}/deactivate")
    me = product.ask("GET", "/v1/me")["name"]

    part = settings("History", "History")
    rows = part.get_by_role("listitem")

    expect(rows.filter(has_text=f"{me} invited {name}")).to_have_count(1)
    expect(rows.filter(has_text=f"{me} deactivated {name}")).to_have_count(1)


def test_older_ones_are_a_press_away(settings: Part, product: Running) -> None:
    for number in range(51):
        product.ask("PATCH", "/v1/settings", {"organization_prefix": f"Shop {number}"})
    product.ask("PATCH", "/v1/settings", {"organization_prefix": ""})

    part = settings("History", "History")
    rows = part.get_by_role("listitem")
    expect(rows).to_have_count(50)
    expect(rows.first).to_contain_text("changed the settings: organization_prefix")
    part.get_by_role("button", name="Show more").click()

    expect(rows.nth(50)).to_be_visible()

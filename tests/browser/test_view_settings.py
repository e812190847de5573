"""The team's own views, on the settings' page."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Open, Part, Provoke
from tests.browser.product import Running

pytestmark = pytest.mark.browser


@pytest.fixture
def views(product: Running) -> Iterator[None]:
    """Take the views away that a test makes."""
    before = {view["id"] for view in own(product)}
    yield
    for view in own(product):
        if view["id"] not in before:
            product.ask("DELETE", f"/v1/views/{view['id']}")


def own(product: Running) -> list[dict[str, Any]]:
    return [v for v in product.ask("GET", "/v1/views")["data"] if not v["is_built_in"]]


def named(product: Running, name: str) -> dict[str, Any]:
    return next(view for view in own(product) if view["name"] == name)


def card(part: Locator, name: str) -> Locator:
    heading = part.page.get_by_role("heading", name=name, exact=True)
    return part.get_by_role("listitem").filter(has=heading)


@pytest.mark.acceptance(45)
@pytest.mark.usefixtures("views")
def test_a_view_is_added(settings: Part, product: Running) -> None:
    part = settings("Views", "Your team's views")
    part.get_by_text("Add view").click()
    part.get_by_label("Name").fill("Mine on the phone")
    part.get_by_role("group", name="Channel").get_by_label("SMS").check()
    part.get_by_role("group", name="Channel").get_by_label("WhatsApp").check()
    part.get_by_label("Assigned to").select_option("Whoever looks")
    part.get_by_role("button", name="Add", exact=True).click()

    expect(card(part, "Mine on the phone")).to_contain_text(
        "Shows open tickets, by SMS or WhatsApp, assigned to whoever looks."
    )
    main = part.page.get_by_role("navigation", name="Main")
    expect(main.get_by_role("link", name="Mine on the phone")).to_be_visible()
    filters = named(product, "Mine on the phone")["filters"]
    assert (filters["channel"], filters["assignee"]) == (["sms", "whatsapp"], "me")


@pytest.mark.acceptance(45, 46)
@pytest.mark.usefixtures("views")
def test_name_and_criteria_of_a_view_are_changed(settings: Part, product: Running) -> None:
    filters = {"tags": ["late"], "status": ["open"], "updated_after": "2026-01-01T00:00:00Z"}
    product.ask("POST", "/v1/views", {"name": "Late", "filters": filters})
    part = settings("Views", "Your team's views")
    card(part, "Late").get_by_text("Change Late").click()
    card(part, "Late").get_by_label("Name").fill("Very late")
    status = card(part, "Late").get_by_role("group", name="Status")
    status.get_by_label("Open").uncheck()
    status.get_by_label("Snoozed").check()
    part.get_by_label("Last updated").select_option("In the last 7 days")
    part.get_by_role("button", name="Remove late", exact=True).click()
    part.get_by_role("button", name="Save Late").click()

    expect(card(part, "Very late")).to_contain_text("Saved.")
    changed = named(product, "Very late")["filters"]
    assert (changed["tags"], changed["status"]) == ([], ["snoozed"])
    assert changed["updated_within"] == "7d"
    assert changed["updated_after"].startswith("2026-01-01"), "what the page does not show stays"


@pytest.mark.usefixtures("views")
def test_the_list_leads_to_the_criteria(visit: Open, product: Running) -> None:
    view = product.ask("POST", "/v1/views", {"name": "Led", "filters": {}})["id"]
    page = visit(f"/console#/{view}/default", session=product.agent("owner")["api_key"])
    page.get_by_text("Filters and views").click()
    page.get_by_role("link", name="Change what it shows").click()

    expect(page.get_by_text("Change Led")).to_be_visible()


@pytest.mark.acceptance(45)
@pytest.mark.usefixtures("views")
def test_a_removed_view_comes_back(settings: Part, product: Running) -> None:
    product.ask("POST", "/v1/views", {"name": "Gone", "filters": {"tags": ["gone"]}})
    part = settings("Views", "Your team's views")
    part.get_by_role("button", name="Remove Gone").click()
    expect(card(part, "Gone")).to_have_count(0)
    assert "Gone" not in [view["name"] for view in own(product)]

    part.page.get_by_role("button", name="Undo").click()

    expect(card(part, "Gone")).to_be_visible()
    assert named(product, "Gone")["filters"]["tags"] == ["gone"]


@pytest.mark.usefixtures("views")
def test_a_name_that_is_taken_is_refused(settings: Part, provokes: Provoke) -> None:
    provokes("409 .*/v1/views")
    part = settings("Views", "Your team's views")
    part.get_by_text("Add view").click()
    part.get_by_label("Name").fill("spam")
    part.get_by_role("button", name="Add", exact=True).click()

    expect(part.get_by_text("There is a view with this name already.")).to_be_visible()


@pytest.mark.usefixtures("views")
def test_support_may_change_views(visit: Open, product: Running) -> None:
    product.ask("POST", "/v1/views", {"name": "Ours", "filters": {}})
    page = visit("/console#/settings/views", session=product.agent("support")["api_key"])
    page.get_by_text("Change Ours").click()
    page.get_by_label("Only what whoever looks has not read").check()
    page.get_by_role("button", name="Save Ours").click()

    expect(page.get_by_text("Saved.")).to_be_visible()
    assert named(product, "Ours")["filters"]["is_unread"] is True

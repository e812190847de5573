"""Filters, views of the team's own, and work on several tickets at once, in the console."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Open
from tests.browser.product import Running

pytestmark = pytest.mark.browser


def _item(page: Page, subject: str) -> Locator:
    return page.get_by_role("link", name=re.compile(subject))


def _arrived(page: Page, product: Running, *subjects: str) -> None:
    for subject in subjects:
        product.mail(subject, "Hello", sender=f"Kim <{subject}@mail.example>")
    for subject in subjects:
        expect(_item(page, subject)).to_be_visible()


def _tag(product: Running, subject: str, tag: str) -> None:
    path = f"/v1/tickets/{product.ticket(subject)['id']}/tags"
    product.ask("POST", path, {"add": [tag]})


@pytest.mark.acceptance(45, 46, 47)
def test_filters_become_a_view_that_everybody_sees(
    console: Page, visit: Open, product: Running
) -> None:
    _arrived(console, product, "fern-one", "fern-two")
    _tag(product, "fern-one", "fern")
    console.get_by_text("Filters and views").click()
    console.get_by_label("With the tag").fill("fern")
    console.keyboard.press("Tab")
    expect(_item(console, "fern-two")).to_have_count(0)

    console.get_by_label("Name of the view").fill("Ferns")
    console.get_by_role("button", name="Save as view").click()

    expect(console.get_by_role("heading", name="Ferns")).to_be_visible()
    expect(_item(console, "fern-one")).to_be_visible()
    other = visit("/console", session=product.agent("support")["api_key"])
    other.get_by_role("navigation").get_by_role("link", name="Ferns").click()
    expect(_item(other, "fern-one")).to_be_visible()
    _tag(product, "fern-two", "fern")
    expect(_item(other, "fern-two")).to_be_visible()


@pytest.mark.acceptance(45)
def test_a_view_is_renamed_and_deleted(console: Page, product: Running) -> None:
    product.ask("POST", "/v1/views", {"name": "Orchids", "filters": {"tags": ["orchid"]}})
    console.reload()
    nav = console.get_by_role("navigation")
    nav.get_by_role("link", name="Orchids").click()
    expect(console.get_by_role("status").filter(has_text="Nothing matches.")).to_be_visible()

    console.get_by_text("Filters and views").click()
    console.get_by_label("Name of the view").fill("Roses")
    console.get_by_role("button", name="Rename this view").click()
    expect(console.get_by_role("heading", name="Roses")).to_be_visible()
    console.once("dialog", lambda dialog: dialog.accept())
    console.get_by_text("Filters and views").click()
    console.get_by_role("button", name="Delete this view").click()

    expect(console.get_by_role("heading", name="All tickets")).to_be_visible()
    expect(nav.get_by_role("link", name="Roses")).to_have_count(0)


@pytest.mark.acceptance(39, 109, 110)
def test_several_tickets_are_assigned_at_once(console: Page, product: Running) -> None:
    _arrived(console, product, "moss-one", "moss-two", "moss-three")
    for subject in ("moss-one", "moss-two"):
        console.get_by_role("checkbox", name=re.compile(f"^Select Kim: {subject}")).press("Space")
    selected = console.get_by_role("form", name="Selected tickets")
    expect(selected).to_contain_text("2 selected")

    selected.get_by_label("What to do").select_option("Assign")
    selected.get_by_label("Agent").select_option("Alice Brandt")
    selected.get_by_role("button", name="Apply").click()

    expect(console.get_by_text("Assigned 2 tickets")).to_be_visible()
    holders = [product.ticket(f"moss-{n}")["assignee"] for n in ("one", "two", "three")]
    assert [holder and holder["name"] for holder in holders] == ["Alice Brandt"] * 2 + [None]
    expect(selected).to_be_hidden()


@pytest.mark.acceptance(39)
def test_all_that_match_are_closed(console: Page, product: Running) -> None:
    _arrived(console, product, "ivy-one", "ivy-two", "palm-one")
    for subject in ("ivy-one", "ivy-two"):
        _tag(product, subject, "ivy")
    console.get_by_text("Filters and views").click()
    console.get_by_label("With the tag").fill("ivy")
    console.keyboard.press("Tab")
    expect(_item(console, "palm-one")).to_have_count(0)
    for subject in ("ivy-one", "ivy-two"):
        expect(_item(console, subject)).to_be_visible()

    console.get_by_role("checkbox", name="Select all shown").check()
    console.get_by_role("checkbox", name="All that match this list").check()
    expect(console.get_by_role("button", name="Apply")).to_be_disabled()
    console.get_by_label("What to do").select_option("Close")
    console.get_by_role("button", name="Apply").click()

    expect(console.get_by_text("Closed 2 tickets")).to_be_visible()
    expect(_item(console, "ivy-one")).to_have_count(0)
    assert product.ticket("palm-one")["status"] == "open"

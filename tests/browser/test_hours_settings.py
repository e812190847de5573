"""Office hours, as the settings' page sets them."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Open, Part, Provoke
from tests.browser.product import Running

pytestmark = pytest.mark.browser
KEEP = "We keep office hours"


@pytest.fixture
def hours(settings: Part, product: Running) -> Iterator[Locator]:
    """Return the page; always open again afterwards."""
    before = product.ask("GET", "/v1/settings")["office_hours"]["time_zone"]
    yield settings("Office hours", "Office hours")
    always = {"office_hours": {"time_zone": before, "days": None, "holidays": None}}
    product.ask("PATCH", "/v1/settings", {**always, "office_hours_scope": None})


def saved(part: Locator, product: Running) -> dict[str, Any]:
    part.get_by_role("button", name="Save").click()
    expect(part.get_by_role("status")).to_have_text("Saved.")
    return product.ask("GET", "/v1/settings")


@pytest.mark.acceptance(80)
def test_a_template_is_a_start(hours: Locator, product: Running) -> None:
    expect(hours).to_contain_text("Open now, as always.")
    hours.get_by_label(KEEP).check()
    hours.get_by_role("button", name="Monday to Friday, with a lunch break").click()
    monday = hours.get_by_role("group", name="Monday")
    expect(monday.get_by_label("From", exact=True)).to_have_count(2)
    monday.get_by_role("button", name="Remove 13:00 to 17:00").click()
    monday.get_by_label("To", exact=True).fill("24:00")

    days = saved(hours, product)["office_hours"]["days"]
    assert days["mon"] == [["09:00", "24:00"]]
    assert days["tue"] == [["09:00", "12:00"], ["13:00", "17:00"]]
    assert (days["sat"], days["sun"]) == ([], [])


@pytest.mark.acceptance(80)
def test_hours_over_midnight_are_copied_to_all_days(hours: Locator, product: Running) -> None:
    hours.get_by_label(KEEP).check()
    sunday = hours.get_by_role("group", name="Sunday")
    expect(sunday).to_contain_text("Closed")
    sunday.get_by_role("button", name="Add hours on Sunday").click()
    sunday.get_by_label("From", exact=True).fill("22")
    sunday.get_by_label("To", exact=True).fill("6:30")
    expect(sunday).to_contain_text("Ends on the next day.")
    sunday.get_by_role("button", name="Copy Sunday to all days").click()

    days = saved(hours, product)["office_hours"]["days"]
    assert list(days.values()) == [[["22:00", "06:30"]]] * 7


@pytest.mark.acceptance(80, 102)
def test_the_page_tells_whether_it_is_open_and_when_it_opens(
    hours: Locator, product: Running
) -> None:
    hours.get_by_label(KEEP).check()
    for day in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday"):
        group = hours.get_by_role("group", name=day)
        group.get_by_role("button", name="Remove 09:00 to 17:00").click()
    assert saved(hours, product)["office"] == {"is_open": False, "opens_at": None}
    expect(hours).to_contain_text("Closed, and not opening within a year.")

    hours.get_by_role("button", name="Every day, 8 to 22").click()
    hours.get_by_label("What keeps to office hours").select_option("Tickets of the web chat only")
    office = saved(hours, product)["office"]
    words = "Open now." if office["is_open"] else "Closed now; opens on "
    expect(hours).to_contain_text(words)
    assert product.ask("GET", "/v1/settings")["office_hours_scope"] == "webchat"


def test_holidays_and_a_time_zone_are_kept(hours: Locator, product: Running) -> None:
    hours.get_by_label("Time zone").fill("America/New_York")
    hours.get_by_label(KEEP).check()
    for day in ("2027-12-25", "2027-01-01"):
        hours.get_by_label("Holidays", exact=True).fill(day)
        hours.get_by_role("button", name="Add to Holidays").click()
    hours.get_by_role("button", name="Remove 2027-01-01").click()

    kept = saved(hours, product)["office_hours"]
    assert (kept["time_zone"], kept["holidays"]) == ("America/New_York", ["2027-12-25"])


def test_what_is_no_time_and_no_zone_is_told_beside_the_field(
    hours: Locator, provokes: Provoke
) -> None:
    provokes("422 .*/v1/settings")
    hours.get_by_label("Time zone").fill("Berlin")
    hours.get_by_label(KEEP).check()
    friday = hours.get_by_role("group", name="Friday")
    friday.get_by_label("To", exact=True).fill("25:00")
    hours.get_by_role("button", name="Save").click()

    expect(friday.get_by_text("Write a time from 00:00 to 24:00.")).to_be_visible()
    expect(hours.get_by_text("Name a zone like Europe/Berlin.")).to_be_visible()
    expect(hours.get_by_label("Time zone")).to_be_focused()


def test_support_sees_hours_and_changes_none(visit: Open, product: Running) -> None:
    page = visit("/console#/settings/hours", session=product.agent("support")["api_key"])

    expect(page.get_by_label("Time zone")).to_be_disabled()
    expect(page.get_by_label(KEEP)).to_be_disabled()
    expect(page.get_by_role("button", name="Save Office hours")).to_be_disabled()

"""The reports page: the API's figures, as cards, charts and tables."""

import re
from typing import Any
from urllib.parse import urlencode

import pytest
from playwright.sync_api import expect

from tests.browser.accessible import broken
from tests.browser.conftest import WIDE, Open, Provoke
from tests.browser.days import Days
from tests.browser.product import Running
from tests.browser.reported import TELEPHONE, figures, opened, rows

pytestmark = pytest.mark.browser


@pytest.mark.acceptance(113, 114, 115, 116)
def test_the_cards_show_what_the_api_counts(visit: Open, product: Running, days: Days) -> None:
    page = opened(visit, product, days.address())

    told = product.ask("GET", f"/v1/reports/summary?{urlencode(days.asked())}")["current"]
    shown = figures(page)
    counts = {"Ticket volume": "created", "Resolved": "resolved", "Reopened": "reopened",
              "Auto-closed": "auto_closed", "Backlog": "backlog"}  # fmt: skip
    assert {name: int(shown[name]) for name in counts} == {
        name: told[metric] for name, metric in counts.items()
    }
    assert told["resolved"] >= 2
    for name in ("First response", "All responses", "Resolution"):
        assert re.fullmatch(r"\d+ (s|min|h|d)( \d+ (s|min|h))?", shown[name]), shown


@pytest.mark.acceptance(117)
def test_agents_and_tags_have_their_rows(visit: Open, product: Running, days: Days) -> None:
    page = opened(visit, product, days.address())

    told = product.ask("GET", f"/v1/reports/agents?{urlencode(days.asked())}")["agents"]
    agents = rows(page, "Agents")
    assert {name: cells[:2] for name, cells in agents.items()} == {
        each["name"]: [str(each["assigned"]), str(each["resolved"])] for each in told
    }
    tags = rows(page, "Tags")
    told = product.ask("GET", f"/v1/reports/tags?{urlencode(days.asked())}")["tags"]
    assert {name: cells[:2] for name, cells in tags.items()} == {
        each["name"]: [str(each["created"]), str(each["resolved"])] for each in told
    }
    assert int(tags["reported"][1]) >= 2
    page.get_by_role("region", name="Tags", exact=True).get_by_role("button", name="Tag").click()
    assert list(rows(page, "Tags")) == sorted(tags, key=str.casefold)


def test_the_chart_can_be_read_as_a_table(visit: Open, product: Running, days: Days) -> None:
    page = opened(visit, product, days.address(metric="resolved"))
    part = page.get_by_role("region", name="Day by day")
    part.get_by_text("Show as table").click()

    asked = urlencode(days.asked(metric="resolved"))
    told = [day["value"] for day in product.ask("GET", f"/v1/reports/series?{asked}")["days"]]
    shown = rows(page, "Resolved, day by day")
    assert [int(cells[0]) for cells in shown.values()] == told
    assert sum(told) >= 2


def test_what_is_looked_at_stands_in_the_address(visit: Open, product: Running, days: Days) -> None:
    page = opened(visit, product, days.address())
    page.get_by_role("combobox", name="Channel").select_option("Email")
    page.get_by_role("combobox", name="Figure").select_option("First response")
    page.get_by_role("combobox", name="Of the times, the").select_option("Median")
    page.get_by_role("combobox", name="Times count").select_option("Office hours only")
    expect(page.get_by_role("heading", name="First response, day by day")).to_be_visible()

    for part in ("channel=email", "metric=first_response", "value=median", "clock=office_hours"):
        assert part in page.url
    page.reload()
    expect(page.get_by_role("heading", name="First response, day by day")).to_be_visible()
    expect(page.get_by_role("combobox", name="Channel")).to_have_value("email")
    page.go_back()
    expect(page.get_by_role("combobox", name="Times count")).to_have_value("wall")


def test_a_chart_is_read_by_the_arrow_keys(visit: Open, product: Running, days: Days) -> None:
    page = opened(visit, product, days.address())
    chart = page.get_by_role("img", name="Ticket volume, day by day")
    chart.focus()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")

    told = product.ask("GET", f"/v1/reports/series?{urlencode(days.asked(metric='created'))}")
    reading = page.get_by_role("region", name="Day by day").get_by_role("status")
    expect(reading).to_contain_text(f"This period: {told['days'][-2]['value']}")


def test_who_may_not_see_reports_is_not_led_there(visit: Open, product: Running) -> None:
    scopes = [f"{part}:read" for part in ("tickets", "views", "settings", "people", "teams")]
    key = product.ask("POST", "/v1/api_keys", {"name": "Inbox only", "scopes": scopes})
    page = visit("/console", session=key["token"])

    expect(page.get_by_role("link", name="Settings")).to_be_visible()
    expect(page.get_by_role("link", name="Reports")).to_have_count(0)


def test_what_fails_can_be_tried_again(
    visit: Open, product: Running, days: Days, provokes: Provoke
) -> None:
    provokes("503 .*/v1/reports/summary")
    page = visit("/console#/all/open", session=product.agent("support")["api_key"])
    refusal = {"detail": "Busy; try again.", "code": "unavailable"}
    page.route("**/v1/reports/summary?*", lambda route: route.fulfill(status=503, json=refusal))
    page.get_by_role("link", name="Reports").click()
    expect(page.get_by_role("main").get_by_role("alert")).to_contain_text("Busy")
    page.unroute("**/v1/reports/summary?*")
    page.get_by_role("button", name="Try again").click()

    expect(page.get_by_role("region", name="Agents", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="Make all figures anew")).to_have_count(0)


@pytest.mark.parametrize(
    "kind",
    [{}, {"color_scheme": "dark"}, {"size": TELEPHONE}, {"size": TELEPHONE, "locale": "ar"}],
    ids=["wide", "dark", "telephone", "from the right"],
)
def test_everybody_can_use_it(
    visit: Open, product: Running, days: Days, kind: dict[str, Any]
) -> None:
    page = opened(visit, product, days.address(), **kind)
    for closed in page.locator("summary").all():
        closed.click()

    width = kind.get("size", WIDE)[0]
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert broken(page) == []


def test_on_paper_are_the_figures_alone(visit: Open, product: Running, days: Days) -> None:
    page = opened(visit, product, days.address())
    before = figures(page)
    page.emulate_media(media="print")

    expect(page.get_by_role("navigation", name="Main")).to_be_hidden()
    expect(page.get_by_role("button", name="Refresh")).to_be_hidden()
    expect(page.get_by_role("combobox", name="Period")).to_be_hidden()
    assert figures(page) == before
    assert page.evaluate("getComputedStyle(document.querySelector('main')).overflow") == "visible"

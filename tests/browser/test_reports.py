"""The reports page: the API's figures, as cards, charts and tables."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.accessible import broken
from tests.browser.conftest import WIDE, Open, Provoke
from tests.browser.product import Running

pytestmark = pytest.mark.browser
TELEPHONE = (360, 740)


@dataclass(frozen=True)
class Days:
    """Days that something was counted on."""

    first: str
    last: str

    def asked(self, **more: str) -> dict[str, str]:
        """Return what is asked of the API."""
        return {"from": self.first, "to": self.last, **more}

    def address(self, **more: str) -> str:
        """Return where the page shows them."""
        return f"/console#/reports?{urlencode({'period': 'own', **self.asked(**more)})}"


@pytest.fixture(scope="module")
def days(product: Running) -> Days:
    """Return the last week, with some work on its last day that is counted."""
    for number in range(3):
        subject = f"Reported {number}"
        product.mail(subject, "How is it?", sender=f"reported{number}@mail.example")
    product.pass_time(minutes=20)
    for number in range(2):
        ticket = f"/v1/tickets/{product.ticket(f'Reported {number}')['id']}"
        product.ask("POST", f"{ticket}/replies", {"text": "Like this."})
        product.ask("POST", f"{ticket}/tags", {"add": ["reported"]})
        product.ask("POST", f"{ticket}/close")
    product.pass_time(minutes=10)
    last = date.fromisoformat(product.ticket("Reported 0")["created_at"][:10])
    return Days((last - timedelta(days=6)).isoformat(), (last + timedelta(days=1)).isoformat())


@pytest.fixture(autouse=True)
def elsewhere(provokes: Provoke) -> None:
    """Let what other parts of the product tell be away."""
    provokes("404 .*/v1/customer_agent/metrics")


def opened(visit: Open, product: Running, address: str, **kind: Any) -> Page:
    """Return the page with everything on it."""
    page = visit(address, session=product.agent("owner")["api_key"], **kind)
    expect(page.get_by_role("heading", name="Reports", level=1)).to_be_visible()
    for name in ("Day by day", "By channel", "Agents", "Tags", "Teams"):
        expect(
            page.get_by_role("region", name=name, exact=True).get_by_text("Loading…")
        ).to_have_count(0)
    expect(page.locator("canvas")).to_have_count(2)
    return page


def figures(page: Page) -> dict[str, str]:
    """Return what the cards say, by name."""
    cards = page.locator(".figures > li").all()
    named = [(card.get_attribute("aria-label") or "", card.locator(".value")) for card in cards]
    return {name: value.inner_text() for name, value in named}


def rows(page: Page, name: str) -> dict[str, list[str]]:
    """Return the cells of a table's rows, by what a row is about."""
    table = page.get_by_role("region", name=f"Table: {name}", exact=True)
    found = [row.locator("th, td").all_inner_texts() for row in table.locator("tbody tr").all()]
    return {first: rest for first, *rest in found}


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
    assert tags["reported"][:2] == ["2", "2"]
    page.get_by_role("region", name="Tags", exact=True).get_by_role("button", name="Tag").click()
    assert list(rows(page, "Tags")) == sorted(tags)


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


PAGE_OF_TICKETS = {
    "ticket_id": "", "number": 7, "subject": "Reported 0", "channel": "email", "day": "",
    "count": 1, "seconds": 1_200, "office_seconds": 600,
}  # fmt: skip


def test_a_figure_leads_to_its_tickets(visit: Open, product: Running, days: Days) -> None:
    page = opened(visit, product, days.address())
    ticket = {**PAGE_OF_TICKETS, "ticket_id": product.ticket("Reported 0")["id"], "day": days.last}
    asked: list[str] = []

    def answer(route: Route) -> None:
        asked.append(route.request.url)
        is_first = "cursor" not in route.request.url
        found = {"data": [ticket], "next_cursor": "more" if is_first else None}
        route.fulfill(json=found)

    page.route("**/v1/reports/tickets?*", answer)
    page.get_by_role("button", name="Resolution: ").click()
    sheet = page.get_by_role("dialog", name="Resolution")
    expect(sheet.get_by_role("link", name="Reported 0")).to_contain_text("20 min · 10 min of it")
    sheet.get_by_role("button", name="Show more").click()
    expect(sheet.get_by_role("link", name="Reported 0")).to_have_count(2)
    assert broken(page) == []
    assert {f"from={days.first}", f"to={days.last}", "metric=resolution"} <= {
        *asked[0].partition("?")[2].split("&")
    }

    page.keyboard.press("Escape")
    expect(sheet).to_have_count(0)


def test_where_tickets_cannot_be_told_figures_are_no_links(
    visit: Open, product: Running, days: Days, provokes: Provoke
) -> None:
    provokes("404 .*/v1/reports/tickets")
    page = opened(visit, product, days.address())
    page.route("**/v1/reports/tickets?*", lambda route: route.fulfill(status=404, json={}))
    page.get_by_role("button", name="Resolved: ").first.click()
    expect(page.get_by_role("dialog")).to_contain_text("cannot tell which")
    page.keyboard.press("Escape")

    expect(page.locator(".figures .behind")).to_have_count(0)
    assert "Resolved" in figures(page)


def test_an_export_is_followed_to_its_end(visit: Open, product: Running, days: Days) -> None:
    page = opened(visit, product, days.address())
    states = [(2, None), (8, "https://files.example/report.csv")]

    def answer(route: Route) -> None:
        done, url = (0, None) if route.request.method == "POST" else states.pop(0)
        status = "done" if url else "running"
        progress = {"days_done": done, "days": 8}
        made = {"id": "exp_1", "status": status, "progress": progress, "url": url}
        route.fulfill(json=made)

    page.route("**/v1/reports/exports**", answer)
    page.get_by_role("button", name="Export as CSV").click()
    expect(page.get_by_text("2 of 8 days")).to_be_visible()
    link = page.get_by_role("link", name="Download the file")
    expect(link).to_have_attribute("href", "https://files.example/report.csv")


def test_the_customer_agent_is_shown_where_it_is_told(
    visit: Open, product: Running, days: Days
) -> None:
    session = product.agent("owner")["api_key"]
    page = visit("/console#/all/open", session=session)
    told = {"conversations": 12, "resolved": 6, "routed": 3, "closed": 2, "open": 1,
            "resolution_rate": 0.5, "routed_rate": 0.25,
            "by_channel": {"webchat": {"conversations": 12, "resolved": 6}}}  # fmt: skip
    page.route("**/v1/customer_agent/metrics?*", lambda route: route.fulfill(json=told))
    page.goto(product.base_url + days.address())

    part = page.get_by_role("region", name="Customer Agent", exact=True)
    expect(part).to_contain_text("50%")
    assert rows(page, "Customer Agent by channel")["Chat"][:2] == ["12", "6"]


def test_all_is_made_anew_once_that_is_confirmed(visit: Open, product: Running, days: Days) -> None:
    page = opened(visit, product, days.address())
    before = figures(page)
    page.get_by_role("button", name="Make all figures anew").click()
    with page.expect_response("**/v1/reports/rebuild") as answer:
        page.get_by_role("dialog").get_by_role("button", name="Make anew").click()
    assert answer.value.status == 202
    expect(page.get_by_text("Ordered: all figures")).to_be_visible()

    product.pass_time(minutes=3)
    page.get_by_role("button", name="Refresh").click()
    expect(page.get_by_text("are being made anew")).to_have_count(0)
    assert figures(page) == before


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

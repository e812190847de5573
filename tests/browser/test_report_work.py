"""What is done from the reports: to their tickets, a file, anew, and by mail each week."""

import pytest
from playwright.sync_api import Route, expect

from tests.browser.accessible import broken
from tests.browser.conftest import Open, Part, Provoke
from tests.browser.product import Running
from tests.browser.reported import (
    Days,
    days,
    elsewhere,
    figures,
    opened,
    rows,
)

__all__ = ["days", "elsewhere"]
pytestmark = pytest.mark.browser


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
    expect(sheet.get_by_role("link", name="Reported 0")).to_contain_text("20 min, 10 min of it")
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
            "by_channel": {"chat": {"conversations": 12, "resolved": 6}}}  # fmt: skip
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


def test_who_gets_the_weekly_mail_is_chosen_among_the_team(
    settings: Part, product: Running, provokes: Provoke
) -> None:
    provokes("422 .*/v1/settings")
    alice = product.agent("support")
    part = settings("Reports", "Weekly summary")
    part.get_by_label("Mail the team").check()
    part.get_by_role("button", name="Save").click()
    expect(part.get_by_text("Name somebody of the team.")).to_be_visible()

    part.get_by_label(alice["email"]).check()
    part.get_by_role("button", name="Save").click()
    expect(part.get_by_role("status")).to_have_text("Saved.")
    assert broken(part.page) == []
    saved = product.ask("GET", "/v1/settings")["reports"]["weekly_email"]
    assert saved["is_on"]
    assert saved["to"] == [alice["id"]]
    part.get_by_label("Mail the team").uncheck()
    part.get_by_role("button", name="Save").click()
    expect(part.get_by_role("status")).to_have_text("Saved.")

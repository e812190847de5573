"""What is done from the reports: to their tickets, a file, anew, and by mail each week."""

import csv
from urllib.parse import urlencode

import pytest
from playwright.sync_api import expect

from tests.browser.accessible import broken
from tests.browser.conftest import Open, Part, Provoke
from tests.browser.days import Days
from tests.browser.product import Running
from tests.browser.reported import figures, opened

pytestmark = pytest.mark.browser


def test_a_figure_leads_to_its_tickets(visit: Open, product: Running, days: Days) -> None:
    page = opened(visit, product, days.address())
    asked = {**days.asked(), "metric": "resolution", "limit": "50"}
    behind = product.ask("GET", f"/v1/reports/tickets?{urlencode(asked)}")["data"]
    subject = next(each["subject"] for each in behind if each["subject"])

    page.get_by_role("button", name="Resolution: ").first.click()
    sheet = page.get_by_role("dialog", name="Resolution")
    link = sheet.get_by_role("link", name=subject).first
    expect(link).to_contain_text("in office hours")
    assert len(behind) == sheet.get_by_role("listitem").count()
    assert broken(page) == []
    link.click()

    expect(sheet).to_have_count(0)
    expect(page.get_by_role("heading", name=subject)).to_be_visible()


@pytest.mark.acceptance(113, 114)
def test_the_backlog_leads_to_its_tickets(visit: Open, product: Running, days: Days) -> None:
    page = opened(visit, product, days.address(metric="backlog"))
    told = product.ask("GET", f"/v1/reports/summary?{urlencode(days.asked())}")["current"]
    page.get_by_role("button", name="Backlog: ").first.click()

    sheet = page.get_by_role("dialog", name="Backlog")
    expect(sheet).to_contain_text("not closed since")
    while (more := sheet.get_by_role("button", name="Show more")).count():
        more.click()
        expect(sheet.get_by_text("Loading…")).to_be_hidden()
    expect(sheet.get_by_role("listitem")).to_have_count(told["backlog"])
    assert broken(page) == []


@pytest.mark.acceptance(115, 116, 117)
def test_an_agent_has_median_and_p90(visit: Open, product: Running, days: Days) -> None:
    page = opened(visit, product, days.address())
    told = product.ask("GET", f"/v1/reports/agents?{urlencode(days.asked())}")["agents"]
    best = next(each for each in told if each["resolution"]["n"])
    part = page.get_by_role("region", name="Agents", exact=True)
    part.get_by_role("combobox", name="Median and p90 of an agent").select_option(best["name"])

    shown = part.get_by_role("list", name=best["name"]).get_by_role("listitem")
    expect(shown).to_have_count(3)
    expect(shown.last).to_contain_text("p90")
    expect(shown.last.get_by_role("definition").last).to_have_text(str(best["resolution"]["n"]))
    assert broken(page) == []


def test_the_tickets_of_a_tag_are_those_that_have_it(
    visit: Open, product: Running, days: Days
) -> None:
    page = opened(visit, product, days.address())
    row = page.get_by_role("region", name="Tags").get_by_role("row", name="reported")
    row.get_by_role("button", name="Resolved, reported: ").click()

    sheet = page.get_by_role("dialog", name="Resolved, reported")
    expect(sheet.get_by_role("link")).to_have_count(2)
    page.keyboard.press("Escape")
    expect(sheet).to_have_count(0)


def test_an_export_is_followed_to_its_end(visit: Open, product: Running, days: Days) -> None:
    page = opened(visit, product, days.address())
    page.get_by_role("button", name="Export as CSV").click()
    link = page.get_by_role("link", name="Download the file")
    expect(link).to_be_visible()

    with page.expect_download() as download:
        link.click()
    with download.value.path().open(newline="", encoding="utf-8-sig") as file:
        subjects = [row["subject"] for row in csv.DictReader(file)]
    assert {"Reported 0", "Reported 1"} <= set(subjects)


def test_the_customer_agent_is_shown_as_it_is_told(
    visit: Open, product: Running, days: Days
) -> None:
    page = opened(visit, product, days.address())
    metrics = product.ask("GET", f"/v1/customer_agent/metrics?{urlencode(days.asked())}")

    part = page.get_by_role("region", name="Customer Agent", exact=True)
    expect(part).to_contain_text("Handed over, of all")
    expect(part.get_by_role("definition").first).to_have_text(str(metrics["conversations"]))


def test_what_campaigns_led_to_is_told(visit: Open, product: Running, days: Days) -> None:
    name, customer = "Autumn reported", {"phone": "+447700399001"}
    send = {"id": "send-reported-1", "channel": "sms", "kind": "campaign", "name": name,
            "customer": customer, "text": "Leaves fall, prices too."}  # fmt: skip
    product.ask("POST", "/v1/customers/identify", customer)
    product.ask("POST", "/v1/sends", send)
    product.ask("POST", "/dev/drain")
    page = opened(visit, product, days.address())

    part = page.get_by_role("region", name="Campaigns and flows", exact=True)
    expect(part.get_by_role("row", name=name)).to_contain_text("Campaign")
    expect(part).to_contain_text("Texts that answered none")


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

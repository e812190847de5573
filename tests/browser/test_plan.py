"""The account's plan in the console: until when, what rests, and who can bring it back."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessible import broken
from tests.browser.conftest import Open, Provoke
from tests.browser.product import Running

pytestmark = [pytest.mark.browser, pytest.mark.acceptance(6, 7)]
NOTE = "Not in your plan"
ENDED = "The plan Trial has ended. You go on with the free Inbox"


@pytest.fixture(autouse=True)
def helpdesk_again(product: Running) -> Iterator[None]:
    """Leave the shop with everything, whatever a test does to its plan."""
    yield
    product.be_on("helpdesk")


def soon(product: Running, **span: float) -> str:
    now = datetime.fromisoformat(product.now())
    return (now.astimezone(UTC) + timedelta(**span)).isoformat()


def opened(visit: Open, product: Running, place: str = "", role: str = "owner") -> Page:
    page = visit(f"/console{place}", session=product.agent(role)["api_key"])
    expect(page.get_by_role("navigation", name="Main")).to_be_visible()
    return page


def to_account(page: Page) -> None:
    """Go to the page of the account; the page that is left may have a link of that name too."""
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Settings").click()
    contents = page.get_by_role("navigation", name="Settings")
    contents.get_by_role("link", name="Account", exact=True).click()


def over(product: Running) -> None:
    """Let the shop's trial end."""
    product.be_on("trial", ends_at=soon(product, minutes=30))
    product.pass_time(minutes=35)


def test_the_account_page_tells_the_plan_and_its_end(visit: Open, product: Running) -> None:
    product.be_on("trial", ends_at=soon(product, days=10))
    page = opened(visit, product, "#/settings/account")
    part = page.get_by_role("region", name="Plan", exact=True)

    expect(part).to_contain_text("Trial, until ")
    expect(part).to_contain_text("Then the free Inbox goes on.")
    expect(part.get_by_role("listitem").filter(has_text="The Customer Agent")).to_be_visible()
    expect(page.get_by_text("ends ", exact=False).filter(has_text="The plan")).to_have_count(0)
    assert broken(page) == []


def test_in_the_last_days_owners_are_told_and_others_are_not(visit: Open, product: Running) -> None:
    product.be_on("trial", ends_at=soon(product, days=2))

    expect(opened(visit, product).get_by_text("The plan Trial ends ")).to_be_visible()
    support = opened(visit, product, role="support")
    expect(support.get_by_text("The plan Trial ends ")).to_have_count(0)


def test_after_the_end_it_is_said_once_and_taken_note_of(visit: Open, product: Running) -> None:
    over(product)
    page = opened(visit, product)
    told = page.get_by_text(ENDED)
    expect(told).to_be_visible()
    assert broken(page) == []
    page.get_by_role("button", name="Got it").click()
    expect(told).to_have_count(0)
    page.reload()
    expect(page.get_by_role("navigation", name="Main")).to_be_visible()
    to_account(page)

    part = page.get_by_role("region", name="Plan", exact=True)
    expect(part).to_contain_text("The plan Trial ended ")
    expect(part).to_contain_text("Not included; what you have set up of it is kept:")
    expect(told).to_have_count(0)


PAGES = {
    "#/reports": "Reports",
    "#/settings/closing": "Automatic closing",
    "#/settings/routing": "Handing out in turns",
    "#/settings/teams": "Teams",
    "#/settings/views": "Views of your own",
    "#/settings/knowledge": "The Customer Agent",
    "#/settings/agent-overview": "The Customer Agent",
}


@pytest.mark.parametrize(("place", "name"), PAGES.items())
def test_what_rests_is_explained_and_works_again_with_a_plan(
    visit: Open, product: Running, place: str, name: str
) -> None:
    product.be_on("inbox")
    page = opened(visit, product, place)
    note = page.get_by_role("region", name=NOTE)
    expect(note.get_by_role("heading")).to_have_text(f"{name}: not in the plan Inbox")
    expect(note).to_contain_text("What you have set up is kept")
    expect(note).to_contain_text("Whoever runs this installation")
    assert broken(page) == []

    product.be_on("helpdesk")
    to_account(page)
    expect(page.get_by_role("region", name="Plan", exact=True)).to_contain_text("Helpdesk")
    page.goto(product.base_url + "/console" + place)
    expect(page.get_by_role("main")).to_be_visible()
    expect(note).to_have_count(0)


def test_a_list_cannot_be_kept_as_a_view_and_says_why(visit: Open, product: Running) -> None:
    product.be_on("inbox")
    page = opened(visit, product)
    page.get_by_text("Filters and views").click()

    expect(page.get_by_role("region", name=NOTE)).to_contain_text("Views of your own")
    expect(page.get_by_role("button", name="Save as view")).to_have_count(0)


def test_who_has_the_console_open_when_the_plan_ends_is_told_when_they_meet_it(
    visit: Open, product: Running, provokes: Provoke
) -> None:
    page = opened(visit, product)
    product.be_on("inbox")
    provokes("402 .*/v1/reports")
    page.get_by_role("link", name="Reports").click()

    expect(page.get_by_role("region", name=NOTE)).to_contain_text("Reports: not in the plan Inbox")


def test_the_team_still_answers(visit: Open, product: Running) -> None:
    product.be_on("inbox")
    product.mail("Free of charge", "Do you still answer?", sender="fred@mail.example")
    ticket: dict[str, Any] = product.ticket("Free of charge")
    page = opened(visit, product, f"#/all/open/{ticket['id']}")
    page.get_by_role("textbox", name="Reply").fill("We do.")
    page.get_by_role("button", name="Send", exact=True).click()

    expect(page.get_by_role("article").filter(has_text="We do.")).to_be_visible()

"""What the console shows of a customer beside the ticket."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Open
from tests.browser.product import Running, running

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def years(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """Run a product of its own, whose shop has sold for two years."""
    with running(tmp_path_factory.mktemp("years"), "--orders") as started:
        started.drain()
        yield started


@pytest.fixture
def page(visit: Open, years: Running) -> Page:
    """Return that shop's console."""
    return visit(f"{years.base_url}/console", session=years.agent("owner")["api_key"])


def panel(page: Page, words: str) -> Locator:
    """Open the ticket with these words, and what is known of its customer, unless it stays open."""
    page.get_by_role("link", name=re.compile(words)).first.click()
    folded = page.locator("summary").get_by_text("Customer", exact=True)
    expect(folded).to_be_visible()
    if page.evaluate("localStorage.getItem('deskhand.customer')") != "yes":
        folded.click()
    expect(page.get_by_role("region", name="Predictions")).to_be_visible()
    return page.locator(".customer")


def happened(product: Running, metric: str, at: str, **properties: object) -> None:
    event = {
        "customer": {"email": "priya@mail.example"}, "metric": metric, "time": at,
        "id": f"{metric} {at}",
        "properties": properties,
    }  # fmt: skip
    product.ask("POST", "/v1/events", event)


@pytest.mark.acceptance(55, 56, 57, 58, 59)
def test_predictions_stand_beside_the_ticket(page: Page) -> None:
    known = panel(page, "Priya Nair").get_by_role("region", name="Predictions")

    expect(known).to_contain_text(re.compile(r"Lifetime value.*€[0-9,.]+"))
    expect(known).to_contain_text(re.compile(r"Orders\D*\d+, and [0-9.]+ more in 365 days"))
    expect(known).to_contain_text(re.compile(r"Churn risk\s*Low \(\d+%\)"))
    expect(known).to_contain_text(re.compile(r"Next order\s*Around \w+ \d+"))
    expect(known).to_contain_text(re.compile(r"it was\s+off by \d+% of the orders"))


@pytest.mark.parametrize(
    ("missing", "words"),
    [
        ([], "Not enough data yet: the shop's orders are looked at once a day."),
        ([{"code": "repeated_spending", "have": 0, "need": 1}], "several times"),
        ([{"code": "days_of_history", "have": 3, "need": 180}], "days of history: 3 of 180"),
    ],
)
def test_what_is_missing_for_predictions_is_said(
    page: Page, missing: list[dict[str, object]], words: str
) -> None:
    lacking = {"status": "not_enough_data", "missing": missing}
    page.route("**/predictions", lambda route: route.fulfill(json=lacking))

    known = panel(page, "Priya Nair").get_by_role("region", name="Predictions")

    expect(known).to_contain_text(words)


@pytest.mark.acceptance(60)
def test_all_tickets_of_a_customer_lead_to_each(page: Page, years: Running) -> None:
    years.mail("second-matter", "And one more thing", sender="Priya <priya@mail.example>")
    known = panel(page, "Where is my order 1043")

    known.get_by_text("All tickets of this customer").click()
    known.get_by_role("link", name=re.compile("second-matter")).click()

    expect(page.get_by_role("heading", name="second-matter")).to_be_visible()


@pytest.mark.acceptance(60)
def test_tickets_of_a_customer_are_narrowed_and_turned_round(page: Page, years: Running) -> None:
    for words in ("first-leaf", "second-leaf"):
        years.mail(words, "A leaf", sender="Lo <lo@mail.example>")
        years.pass_time(hours=2)
    years.ask("POST", f"/v1/tickets/{years.ticket('first-leaf')['id']}/close", {})
    known = panel(page, "second-leaf")
    known.get_by_text("All tickets of this customer").click()
    rows = known.get_by_role("link", name=re.compile("-leaf"))
    expect(rows).to_have_count(2)

    known.get_by_label("Status").select_option("Closed")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text(re.compile("first-leaf.*closed"))
    known.get_by_label("Status").select_option("Snoozed")
    expect(known.get_by_text("There are no such tickets.")).to_be_visible()
    known.get_by_label("Status").select_option("All")
    expect(rows).to_have_text([re.compile("first-leaf"), re.compile("second-leaf")])
    known.get_by_label("Sort").select_option("Oldest")
    expect(rows).to_have_text([re.compile("second-leaf"), re.compile("first-leaf")])


@pytest.mark.acceptance(64, 65, 66)
def test_events_are_filtered_and_the_filter_stays(page: Page, years: Running) -> None:
    happened(years, "Viewed Product", "2026-01-02T10:00:00Z", Product="Fern")
    happened(years, "Opened Email", "2026-01-03T10:00:00Z", Subject="New pots")
    known = panel(page, "Where is my order 1043")
    known.get_by_text("Events", exact=True).click()

    known.get_by_role("button", name=re.compile("Viewed Product")).click()
    expect(page.get_by_role("dialog", name="Viewed Product")).to_contain_text("Fern")
    page.keyboard.press("Escape")
    group = known.get_by_role("group", name="Show only, for every customer")
    expect(group.get_by_role("status")).to_have_text("")
    known.get_by_role("checkbox", name="Opened Email").check()
    expect(group.get_by_role("status")).to_have_text("Saved for all your tickets.")
    expect(known.get_by_role("button", name=re.compile("Viewed Product"))).to_have_count(0)
    page.reload()

    again = panel(page, "Where is my order 1043")
    again.get_by_text("Events", exact=True).click()
    expect(again.get_by_role("checkbox", name="Opened Email")).to_be_checked()
    expect(again.get_by_text("Saved for all your tickets.")).to_be_visible()
    expect(again.get_by_role("button", name=re.compile("Opened Email"))).to_be_visible()
    expect(again.get_by_role("button", name=re.compile("Viewed Product"))).to_have_count(0)


def test_what_is_pinned_comes_first(page: Page, years: Running) -> None:
    pinned = {"profile": {"pinned_properties": ["Size", "Birthday"]}}
    years.ask("PATCH", "/v1/settings", pinned)
    person = {"email": "priya@mail.example", "properties": {"Size": "M", "Garden": True}}
    years.ask("POST", "/v1/customers/identify", person)

    known = panel(page, "Where is my order 1043").get_by_role("region", name="Profile")

    expect(known).to_contain_text(re.compile(r"Size\s*M\s*Birthday\s*—"))
    known.get_by_text("More properties").click()
    expect(known).to_contain_text(re.compile(r"Garden\s*Yes"))

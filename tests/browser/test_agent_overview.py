"""How the Customer Agent does: rates with what they mean, conversations, and what nobody answered.

The figures are told by the test: these tests are about the page. One asks the server.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.accessible import broken
from tests.browser.conftest import Open
from tests.browser.product import Running

pytestmark = pytest.mark.browser
TELEPHONE = (360, 740)
OpenPage = Callable[..., Page]


def _conversation(number: int, outcome: str, **more: Any) -> dict[str, Any]:
    return {
        "ticket_id": f"tkt_{number}", "number": number, "first_question": f"Question {number}?",
        "customer": {"id": "cus_1", "name": "Kim Lee", "email": "kim@mail.example"},
        "channel": "chat", "outcome": outcome, "reason": None, "rule_id": None, "messages": 3,
        "updated_at": "2026-03-02T09:00:00Z", **more,
    }  # fmt: skip


def _question(own: str, words: str, times: int, *examples: str) -> dict[str, Any]:
    last = "2026-03-02T09:00:00Z"
    return {"id": own, "question": words, "count": times, "examples": [*examples], "last_at": last}


FIGURES = {
    "conversations": 120, "ended": 100, "resolved": 43, "routed": 51, "closed": 6, "open": 20,
    "resolution_rate": 0.43, "routed_rate": 0.51, "by_channel": {
        "chat": {"conversations": 80, "resolution_rate": 0.5, "routed_rate": 0.25},
        "sms": {"conversations": 40, "resolution_rate": None, "routed_rate": 1.0},
    },
    "definitions": {"resolution_rate": "Resolved, of those that ended.", "closed": "Given up."},
}  # fmt: skip


@dataclass
class Told:
    """What the page is told, and what it asked."""

    figures: dict[str, Any] = field(default_factory=lambda: dict(FIGURES))
    pages: list[list[dict[str, Any]]] = field(default_factory=lambda: [[]])
    questions: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    asked: list[dict[str, str]] = field(default_factory=list[dict[str, str]])
    """The queries for rates and conversations, in order."""

    def serve(self, page: Page) -> None:
        """Answer the page from here on."""
        page.route("**/v1/customer_agent/metrics*", self._figures)
        page.route("**/v1/customer_agent/conversations*", self._conversations)
        page.route("**/v1/customer_agent/unanswered", self._unanswered)
        page.route("**/v1/customer_agent/unanswered/*", self._dismissed)

    def _note(self, route: Route) -> dict[str, str]:
        query = parse_qs(urlsplit(route.request.url).query)
        self.asked.append({name: values[0] for name, values in query.items()})
        return self.asked[-1]

    def _figures(self, route: Route) -> None:
        self._note(route)
        route.fulfill(json=self.figures)

    def _conversations(self, route: Route) -> None:
        at = int(self._note(route).get("cursor", "0"))
        onward = str(at + 1) if at + 1 < len(self.pages) else None
        route.fulfill(json={"data": self.pages[at], "next_cursor": onward})

    def _unanswered(self, route: Route) -> None:
        route.fulfill(json={"data": self.questions})

    def _dismissed(self, route: Route) -> None:
        gone = route.request.url.rsplit("/", 1)[1]
        assert route.request.method == "DELETE"
        self.questions = [each for each in self.questions if each["id"] != gone]
        route.fulfill(status=204)


@pytest.fixture
def told() -> Told:
    """Return what the page is going to be told."""
    return Told()


@pytest.fixture
def overview(visit: Open, product: Running, told: Told) -> OpenPage:
    """Return what opens the overview, told so."""

    def show(role: str = "owner", **kind: Any) -> Page:
        page = visit("/console", session=product.agent(role)["api_key"], **kind)
        told.serve(page)
        page.goto(f"{product.base_url}/console#/settings/agent-overview")
        expect(page.get_by_role("heading", name="Overview", level=1)).to_be_visible()
        return page

    return show


def _part(page: Page, name: str) -> Locator:
    return page.get_by_role("region", name=name, exact=True)


@pytest.mark.acceptance(140)
@pytest.mark.acceptance(141)
def test_rates_are_shown_with_what_they_mean(overview: OpenPage) -> None:
    rates = _part(overview(), "Rates")

    expect(rates).to_contain_text("Resolution rate43%Resolved, of those that ended.")
    expect(rates).to_contain_text("Routed to the team51%")
    expect(rates).to_contain_text("Less than half is resolved.")
    rates.get_by_text("What is counted").click()
    expect(rates.get_by_role("definition").filter(has_text="Given up.")).to_be_visible()
    rows = rates.get_by_role("table", name="Rates by channel").get_by_role("row")
    expect(rows).to_have_text([re.compile("Channel"), "Chat8050%25%", "SMS40none100%"])


def test_the_figures_are_those_of_the_server(visit: Open, product: Running) -> None:
    page = visit("/console", session=product.agent("owner")["api_key"])
    with page.expect_response("**/v1/customer_agent/metrics?*") as answer:
        page.goto(f"{product.base_url}/console#/settings/agent-overview")
    told = product.ask("GET", answer.value.url.removeprefix(product.base_url))

    rates = _part(page, "Rates")
    expect(rates).to_contain_text(told["definitions"]["resolution_rate"])
    for name, key in (("Conversations", "conversations"), ("Still open", "open")):
        term = rates.get_by_role("term").filter(has_text=re.compile(f"^{name}$"))
        expect(term.first.locator("xpath=following-sibling::dd[1]")).to_have_text(str(told[key]))
    conversations = product.ask("GET", "/v1/customer_agent/conversations")["data"]
    rows = _part(page, "Conversations").get_by_role("listitem")
    expect(rows).to_have_count(len(conversations))


def test_rates_of_other_days_and_one_channel(overview: OpenPage, told: Told) -> None:
    rates = _part(overview(), "Rates")
    expect(rates).to_contain_text("43%")
    told.figures = {**told.figures, "ended": 0, "resolution_rate": None, "conversations": 0}
    rates.get_by_label("Channel").select_option("SMS")
    expect(rates).to_contain_text("Resolution ratenone")
    expect(rates).to_contain_text("There were no conversations on these days.")
    assert told.asked[-1]["channel"] == "sms"

    rates.get_by_label("Period").select_option("Other days")
    rates.get_by_label("From").fill("2026-03-01")
    rates.get_by_label("To, included").fill("2026-02-01")
    expect(rates).to_contain_text("The first day comes before the last.")
    rates.get_by_label("From").fill("2026-01-01")
    expect(rates).to_contain_text("Resolution ratenone")
    assert told.asked[-1] == {"from": "2026-01-01", "to": "2026-02-01", "channel": "sms"}


@pytest.mark.acceptance(141)
def test_what_was_not_answered_leads_to_an_article(overview: OpenPage, told: Told) -> None:
    told.questions = [
        _question("unq_1", "Do you engrave / paint pots?", 7, "can you engrave"),
        _question("unq_2", "Is it vegan?", 1),
    ]
    page = overview()
    part = _part(page, "Unanswered questions")
    first = part.get_by_role("listitem", name="Do you engrave / paint pots?")
    expect(first).to_contain_text("Asked 7 times")
    first.get_by_text("As others asked it").click()
    expect(first).to_contain_text("can you engrave")
    part.get_by_role("button", name="Dismiss: Is it vegan?").click()
    expect(part.get_by_text("Is it vegan?")).to_have_count(0)
    first.get_by_role("link", name=re.compile("^Write an article")).click()

    expect(page.get_by_role("heading", name="New article")).to_be_focused()
    expect(page.get_by_label("Title")).to_have_value("Do you engrave / paint pots?")


def test_conversations_lead_to_their_tickets(
    overview: OpenPage, told: Told, product: Running
) -> None:
    product.mail("routed-story", "Hello", sender="kim@mail.example")
    ticket = product.ticket("routed-story")
    routed = _conversation(7, "routed", ticket_id=ticket["id"], reason="asked_for_person")
    told.pages = [[routed], [_conversation(6, "resolved")]]
    page = overview()
    part = _part(page, "Conversations")
    part.get_by_role("button", name="Show more").click()
    rows = part.get_by_role("listitem")
    expect(rows).to_contain_text(["Routed to the team", "Resolved"])
    expect(rows.first).to_contain_text("#7 · Kim Lee · Chat · 3 messages")
    expect(rows.first).to_contain_text("a person was asked for")

    told.pages = [[routed]]
    part.get_by_label("Outcome").select_option("Routed to the team")
    expect(rows).to_have_count(1)
    assert told.asked[-1]["outcome"] == "routed"
    rows.get_by_role("link", name="Question 7?").click()
    expect(page.get_by_role("heading", name="routed-story")).to_be_visible()


def test_who_may_not_change_settings_looks(overview: OpenPage, told: Told) -> None:
    told.questions = [_question("unq_1", "Is it vegan?", 1)]
    page = overview(role="support")

    expect(_part(page, "Unanswered questions")).to_contain_text("Asked once")
    expect(page.get_by_role("button", name=re.compile("^Dismiss"))).to_have_count(0)
    expect(_part(page, "Rates").get_by_label("Period")).to_be_enabled()


@pytest.mark.parametrize("light", ["light", "dark"])
@pytest.mark.parametrize("locale", ["en", "ar"])
def test_it_fits_a_telephone(overview: OpenPage, told: Told, light: str, locale: str) -> None:
    told.questions = [_question("unq_1", "w" * 90, 3, "v" * 90)]
    told.pages = [[_conversation(7, "closed", first_question="w" * 90)]]
    page = overview(size=TELEPHONE, color_scheme=light, locale=locale)
    expect(_part(page, "Conversations").get_by_role("listitem")).to_have_count(1)
    page.get_by_text("As others asked it").click()
    _part(page, "Rates").get_by_label("Period").select_option("own")
    expect(page.get_by_label("To, included")).to_be_visible()

    assert page.evaluate("document.documentElement.scrollWidth") == TELEPHONE[0]
    assert broken(page) == []

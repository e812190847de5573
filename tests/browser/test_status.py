"""The status page: what runs, what does not, and what is done about it."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.accessible import broken
from tests.browser.conftest import Open, Provoke
from tests.browser.product import Running
from tests.browser.status import Server, ago, ill, part, row, stuck, well

pytestmark = pytest.mark.browser
TELEPHONE = (360, 740)
TOO_WIDE = """
() => Math.max(document.documentElement.scrollWidth - innerWidth,
  ...[...document.querySelectorAll("main")].map((main) => main.scrollWidth - main.clientWidth))
"""
LOOKS_EACH = 15_000


@pytest.fixture
def server() -> Server:
    """Return what stands in for the server."""
    return Server()


@pytest.fixture
def opened(visit: Open, product: Running, server: Server) -> Callable[..., Page]:
    """Return what opens the page, with a clock that a test moves."""

    def open_page(role: str = "owner", **kind: Any) -> Page:
        page = visit("/console", session=product.agent(role)["api_key"], **kind)
        page.route("**/v1/status", server.answer)
        page.route("**/v1/status/stuck/**", server.do)
        page.clock.install()
        page.evaluate("location.hash = '#/settings/status'")
        page.reload()
        expect(page.get_by_role("heading", name="Status", level=1)).to_be_visible()
        expect(page.get_by_role("heading", name="Stuck work")).to_be_visible()
        return page

    return open_page


def test_an_account_that_runs_is_told_in_one_line(opened: Callable[..., Page]) -> None:
    page = opened()

    expect(page.get_by_role("status").filter(has_text="Everything runs.")).to_be_visible()
    expect(part(page, "Stuck work")).to_contain_text("Nothing is stuck.")
    expect(part(page, "Queues")).to_contain_text("Messages to send")
    expect(part(page, "Mail")).to_contain_text("Last received5 min. ago")
    exact = part(page, "Mail").locator("time").first.get_attribute("title")
    assert exact
    assert re.search(r"\d{4}", exact)


def test_what_does_not_run_leads_to_where_it_is_mended(
    opened: Callable[..., Page], server: Server
) -> None:
    server.says = ill()
    page = opened()

    verdict = page.get_by_role("status").filter(has_text="Not everything runs")
    for words in ("2 pieces of work are stuck", "out of order", "webhooks of Shopify are refused"):
        expect(verdict).to_contain_text(words)
    expect(part(page, "Queues")).to_contain_text("4 wait, the oldest 1 hr. ago")
    expect(part(page, "Channels")).to_contain_text("The token was refused.")
    expect(part(page, "Webhooks")).to_contain_text("3 webhooks refused, the last 2 min. ago")
    expect(part(page, "Background work").get_by_role("progressbar", name="Export")).to_be_visible()
    expect(row(page, "Answer")).to_contain_text("tried 7 times, next in 9 min.")
    part(page, "Webhooks").get_by_role("link", name="Open the settings of Shopify").click()
    expect(page.get_by_role("heading", name="Shop", level=1)).to_be_visible()


def test_stuck_work_is_retried_and_goes_when_it_went_through(
    opened: Callable[..., Page], server: Server
) -> None:
    one = stuck("Answer to Kim")
    server.says["stuck"] = [one]
    due = one | {"next_try_at": ago()}

    def accept(*_: str) -> tuple[int, Any]:
        server.says["stuck"] = [due]
        return 202, due

    server.act = accept
    page = opened()
    retry = row(page, "Answer to Kim").get_by_role("button", name="Retry now: Answer to Kim")
    retry.focus()
    page.keyboard.press("Enter")

    expect(row(page, "Answer to Kim")).to_contain_text("next within a minute")
    expect(part(page, "Stuck work").get_by_role("status")).to_contain_text("tried again")
    expect(retry).to_be_focused()
    server.says["stuck"] = []
    page.clock.fast_forward(LOOKS_EACH)
    expect(part(page, "Stuck work")).to_contain_text("Nothing is stuck.")
    expect(part(page, "Stuck work").get_by_role("heading")).to_be_focused()
    assert server.acts == [f"retry {one['id'].replace(' ', '%20')}"]


def test_nothing_is_dropped_before_it_is_said_what_is_lost(
    opened: Callable[..., Page], server: Server
) -> None:
    server.says["stuck"] = [stuck("Answer to Bea"), stuck("Snooze", kind="due", can_drop=False)]

    def drop(*_: str) -> tuple[int, Any]:
        server.says["stuck"] = server.says["stuck"][1:]
        return 204, None

    server.act = drop
    page = opened()
    expect(row(page, "Snooze").get_by_role("button", name="Drop")).to_have_count(0)
    button = row(page, "Answer to Bea").get_by_role("button", name="Drop: Answer to Bea")
    button.click()
    dialog = page.get_by_role("dialog", name="Drop “Answer to Bea”?")
    expect(dialog).to_contain_text("the customer may never get it")
    expect(dialog).to_contain_text("This cannot be undone.")
    dialog.get_by_role("button", name="Cancel").click()
    expect(button).to_be_focused()
    assert server.acts == []

    button.click()
    dialog.get_by_role("button", name="Drop").click()
    expect(row(page, "Answer to Bea")).to_have_count(0)
    expect(part(page, "Stuck work").get_by_role("status")).to_contain_text("dropped")
    expect(part(page, "Stuck work").get_by_role("heading", level=2)).to_be_focused()
    assert [act.split()[0] for act in server.acts] == ["drop"]


def test_what_is_done_meanwhile_is_no_trouble(
    opened: Callable[..., Page], server: Server, provokes: Provoke
) -> None:
    provokes("404 .*/retry")
    server.says["stuck"] = [stuck("Answer to Kim")]
    page = opened()
    server.says["stuck"] = []
    row(page, "Answer").get_by_role("button", name="Retry now").click()

    expect(part(page, "Stuck work").get_by_role("status")).to_contain_text("done already")
    expect(part(page, "Stuck work")).to_contain_text("Nothing is stuck.")


def test_a_refusal_is_told_and_the_work_stays(
    opened: Callable[..., Page], server: Server, provokes: Provoke
) -> None:
    provokes("409 .*/retry")
    server.says["stuck"] = [stuck("Answer to Kim")]
    server.act = lambda *_: (409, {"code": "conflict", "detail": "It is being tried just now."})
    page = opened()
    row(page, "Answer").get_by_role("button", name="Retry now").click()

    told = part(page, "Stuck work").get_by_role("status")
    expect(told).to_have_text("It is being tried just now.")
    expect(row(page, "Answer")).to_be_visible()


def test_it_looks_again_by_itself_and_keeps_what_it_knew(
    opened: Callable[..., Page], server: Server, provokes: Provoke
) -> None:
    provokes("503 .*/status")
    page = opened()
    server.says["stuck"] = [stuck("Answer to Kim")]
    page.clock.fast_forward(LOOKS_EACH)
    expect(row(page, "Answer to Kim")).to_be_visible()

    server.status = 503
    page.clock.fast_forward(LOOKS_EACH)
    expect(page.get_by_role("status").filter(has_text="Not now.")).to_be_visible()
    expect(row(page, "Answer to Kim")).to_be_visible()
    page.clock.fast_forward("05:00")
    expect(part(page, "Summary")).to_contain_text(re.compile("Last answer: [56] min. ago"))

    server.status, server.says = 200, well()
    page.get_by_role("button", name="Look again").click()
    expect(page.get_by_text("Not now.")).to_be_hidden()
    expect(part(page, "Stuck work")).to_contain_text("Nothing is stuck.")


def test_nobody_is_asked_while_nobody_looks(opened: Callable[..., Page], server: Server) -> None:
    page = opened()
    page.evaluate(
        "Object.defineProperty(document, 'visibilityState', { value: 'hidden', writable: true })"
    )
    page.clock.fast_forward("02:00")  # what was under way has come
    before = server.asked
    page.clock.fast_forward("02:00")
    assert server.asked == before

    page.evaluate("document.visibilityState = 'visible'")
    with page.expect_response("**/v1/status"):
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    page.evaluate("location.hash = '#/settings/hours'")
    expect(page.get_by_role("heading", name="Office hours", level=1)).to_be_visible()
    page.clock.fast_forward("02:00")  # what was under way has come
    before = server.asked
    page.clock.fast_forward("02:00")
    assert server.asked == before


def test_support_may_look_but_not_act(opened: Callable[..., Page], server: Server) -> None:
    server.says["stuck"] = [stuck("Answer to Kim")]
    page = opened("support")

    expect(row(page, "Answer").get_by_role("button", name="Retry now")).to_be_disabled()
    expect(row(page, "Answer").get_by_role("button", name="Drop")).to_be_disabled()


def test_who_may_not_read_the_settings_sees_no_entry(
    opened: Callable[..., Page], server: Server
) -> None:
    page = opened()

    def lessened(route: Route) -> None:
        me = route.fetch().json()
        me["permissions"] = [each for each in me["permissions"] if each != "settings:read"]
        route.fulfill(json=me)

    page.route("**/v1/me", lessened)
    before = server.asked
    page.reload()
    contents = page.get_by_role("navigation", name="Settings")
    expect(contents.get_by_role("link", name="API keys")).to_be_visible()
    expect(contents.get_by_role("link", name="Status")).to_have_count(0)
    assert server.asked == before


@pytest.mark.parametrize("light", ["light", "dark"])
@pytest.mark.parametrize("size", [(1280, 800), TELEPHONE])
def test_it_fits_a_telephone_and_can_be_read_by_all(
    opened: Callable[..., Page], server: Server, light: str, size: tuple[int, int]
) -> None:
    server.says = ill()
    page = opened(size=size, color_scheme=light)
    expect(row(page, "Answer")).to_be_visible()

    assert page.evaluate(TOO_WIDE) <= 0
    assert broken(page) == []
    row(page, "Answer").get_by_role("button", name="Drop").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert page.evaluate(TOO_WIDE) <= 0
    assert broken(page) == []

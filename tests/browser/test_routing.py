"""Who gets a ticket and why, as the console tells it."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.browser.product import Running

pytestmark = pytest.mark.browser
RETURN = "I would like to return the red shoes, they are too small. How do I get a refund?"


@pytest.mark.acceptance(97, 99)
def test_an_agent_goes_online_and_offline(visit: Open, product: Running) -> None:
    page = visit("/console", session=product.agent("manager")["api_key"])
    path = f"/v1/agents/{product.agent('manager')['id']}"

    off, on = (page.get_by_role("button", name=f"(go {where})") for where in ("online", "offline"))
    off.click()
    expect(on).to_have_text(re.compile("^Online"))
    online = product.ask("GET", path)["is_online"]
    on.click()
    expect(off).to_have_text(re.compile("^Offline"))

    assert (online, product.ask("GET", path)["is_online"]) == (True, False)


@pytest.mark.acceptance(54, 95)
def test_the_overview_tells_the_team_and_whose_turn_it_was(console: Page, product: Running) -> None:
    product.mail("send-back", RETURN, sender="kim@back.example")
    console.get_by_role("link", name=re.compile("send-back")).click()
    main = console.get_by_role("main")

    expect(main.get_by_text("Returns & refunds", exact=True)).to_be_visible()
    expect(main.get_by_text("Assigned in turn by the team")).to_be_visible()
    expect(main.get_by_label("Assignee")).to_have_value(product.agent("support")["id"])


@pytest.mark.acceptance(42, 43)
def test_the_spam_view_says_why(console: Page) -> None:
    console.get_by_role("navigation").get_by_role("link", name="Spam").click()
    console.get_by_role("link", name=re.compile("First page guaranteed")).click()

    line = console.get_by_text(re.compile("Deskhand took this for spam: .*Words often seen"))
    expect(line).to_be_visible()
    expect(console.get_by_role("button", name="Not spam")).to_be_visible()


def test_a_sender_is_blocked_and_unblocked(console: Page, product: Running) -> None:
    product.mail("stop-me", "Hello", sender="Eve <eve@stop.example>")
    console.get_by_role("link", name=re.compile("stop-me")).click()

    console.get_by_role("button", name="Block sender").click()
    expect(console.get_by_text("Your team has blocked this customer.")).to_be_visible()
    expect(console.get_by_role("textbox", name="Reply")).to_have_count(0)
    console.get_by_role("button", name="Unblock sender").click()

    expect(console.get_by_role("textbox", name="Reply")).to_be_enabled()
    assert product.ask("GET", "/v1/blocks")["data"] == []

"""Stuck work on the status page, mended and dropped on the whole product."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.browser.product import Running
from tests.browser.status import part, row

pytestmark = pytest.mark.browser


@pytest.fixture
def number(product: Running) -> Iterator[dict[str, Any]]:
    """Return a number that is the shop's until the test is over."""
    offered = product.number("sms", "+12025550178", "twilio")
    made = product.ask("POST", "/v1/inboxes", {**offered, "name": "Spare"})
    yield {**offered, "id": made["id"]}
    product.ask("DELETE", f"/v1/inboxes/{made['id']}")


@pytest.fixture
def spare(product: Running, number: dict[str, Any]) -> dict[str, Any]:
    """Return a ticket of somebody who wrote to it, and wants texts."""
    for text in ("START", "A spare fern?"):
        product.message("sms", text, sender="+447700900178", to=number["address"])
    return product.ticket("A spare fern?")


def fail(product: Running, number: dict[str, Any], ticket: dict[str, Any], text: str) -> str:
    """Let an answer fail; return what it is called."""
    product.close_number(number["address"])
    product.ask("POST", f"/v1/tickets/{ticket['id']}/replies", {"text": text})
    product.drain()
    return f"A message in ticket #{ticket['number']}"


def test_an_answer_that_got_stuck_is_mended_and_sent(
    visit: Open, product: Running, number: dict[str, Any], spare: dict[str, Any]
) -> None:
    title = fail(product, number, spare, "Yes.")
    page = visit("/console#/settings/status", session=product.agent("owner")["api_key"])
    expect(page.get_by_role("status").filter(has_text=re.compile("(is|are) stuck"))).to_be_visible()
    expect(part(page, "Channels")).to_contain_text("Mend it in the settings of SMS")

    mended = product.number("sms", number["address"], "twilio")["credentials"]
    product.ask("PATCH", f"/v1/inboxes/{number['id']}", {"credentials": mended})
    row(page, title).get_by_role("button", name="Retry now").click()
    expect(part(page, "Stuck work").get_by_role("status")).to_contain_text("tried again")
    product.drain()
    page.get_by_role("button", name="Look again").click()
    expect(row(page, title)).to_have_count(0)


def test_an_answer_that_got_stuck_is_dropped_and_that_is_told(
    visit: Open, product: Running, number: dict[str, Any], spare: dict[str, Any]
) -> None:
    title = fail(product, number, spare, "And a pot.")
    page = visit("/console#/settings/status", session=product.agent("owner")["api_key"])
    row(page, title).get_by_role("button", name="Drop").click()
    page.get_by_role("dialog").get_by_role("button", name="Drop").click()
    expect(row(page, title)).to_have_count(0)

    thread = product.ask("GET", f"/v1/tickets/{spare['id']}/messages")["data"]
    assert [m["state"] for m in thread if m["text"] == "And a pot."] == ["failed"]
    page.evaluate("location.hash = '#/settings/history'")
    told = page.get_by_role("listitem").filter(has_text="dropped what was stuck").first
    expect(told).to_be_visible()

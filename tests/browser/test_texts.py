"""A text's ticket as agents see it: what the customer agreed to, and why no answer can be sent."""

import json
import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.product import Running

pytestmark = pytest.mark.browser
ANN = "+12025550177"


def text(product: Running, words: str) -> None:
    """Let Ann text the shop."""
    said = {"from": ANN, "to": product.shop["sms_number"], "text": words}
    product._send("POST", "/dev/sms", json.dumps(said).encode())
    product.drain()


@pytest.mark.acceptance(30, 34)
def test_why_no_answer_can_be_sent_stands_where_the_field_would_be(
    console: Page, product: Running
) -> None:
    text(product, "Is the green pot back?")
    console.get_by_role("link", name=re.compile("green pot back")).click()

    field = console.get_by_role("textbox", name="Reply")
    overview = console.locator("details.overview")
    expect(console.get_by_text("The customer has not agreed to texts.")).to_be_visible()
    expect(field).to_have_count(0)
    expect(overview).to_contain_text("Has not agreed")

    text(product, "START")
    console.reload()
    expect(field).to_be_visible()
    expect(overview).to_contain_text("Agreed to marketing and transactional texts")
    expect(overview).to_contain_text("“START”")

    text(product, "STOP")
    console.reload()
    expect(console.get_by_text("The customer does not want to hear from you")).to_be_visible()
    expect(overview).to_contain_text("Opted out")

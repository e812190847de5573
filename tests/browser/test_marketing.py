"""What the console shows of campaigns, and of what links led to."""

import itertools
import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.product import Running

pytestmark = pytest.mark.browser
_people = itertools.count(300_000)


@pytest.mark.acceptance(75, 118)
def test_a_text_shows_what_it_answers_and_what_its_answer_led_to(
    console: Page, product: Running
) -> None:
    number, ann = product.shop["sms_number"], f"+447700{next(_people)}"
    product.ask("PATCH", "/v1/settings", {"sms": {"shorten_links": True}})  # whoever came before
    customer = {"phone": ann}
    agreed = {"channel": "sms", "kind": "transactional", "state": "subscribed"}
    product.ask("POST", "/v1/customers/identify", {**customer, "consents": [agreed]})
    send = {"id": ann, "channel": "sms", "kind": "campaign", "name": "Spring sale",
            "customer": customer, "text": "Everything is 20 % off."}  # fmt: skip
    product.ask("POST", "/v1/sends", send)
    product.ask("POST", "/dev/sms", {"from": ann, "to": number, "text": "Ferns, too?"})
    product.ask("POST", "/dev/drain")
    console.get_by_role("link", name=re.compile(re.escape(ann))).first.click()

    expect(console.get_by_text("Answers the campaign “Spring sale”")).to_be_visible()
    campaign = console.get_by_role("article").filter(has_text="Everything is 20 % off.")
    expect(campaign).to_contain_text("Campaign")
    text = console.get_by_role("article").filter(has_text="Ferns, too?")
    expect(text).to_contain_text("Answers “Spring sale”")

    words = "Yes: https://shop.example/plants/for-the-bath/ferns"
    console.get_by_role("textbox", name="Reply").fill(words)
    console.keyboard.press("Control+Enter")

    answer = console.get_by_role("article").filter(has_text=words)
    expect(answer).to_contain_text("Leaves in a moment")
    product.pass_time(seconds=10)
    expect(answer).to_contain_text("0 clicks")

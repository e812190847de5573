"""Following up on WhatsApp, from the settings to the customer's phone."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Part
from tests.browser.product import Running

pytestmark = pytest.mark.browser
SENDER = "+12025550177"


def test_a_silent_customer_is_invited_by_the_template(
    console: Page, settings: Part, product: Running
) -> None:
    part = settings("WhatsApp", "WhatsApp follow up")
    part.get_by_label("Let agents send a template").check()
    part.get_by_label("Template", exact=True).fill("hello_again")
    part.get_by_label("Language").fill("en")
    part.get_by_role("button", name="Save").click()
    expect(part.get_by_role("status")).to_have_text("Saved.")
    product.message("whatsapp", "START", sender=SENDER)
    product.message("whatsapp", "Is the fern hardy?", sender=SENDER)
    product.pass_time(hours=25)

    ticket = product.ticket("Is the fern hardy?")
    console.goto(f"{product.base_url}/console#/all/open/{ticket['id']}")
    form = console.get_by_role("form", name="Write")
    expect(form).to_contain_text("The customer wrote more than 24 hours ago")
    form.get_by_role("button", name="WhatsApp follow up").click()
    expect(console.get_by_text("[Template hello_again]").first).to_be_visible()
    expect(form.get_by_role("button", name="WhatsApp follow up")).to_be_hidden()

"""Numbers and accounts of the shop, connected and given up on the settings' pages."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Locator, Route, expect

from tests.browser.conftest import Open, Part, Provoke
from tests.browser.product import Running

pytestmark = pytest.mark.browser
LABELS = {
    "account_sid": "Account SID",
    "auth_token": "Auth token",
    "region": "Region",
    "topic_arn": "Topic ARN",
    "media_bucket": "Media bucket",
    "access_key_id": "Access key ID",
    "secret_access_key": "Secret access key",
    "phone_number_id": "Phone number ID",
    "waba_id": "WhatsApp Business Account ID",
    "access_token": "Access token",
}


def opened(part: Locator, words: str) -> Locator:
    part.get_by_text(words, exact=True).click()
    return part


def fill(part: Locator, offered: dict[str, Any], *, address: str, secret: str = "") -> None:
    part.get_by_label(address).fill(offered["address"])
    for name, text in {**offered["settings"], **offered["credentials"]}.items():
        part.get_by_label(LABELS.get(name) or secret, exact=True).fill(text)


def inboxes(product: Running, address: str) -> list[dict[str, Any]]:
    every = product.ask("GET", "/v1/inboxes")["data"]
    return [inbox for inbox in every if inbox["address"] == address]


@pytest.fixture
def connected(product: Running) -> Iterator[dict[str, Any]]:
    """Return a number at Twilio that is the shop's until the test is over."""
    offered = product.number("sms", "+12025550177", "twilio")
    made = product.ask("POST", "/v1/inboxes", {**offered, "name": "Spare"})
    yield {**offered, "id": made["id"]}
    for inbox in inboxes(product, "+12025550177"):
        product.ask("DELETE", f"/v1/inboxes/{inbox['id']}")


@pytest.mark.acceptance(16, 68)
def test_a_number_at_twilio_is_connected_and_given_up(settings: Part, product: Running) -> None:
    offered = product.number("sms", "+12025550171", "twilio")
    part = opened(settings("SMS", "SMS inboxes"), "Connect a number")
    fill(part, offered, address="Number")
    part.get_by_role("button", name="Connect Twilio").click()

    card = part.get_by_role("listitem").filter(has_text="+12025550171").first
    expect(card).to_contain_text("Connected")
    opened(card, "What to enter at the provider of +12025550171")
    [made] = inboxes(product, "+12025550171")
    expect(card).to_contain_text(made["webhook_url"])
    assert offered["credentials"]["auth_token"] not in part.page.content()
    expect(part.get_by_label("Auth token", exact=True).last).to_have_value("")

    card.get_by_role("button", name="Disconnect +12025550171").click()
    asked = part.page.get_by_role("dialog", name="Disconnect +12025550171?")
    expect(asked).to_contain_text("its tickets stay")
    asked.get_by_role("button", name="Cancel").click()
    expect(card).to_be_visible()
    card.get_by_role("button", name="Disconnect +12025550171").click()
    asked.get_by_role("button", name="Disconnect").click()
    expect(card).to_be_hidden()
    assert inboxes(product, "+12025550171") == []


@pytest.mark.acceptance(33)
def test_a_branded_sender_is_refused_beside_the_number(
    settings: Part, product: Running, provokes: Provoke
) -> None:
    provokes("422 .*/v1/inboxes")
    part = opened(settings("SMS", "SMS inboxes"), "Connect a number")
    fill(
        part,
        {**product.number("sms", "+12025550172", "twilio"), "address": "FERN"},
        address="Number",
    )
    part.get_by_role("button", name="Connect Twilio").click()

    number = part.get_by_label("Number", exact=True)
    expect(number).to_have_accessible_description(re.compile("cannot receive texts"))
    expect(number).to_have_attribute("aria-invalid", "true")
    expect(number).to_be_focused()
    expect(part.get_by_role("status").last).to_have_text("Not saved: see what is marked.")


def test_wrong_credentials_are_refused_beside_them(
    settings: Part, product: Running, provokes: Provoke
) -> None:
    provokes("422 .*/v1/inboxes")
    part = opened(settings("SMS", "SMS inboxes"), "Connect a number")
    offered = product.number("sms", "+12025550173", "twilio")
    fill(part, {**offered, "credentials": {"auth_token": "f" * 32}}, address="Number")
    part.get_by_role("button", name="Connect Twilio").click()

    token = part.get_by_label("Auth token")
    expect(token).to_have_accessible_description(re.compile("The provider does not know them"))


def test_what_aws_can_do_without_is_taken_away(settings: Part, product: Running) -> None:
    part = opened(settings("SMS", "SMS inboxes"), "Connect a number")
    part.get_by_label("Provider").select_option("AWS End User Messaging")
    fill(part, product.number("sms", "+12025550174", "aws"), address="Number")
    part.get_by_role("button", name="Connect AWS").click()
    card = part.get_by_role("listitem").filter(has_text="+12025550174")
    opened(card, "Change +12025550174")
    expect(card.get_by_label("Media bucket")).to_have_value("texts-media")

    card.get_by_label("Media bucket").fill("")
    card.get_by_label("Name").fill("Texts by AWS")
    card.get_by_role("button", name="Save +12025550174").click()

    expect(part.get_by_role("heading", name="Texts by AWS")).to_be_visible()
    [saved] = inboxes(product, "+12025550174")
    assert "media_bucket" not in saved["settings"]
    product.ask("DELETE", f"/v1/inboxes/{saved['id']}")


def test_new_credentials_mend_a_number(
    settings: Part, product: Running, connected: dict[str, Any], provokes: Provoke
) -> None:
    provokes("422 .*/v1/inboxes")
    product.close_number(connected["address"])
    part = settings("SMS", "SMS inboxes")
    card = opened(
        part.get_by_role("listitem").filter(has_text="Spare"), "Replace the credentials of Spare"
    )
    token, replace = card.get_by_label("Auth token"), card.get_by_role("button", name="Replace")
    token.fill(connected["credentials"]["auth_token"])
    replace.click()
    expect(token).to_have_accessible_description(re.compile("does not know them"))

    token.fill(product.number("sms", connected["address"], "twilio")["credentials"]["auth_token"])
    replace.click()

    expect(card.get_by_role("status").filter(has_text="Replaced")).to_be_visible()
    expect(token).to_have_value("")


def test_a_fault_says_since_when_and_what_to_do(
    settings: Part, product: Running, connected: dict[str, Any]
) -> None:
    broken = {"fault": "Twilio refuses the credentials.", "faulty_since": "2026-01-01T00:00:00Z"}
    page = settings("Closing", "Auto-close").page

    def spoil(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(json={"data": [{**each, **broken} for each in answer.json()["data"]]})

    page.route("**/v1/inboxes", spoil)
    card = settings("SMS", "SMS inboxes").get_by_role("listitem").filter(has_text="Spare")

    expect(card).to_contain_text("Out of order since")
    expect(card).to_contain_text("Twilio refuses the credentials. Mend it at the provider")


@pytest.mark.acceptance(18, 68)
def test_a_whatsapp_number_is_connected_by_keyboard(settings: Part, product: Running) -> None:
    offered = product.number("whatsapp", "+12025550178")
    part = settings("WhatsApp", "WhatsApp inboxes")
    keys, texts = part.page.keyboard, {**offered["settings"], **offered["credentials"]}
    part.get_by_text("Connect WhatsApp by Meta").focus()
    keys.press("Enter")
    expect(part.get_by_label("Number", exact=True)).to_be_visible()
    for text in (offered["address"], "Moss", *texts.values()):
        keys.press("Tab")
        keys.type(text)
    keys.press("Enter")

    card = part.get_by_role("listitem").filter(has_text="Moss").first
    opened(card, "What to enter at the provider of +12025550178")
    [made] = inboxes(product, "+12025550178")
    expect(card).to_contain_text(made["verify_token"])
    product.ask("DELETE", f"/v1/inboxes/{made['id']}")


@pytest.mark.acceptance(17, 68)
def test_an_instagram_account_is_connected(settings: Part, product: Running) -> None:
    offered = product.number("instagram", "fern.spare")
    part = opened(settings("Instagram", "Instagram inboxes"), "Connect Instagram by Meta")
    fill(part, offered, address="Account ID", secret="Instagram app secret")
    part.get_by_role("button", name="Connect Instagram").click()

    expect(part.get_by_role("heading", name=offered["address"])).to_be_visible()
    [made] = inboxes(product, offered["address"])
    product.ask("DELETE", f"/v1/inboxes/{made['id']}")


def test_the_webhook_address_is_copied(
    visit: Open, product: Running, connected: dict[str, Any]
) -> None:
    page = visit(
        "/console#/settings/sms",
        session=product.agent("owner")["api_key"],
        permissions=["clipboard-read", "clipboard-write"],
    )
    card = page.get_by_role("listitem").filter(has_text="Spare").first
    opened(card, f"What to enter at the provider of {connected['address']}")
    card.get_by_role("button", name="Copy the webhook address").click()

    expect(card.get_by_text("Copied", exact=True)).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()").endswith("/hooks/twilio")


def test_support_sees_inboxes_but_changes_none(visit: Open, product: Running) -> None:
    page = visit("/console#/settings/whatsapp", session=product.agent("support")["api_key"])
    part = page.get_by_role("region", name="WhatsApp inboxes")
    expect(part.get_by_text("Connected", exact=True)).to_be_visible()
    opened(part, "Connect WhatsApp by Meta")

    expect(part.get_by_label("Access token")).to_be_disabled()
    expect(part.get_by_role("button", name="Disconnect").first).to_be_disabled()
    expect(part.get_by_role("button", name="Connect WhatsApp")).to_be_disabled()


def test_inboxes_that_cannot_be_asked_for_are_asked_for_again(
    settings: Part, product: Running, provokes: Provoke
) -> None:
    provokes("500 .*/v1/inboxes")
    page = settings("Closing", "Auto-close").page
    page.route("**/v1/inboxes", lambda route: route.fulfill(status=500, json={"detail": "Broken."}))
    part = settings("Instagram", "Instagram inboxes")
    expect(part.get_by_role("status").first).to_have_text("Broken.")
    page.unroute("**/v1/inboxes")

    part.get_by_role("button", name="Try again").click()

    expect(part.get_by_text("Connected", exact=True).first).to_be_visible()

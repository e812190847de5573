"""The web chat's and the mail's settings."""

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Open, Part, Provoke
from tests.browser.product import Running

pytestmark = pytest.mark.browser
PAGE = "Web chat"


def saved(part: Locator) -> None:
    part.get_by_role("button", name="Save").click()
    expect(part.get_by_role("status").last).to_have_text("Saved.")


@pytest.mark.acceptance(14, 68)
def test_the_chat_is_switched_off_and_on(settings: Part, product: Running) -> None:
    part = settings(PAGE, "Web chat")
    for is_on in (False, True):
        part.get_by_label("Let visitors chat").set_checked(is_on)
        saved(part)
        assert product.ask("GET", "/v1/settings")["web_chat"]["enabled"] is is_on


def test_a_site_that_is_none_is_refused_with_its_line(settings: Part, provokes: Provoke) -> None:
    provokes("422 .*/v1/settings")
    part = settings(PAGE, "Web chat")
    sites = part.get_by_label("Sites that may show the chat")
    sites.fill("https://fern.example\nfern.example/shop")
    part.get_by_role("button", name="Save").click()

    expect(sites).to_have_accessible_description(re.compile("Line 2: Write a site like"))
    expect(sites).to_be_focused()


@pytest.mark.acceptance(80, 81)
def test_automatic_replies_are_saved(settings: Part, product: Running) -> None:
    part = settings(PAGE, "Automatic replies")
    part.get_by_label("Inside office hours").fill("We are with you in a minute.")
    part.get_by_label("Outside office hours").fill("We are back at nine.")
    saved(part)

    chat = product.ask("GET", "/v1/settings")["web_chat"]
    assert chat["reply_in_hours"] == "We are with you in a minute."
    assert chat["reply_out_of_hours"] == "We are back at nine."
    product.ask(
        "PATCH", "/v1/settings", {"web_chat": {"reply_in_hours": "", "reply_out_of_hours": ""}}
    )


def test_the_look_is_saved_and_shown_by_the_chat_itself(settings: Part, product: Running) -> None:
    part = settings(PAGE, "Look of the chat")
    page = part.page
    chat = page.get_by_title("The chat as visitors see it").content_frame
    expect(chat.get_by_role("log")).to_be_visible()
    part.get_by_label("Colour").fill("#ffd400")
    expect(part.get_by_text("Black words on it: contrast 14")).to_contain_text("hard to see")
    part.get_by_label("Welcome").fill("Hello from the greenhouse")
    part.get_by_label("Language").select_option("Deutsch")
    part.get_by_label("Privacy notice").fill("https://fern.example/privacy")
    saved(part)

    expect(chat.get_by_role("log")).to_contain_text("Hello from the greenhouse")
    expect(chat.get_by_role("link")).to_have_attribute("href", "https://fern.example/privacy")
    look = product.ask("GET", "/v1/settings")["web_chat"]["widget"]
    assert (look["color"], look["locale"]) == ("#ffd400", "de")
    product.ask("PATCH", "/v1/settings", {"web_chat": {"widget": None}})


def test_nobody_is_taken_into_the_preview(settings: Part) -> None:
    part = settings(PAGE, "Look of the chat")
    page = part.page
    chat = page.get_by_title("The chat as visitors see it").content_frame
    expect(chat.get_by_role("log")).to_be_visible()
    part.get_by_role("button", name="Save").focus()

    page.keyboard.press("Tab")

    expect(page.get_by_label("Inside office hours")).to_be_focused()


def test_the_line_for_the_site_and_the_secret_are_copied(visit: Open, product: Running) -> None:
    page = visit(
        "/console#/settings/chat",
        session=product.agent("owner")["api_key"],
        permissions=["clipboard-read", "clipboard-write"],
    )
    page.get_by_role("button", name="Copy the line").click()
    expect(page.get_by_text("Copied", exact=True)).to_be_visible()
    base, key = product.base_url, product.shop["public_key"]
    line = f'<script defer src="{base}/widget.js" data-key="{key}"></script>'
    assert page.evaluate("navigator.clipboard.readText()") == line

    secret = product.ask("GET", "/v1/settings/web_chat/secret")["secret"]
    assert secret not in page.content()
    page.get_by_role("button", name="Show the secret").click()
    expect(page.get_by_text(secret, exact=True)).to_be_visible()
    page.get_by_role("button", name="Hide the secret").click()
    expect(page.get_by_text(secret, exact=True)).to_be_hidden()


@pytest.mark.parametrize("role", ["manager", "support"])
def test_the_secret_is_for_owners_and_admins(visit: Open, product: Running, role: str) -> None:
    page = visit("/console#/settings/chat", session=product.agent(role)["api_key"])

    expect(page.get_by_text("The secret is shown to owners and admins.")).to_be_visible()
    expect(page.get_by_role("button", name="Show the secret")).to_have_count(0)
    expect(page.get_by_role("button", name="Save Web chat")).to_be_enabled(
        enabled=role == "manager"
    )


@pytest.mark.acceptance(69)
def test_mail_has_a_name_and_a_switch(settings: Part, product: Running) -> None:
    part = settings("Email", "Mail")
    part.get_by_label("Let mail open tickets").uncheck()
    part.get_by_label("Name that answers come from").fill("Fern & Moss Care")
    saved(part)

    mail = product.ask("GET", "/v1/settings")["email"]
    assert (mail["enabled"], mail["from_name"]) == (False, "Fern & Moss Care")
    product.ask("PATCH", "/v1/settings", {"email": {"enabled": None, "from_name": None}})

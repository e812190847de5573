"""The settings of texts, as the owner sets them and support sees them."""

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Open, Part, Provoke
from tests.browser.product import Running

pytestmark = pytest.mark.browser


def saved(section: Locator) -> None:
    section.get_by_role("button", name="Save").click()
    expect(section.get_by_role("status")).to_have_text("Saved.")


@pytest.mark.acceptance(70, 71, 72, 73, 74)
def test_the_automatic_answer_and_who_is_told_are_set(settings: Part, product: Running) -> None:
    sms = settings("SMS", "SMS")
    sms.get_by_label("Automatic answer to a text").select_option("non_consented")
    sms.get_by_label("Text of the automatic answer").fill("{{Organization prefix}}: text START.")
    sms.get_by_label("Addresses that are told").fill("ops@fern.example\nboss@fern.example")
    sms.get_by_label("Make links in outgoing texts short").uncheck()
    saved(sms)

    tree = product.ask("GET", "/v1/settings")["sms"]
    assert tree["autoresponder"]["mode"] == "non_consented"
    assert tree["notify"] == ["ops@fern.example", "boss@fern.example"]
    assert (tree["notifies"], tree["shorten_links"]) == (True, False)


@pytest.mark.acceptance(72)
def test_an_unknown_placeholder_is_refused_where_it_stands(
    settings: Part, provokes: Provoke
) -> None:
    provokes("422 .*/v1/settings")
    sms = settings("WhatsApp", "WhatsApp")
    sms.get_by_label("Text of the automatic answer").fill("Dear {{name}}")
    sms.get_by_role("button", name="Save").click()

    expect(sms.get_by_role("status")).to_contain_text("'name' is none of")


@pytest.mark.acceptance(16)
def test_keywords_are_added_and_removed(settings: Part, product: Running) -> None:
    keywords = settings("SMS", "SMS keywords")
    keywords.get_by_role("button", name="Add keyword").click()
    keywords.get_by_label("Keyword", exact=True).fill("join")
    keywords.get_by_label("Subscribes only after a YES").check()
    saved(keywords)
    expected = {"keyword": "JOIN", "enabled": True, "double_opt_in": True, "text": ""}
    assert product.ask("GET", "/v1/settings")["sms"]["keywords"]["subscribe"] == [expected]

    keywords.get_by_role("button", name="Remove keyword").click()
    saved(keywords)
    assert product.ask("GET", "/v1/settings")["sms"]["keywords"]["subscribe"] == []


def test_support_may_look_but_not_change(visit: Open, product: Running) -> None:
    page = visit("/console#/settings/sms", session=product.agent("support")["api_key"])

    keywords = page.get_by_role("region", name="SMS keywords")
    expect(keywords.get_by_role("button", name="Save")).to_be_disabled()
    expect(keywords.get_by_label("Answer to HELP and INFO")).to_be_disabled()
    expect(keywords.get_by_role("button", name="Add keyword")).to_be_disabled()

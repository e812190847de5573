"""How tickets are handed out and closed, and the account, on the settings' pages."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Part, Provoke
from tests.browser.product import Running

pytestmark = pytest.mark.browser
TOUCHED = (
    "round_robin", "drain_backlog", "on_offline_assignee", "reopen_window_days", "auto_close",
    "second_opinion", "organization_prefix",
)  # fmt: skip


@pytest.fixture(autouse=True)
def defaults(product: Running) -> Iterator[None]:
    """Take everything back that a test sets."""
    yield
    product.ask("PATCH", "/v1/settings", dict.fromkeys(TOUCHED))


def save(part: Locator) -> None:
    part.get_by_role("button", name="Save").click()
    expect(part.get_by_role("status")).to_have_text("Saved.")


@pytest.mark.acceptance(82, 85, 106)
def test_handing_out_is_set(settings: Part, product: Running) -> None:
    part = settings("Handing out", "Inbound messages")
    part.get_by_label("Round robin").check()
    part.get_by_label("Hand out what waited").uncheck()
    save(part)
    reopened = settings("Handing out", "Reopened tickets")
    reopened.get_by_label("A ticket that is reopened").select_option("Goes back to Unassigned")
    save(reopened)

    tree = product.ask("GET", "/v1/settings")
    assert (tree["round_robin"], tree["drain_backlog"]) == ({"enabled": True}, False)
    assert tree["on_offline_assignee"] == "unassign"


@pytest.mark.acceptance(84)
def test_a_channel_closes_otherwise(settings: Part, product: Running) -> None:
    part = settings("Closing", "Auto-close")
    part.get_by_label("Email", exact=True).fill("96")
    part.get_by_label("WhatsApp", exact=True).fill("0")
    part.get_by_label("Close snoozed tickets too").check()
    save(part)
    closing = product.ask("GET", "/v1/settings")["auto_close"]
    assert (closing["by_channel"], closing["include_snoozed"]) == (
        {"email": 96, "whatsapp": 0},
        True,
    )

    part.get_by_label("WhatsApp", exact=True).fill("")
    save(part)
    assert product.ask("GET", "/v1/settings")["auto_close"]["by_channel"] == {"email": 96}


@pytest.mark.acceptance(22, 24)
def test_reopening_ends_after_some_days_or_never(settings: Part, product: Running) -> None:
    part = settings("Closing", "Reopening")
    for typed, kept in (("30", 30), ("", None)):
        part.get_by_label("Days in which").fill(typed)
        save(part)
        assert product.ask("GET", "/v1/settings")["reopen_window_days"] == kept


def test_a_page_shows_what_was_saved_when_one_comes_back(settings: Part) -> None:
    part = settings("Closing", "Reopening")
    part.get_by_label("Days in which").fill("7")
    save(part)
    settings("Account", "Shop")

    expect(settings("Closing", "Reopening").get_by_label("Days in which")).to_have_value("7")


def test_a_second_opinion_is_asked_so_often_a_day(settings: Part, product: Running) -> None:
    part = settings("Account", "Second opinion")
    part.get_by_label("Show messages that Deskhand is unsure of").check()
    part.get_by_label("Messages a day at most").fill("40")
    save(part)

    opinion = product.ask("GET", "/v1/settings")["second_opinion"]
    assert opinion == {"enabled": True, "daily_limit": 40}


def test_the_account_page_has_the_keys_that_developers_ask_for(
    settings: Part, product: Running
) -> None:
    part = settings("Account", "Shop")

    for shown in (product.shop["public_key"], product.shop["id"], product.shop["inbound_address"]):
        expect(part).to_contain_text(shown)


@pytest.mark.acceptance(72)
def test_a_prefix_that_is_none_is_told_beside_the_field(settings: Part, provokes: Provoke) -> None:
    provokes("422 .*/v1/settings")
    part = settings("Account", "Automatic texts")
    part.get_by_label("Organization prefix").fill("Fern\u200b")
    part.get_by_role("button", name="Save").click()

    field = part.get_by_label("Organization prefix")
    expect(field).to_have_accessible_description(
        "A name is one line without control characters."
        " How automatic texts name you; empty: the account's name."
    )

"""The signs that a set-up is judged by, as mails and pages leave them."""

from datetime import timedelta
from typing import Any

import pytest

from app import app
from chalicelib.channels.webchat import sites
from chalicelib.table.recent import Recent
from dev.web.exchange import Asked
from dev.web.gateway import Gateway
from tests.faults.shop import CUSTOMER, Shop

ADDRESS = "help@acme.example"
PATH = "/v1/settings/email/addresses"


def step(shop: Shop, name: str) -> dict[str, Any]:
    steps = shop.done("GET", "/v1/setup", by="owner")["data"]
    return next(each for each in steps if each["name"] == name)


@pytest.mark.acceptance(69)
def test_a_mail_that_is_not_the_test_becomes_a_ticket_and_is_told_of(shop: Shop) -> None:
    shop.done("POST", PATH, {"address": ADDRESS}, by="owner")
    shop.done("POST", f"{PATH}/{ADDRESS}/test", by="owner")

    ticket_id = shop.receive(text="Where is it?")
    shop.cloud.world.pass_time(minutes=31)

    told = step(shop, "forwarding")
    assert ticket_id
    assert (told["state"], told["reason"]) == ("wrong", "other_mail")
    assert CUSTOMER in told["detail"]


def test_a_page_of_the_shop_that_shows_the_chat_is_seen(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Shops of other tests in this process may have had this one's id.
    monkeypatch.setattr(sites, "_noted", Recent(timedelta(hours=6)))

    def load(query: str, **headers: str) -> int:
        target = f"/widget/{shop.account.public_key}{query}"
        return (
            Gateway(app)
            .answer(Asked(method="GET", target=target, headers=headers, body=b""))
            .status
        )

    assert load("?is_chat=true", origin="https://frame.example") == 200
    assert load("") == 200
    assert step(shop, "widget")["reason"] == "not_seen"

    assert load("", origin="https://acme.example") == 200
    assert load("", origin="https://other.example") == 200

    assert step(shop, "widget")["facts"]["site"] == "https://acme.example"

"""A customer's subscriptions beside the ticket: live within limits, and for proved customers."""

import threading
from typing import Any

import pytest

from chalicelib.channels.model import Kind, Sender
from chalicelib.commerce.recharge import look as looking
from chalicelib.commerce.recharge import storage
from chalicelib.core.errors import Unavailable
from tests.accounts.shop import Shop
from tests.commerce.actions.world import a_ticket
from tests.commerce.recharge.world import MAIL, TOKEN, AtRecharge
from tests.edge import Edge
from tests.kit.http_world import World, reply

NOTHING = {"data": [], "as_of": None}


@pytest.mark.acceptance(89)
def test_subscriptions_are_shown_as_recharge_has_them(ask: Any, connected: AtRecharge) -> None:
    connected.subscribe(title="Moss spray", quantity=2, price="8.50", count=2, next_in_days=3)
    connected.subscribe(title="Soil", status="cancelled")
    connected.subscribe(email="bea@home.example")

    status, told = ask("GET", "/subscriptions")

    assert (status, told["state"], told["as_of"]) == (200, "live", "2026-03-04T12:00:00.000Z")
    assert [each["title"] for each in told["data"]] == ["Moss spray", "Fern food", "Soil"]
    assert told["data"][1] == {
        "id": "27363808",
        "title": "Fern food",
        "variant": "500 ml",
        "quantity": 1,
        "price": 1290,
        "currency": "EUR",
        "minor_digits": 2,
        "status": "active",
        "interval": {"unit": "month", "count": 1},
        "next_charge_on": "2026-03-13",
        "undo": None,
        "skip": None,
        "cancel": None,
        "edit": None,
    }
    assert told["data"][2]["edit"]["code"] == "not_active"


def test_who_is_not_known_there_subscribed_to_nothing(ask: Any, connected: AtRecharge) -> None:
    connected.answer = reply(200, {"customers": []})

    assert ask("GET", "/subscriptions")[1] == {
        "data": [], "state": "live", "as_of": "2026-03-04T12:00:00.000Z",
    }  # fmt: skip


def test_an_account_without_recharge_asks_nobody(ask: Any, recharge: AtRecharge) -> None:
    assert ask("GET", "/subscriptions")[1] == {**NOTHING, "state": "not_connected"}
    assert recharge.sent == []


@pytest.mark.parametrize(
    "facts",
    [
        {"verdicts": {"dmarc": "FAIL"}, "sender": Sender(address=MAIL)},
        {"sender": Sender(address="bea@home.example")},
        {"channel": Kind.sms, "sender": Sender(address="+447700900123", is_verified=True)},
    ],
)
def test_nothing_is_shown_of_who_may_be_somebody_else(
    whole: Edge, shop: Shop, ask: Any, connected: AtRecharge, facts: dict[str, Any]
) -> None:
    doubtful = a_ticket(shop, **facts)
    token = shop.session(shop.hire())

    _, told, _ = whole.call(
        "GET", f"/v1/tickets/{doubtful.id}/subscriptions", Authorization=f"Bearer {token}"
    )

    assert told == {**NOTHING, "state": "unproved"}
    assert connected.sent == []
    assert ask("GET", "/subscriptions")[1]["state"] == "live"  # beside the customer's own mail


@pytest.mark.parametrize(
    "answer",
    [
        Unavailable("Away."), reply(500), reply(429), reply(200, text="<html>"), reply(401),
        reply(403), reply(200, {"customers": [{"id": "x"}]}), ValueError("anything"),
    ],
)  # fmt: skip
def test_whatever_fails_the_answer_comes_and_it_is_left_alone_for_a_while(
    ask: Any, connected: AtRecharge, world: World, answer: Any
) -> None:
    connected.answer = answer
    for _ in range(2):
        assert ask("GET", "/subscriptions") == (200, {**NOTHING, "state": "unavailable"})
    assert len(connected.sent) == 1
    connected.answer = None
    world.pass_time(seconds=31)

    is_final = getattr(answer, "status", 0) == 401
    assert ask("GET", "/subscriptions")[1]["state"] == ("unavailable" if is_final else "live")


def test_a_refused_token_shows_the_merchant_to_connect_again(
    ask: Any, connected: AtRecharge, manage: Any, shop: Shop
) -> None:
    connected.answer = reply(401)

    ask("GET", "/subscriptions")

    shown = manage("GET", "/v1/subscription_platform")[1]
    assert (shown["state"], shown["fault"]) == (
        "reconnect",
        "Recharge does not take our token.",
    )


def test_a_fault_goes_when_recharge_answers(
    ask: Any, connected: AtRecharge, shop: Shop, world: World
) -> None:
    connected.answer = reply(403)
    ask("GET", "/subscriptions")
    assert storage.load(shop.desk()).fault
    connected.answer = None
    world.pass_time(minutes=1)

    ask("GET", "/subscriptions")

    assert (storage.load(shop.desk()).fault, storage.load(shop.desk()).is_open) == ("", True)


def test_nobody_waits_longer_than_the_limit(
    ask: Any, connected: AtRecharge, monkeypatch: pytest.MonkeyPatch
) -> None:
    released = threading.Event()
    monkeypatch.setattr(connected.stand_in, "answer", lambda _: released.wait(3))
    monkeypatch.setattr(looking, "SECONDS", 0.05)

    assert ask("GET", "/subscriptions")[1]["state"] == "unavailable"
    released.set()


def test_the_token_is_in_no_log(
    ask: Any, connected: AtRecharge, caplog: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    connected.answer = ValueError("anything")

    ask("GET", "/subscriptions")

    said = capsys.readouterr()
    assert TOKEN not in caplog.text + said.out + said.err

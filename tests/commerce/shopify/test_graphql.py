"""Asking a shop: patience with limits, and a word for each way in which it fails."""

import logging
from typing import Any

import pytest

from chalicelib.commerce.shopify.graphql import Access, UserError, ask, refuse
from chalicelib.core.desk import Desk
from chalicelib.core.errors import DeliveryFailed, Forbidden, Invalid, Unavailable, Uncertain
from tests.commerce.shopify.world import TOKEN
from tests.kit.http_world import World, reply

SHOP = "fern.myshopify.com"
ACCESS = Access(domain=SHOP, token=TOKEN)
GOOD = reply(200, {"data": {"shop": "Fern"}})


def throttled(available: float = 40, wanted: float = 90) -> Any:
    status = {"maximumAvailable": 2000, "currentlyAvailable": available, "restoreRate": 100}
    return reply(200, {
        "errors": [{"message": "Throttled", "extensions": {"code": "THROTTLED"}}],
        "extensions": {"cost": {"requestedQueryCost": wanted, "throttleStatus": status}},
    })  # fmt: skip


def asked(desk: Desk, world: World, *answers: Any, **how: Any) -> Any:
    world.http.on("POST", f"https://{SHOP}/admin/api/2026-10/graphql.json", *answers)
    return ask(desk, ACCESS, "{ shop }", {"a": 1}, shape=dict[str, str], **how)


def test_the_shop_is_asked_as_published(desk: Desk, world: World) -> None:
    assert asked(desk, world, GOOD) == {"shop": "Fern"}

    [sent] = world.http.sent
    assert sent.json() == {"query": "{ shop }", "variables": {"a": 1}}
    assert sent.headers["X-Shopify-Access-Token"] == TOKEN


def test_whoever_asks_too_often_waits_as_long_as_it_takes(desk: Desk, world: World) -> None:
    assert asked(desk, world, throttled(), throttled(available=85), GOOD) == {"shop": "Fern"}
    assert world.slept == [0.5, 0.1]


def test_nobody_waits_longer_than_their_patience(desk: Desk, world: World) -> None:
    with pytest.raises(Unavailable):
        asked(desk, world, throttled(), patience=0.4)

    assert world.slept == []


def test_a_shop_that_is_always_busy_is_left_alone(desk: Desk, world: World) -> None:
    with pytest.raises(Unavailable):
        asked(desk, world, throttled(available=90))

    assert len(world.http.sent) == 6


@pytest.mark.parametrize(
    ("answer", "error", "code"),
    [
        (reply(401, {"errors": "Invalid API key"}), Forbidden, "token_refused"),
        (reply(402), Forbidden, "shop_closed"),
        (reply(403), Forbidden, "shop_closed"),
        (reply(404), Forbidden, "shop_closed"),
        (reply(429, headers={"retry-after": "2.0"}), Unavailable, "unavailable"),
        (reply(500), Unavailable, "unavailable"),
        (reply(301, headers={"location": "https://evil.example"}), Unavailable, "unavailable"),
        (reply(200, text="<html>"), Unavailable, "unavailable"),
        (reply(200, {"data": {"shop": 7}}), Unavailable, "unavailable"),
        (reply(200, {"errors": [{"message": "?"}]}), Unavailable, "unavailable"),
        (reply(200, [1]), Unavailable, "unavailable"),
        (Unavailable("Away."), Unavailable, "unavailable"),
        (Uncertain("Lost."), Unavailable, "unavailable"),
        (
            reply(200, {"data": None, "errors": [{"extensions": {"code": "ACCESS_DENIED"}}]}),
            Forbidden,
            "scope_missing",
        ),
    ],
)
def test_each_failure_has_its_word(
    desk: Desk, world: World, answer: Any, error: type[Exception], code: str
) -> None:
    with pytest.raises(error) as failure:
        asked(desk, world, answer)

    assert getattr(failure.value, "code") == code  # noqa: B009 - of whichever error
    assert len(world.http.sent) == 1


@pytest.mark.parametrize("answer", [reply(502), Uncertain("Lost."), reply(200, text="<html>")])
def test_what_may_have_been_done_is_not_known(desk: Desk, world: World, answer: Any) -> None:
    with pytest.raises(Uncertain):
        asked(desk, world, answer, is_reading=False)


def test_the_token_goes_to_no_other_host(desk: Desk, world: World) -> None:
    access = Access(domain="fern.myshopify.com.evil.example", token=TOKEN)

    with pytest.raises(DeliveryFailed):
        ask(desk, access, "{ shop }", {}, shape=dict[str, str])

    assert world.http.sent == []


def test_the_token_is_in_no_log(desk: Desk, world: World, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG), pytest.raises(Forbidden):
        asked(desk, world, reply(401))

    assert TOKEN not in caplog.text + repr(ACCESS)


def test_what_is_wrong_with_input_is_told() -> None:
    refuse([])

    with pytest.raises(Invalid) as failure:
        refuse([UserError(message="Too many", field=("input", "quantity"), code="INVALID")])

    [fault] = failure.value.faults
    assert (fault.pointer, fault.code, fault.detail) == ("/input/quantity", "INVALID", "Too many")

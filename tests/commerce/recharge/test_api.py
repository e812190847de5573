"""Asking Recharge: a word for each way in which it fails, and nothing believed that is not ours."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.commerce.recharge import api, wire
from chalicelib.commerce.recharge.model import Charge, Status
from chalicelib.core.desk import Desk
from chalicelib.core.errors import Conflict, Forbidden, Invalid, NotFound, Unavailable, Uncertain
from tests.commerce.recharge.published import CHARGE, CUSTOMER, SUBSCRIPTION
from tests.commerce.recharge.world import HOST, MAIL, TOKEN
from tests.kit.http_world import World, reply

Ask = Callable[[Desk], object]
CHANGES: list[Ask] = [
    lambda desk: api.cancel(desk, TOKEN, "7", reason="Too much", comment=""),
    lambda desk: api.activate(desk, TOKEN, "7"),
    lambda desk: api.set_date(desk, TOKEN, "7", "2026-12-24"),
    lambda desk: api.set_quantity(desk, TOKEN, "7", 2),
    lambda desk: api.skip(desk, TOKEN, Charge(id="9", on=date(2026, 3, 13)), "7"),
    lambda desk: api.unskip(desk, TOKEN, Charge(id="9", on=date(2026, 3, 13)), "7"),
]
READINGS: list[Ask] = [
    lambda desk: api.scopes(desk, TOKEN),
    lambda desk: api.customer_id(desk, TOKEN, MAIL),
    lambda desk: api.subscriptions(desk, TOKEN, "7"),
    lambda desk: api.subscription(desk, TOKEN, "7"),
]


def says(world: World, *answers: Any) -> None:
    world.http.on("*", f"{HOST}/*", *answers)


@pytest.mark.parametrize("ask", [*CHANGES, *READINGS])
@pytest.mark.parametrize(
    ("answer", "error", "code"),
    [
        (reply(401, {"error": "bad authentication"}), Forbidden, "token_refused"),
        (reply(403, {"error": "no scope"}), Forbidden, "scope_missing"),
        (reply(404, {"error": "subscription not found"}), NotFound, "not_found"),
        (reply(409, {"error": "being edited"}), Conflict, "subscription_busy"),
        (reply(429), Unavailable, "unavailable"),
        (reply(426), Unavailable, "unavailable"),
        (reply(301, headers={"location": "https://evil.example"}), Unavailable, "unavailable"),
        (Unavailable("Not reached."), Unavailable, "unavailable"),
    ],
)
def test_what_surely_was_not_done_has_a_word_each(
    desk: Desk, world: World, ask: Ask, answer: Any, error: type[Exception], code: str
) -> None:
    says(world, answer)

    with pytest.raises(error) as raised:
        ask(desk)

    assert getattr(raised.value, "code") == code  # noqa: B009 - of any error of ours
    assert len(world.http.sent) == 1


@pytest.mark.parametrize("ask", CHANGES)
@pytest.mark.parametrize("answer", [reply(500), reply(503, text="<html>"), Uncertain("Lost.")])
def test_a_change_without_an_answer_is_uncertain(
    desk: Desk, world: World, ask: Ask, answer: Any
) -> None:
    says(world, answer)

    with pytest.raises(Uncertain):
        ask(desk)


@pytest.mark.parametrize("ask", READINGS)
@pytest.mark.parametrize("answer", [reply(500), reply(200, text="<html>"), reply(200, [])])
def test_a_reading_without_an_answer_is_not(
    desk: Desk, world: World, ask: Ask, answer: Any
) -> None:
    says(world, answer)

    with pytest.raises(Unavailable):
        ask(desk)


@pytest.mark.parametrize(
    ("said", "detail", "pointers"),
    [
        ({"errors": {"date": ["Must be later", "x" * 999]}}, "Must be later", ["/date", "/date"]),
        ({"errors": {"quantity": "Too many"}}, "Too many", ["/quantity"]),
        ({"errors": ["No."]}, "No.", ["/"]),
        ({"error": "No card."}, "No card.", ["/"]),
        ({"errors": {"date": [7]}}, "Recharge refuses this.", []),
        ("no", "Recharge refuses this.", []),
    ],
)
def test_a_refusal_is_in_recharges_own_words(
    desk: Desk, world: World, said: Any, detail: str, pointers: list[str]
) -> None:
    says(world, reply(422, said))

    with pytest.raises(Invalid) as raised:
        api.set_date(desk, TOKEN, "7", "2020-01-01")

    assert (raised.value.detail, raised.value.code) == (detail, "subscription_refused")
    assert [fault.pointer for fault in raised.value.faults] == pointers
    assert all(len(fault.detail) <= 300 for fault in raised.value.faults)


@given(st.recursive(st.none() | st.integers() | st.text(), lambda inner: st.lists(inner) | (
    st.dictionaries(st.sampled_from(["error", "errors", "date"]), inner))))  # fmt: skip
def test_a_refusal_may_be_anything(said: object) -> None:
    assert all(isinstance(words, str) for each in wire.refusal(json.dumps(said).encode())
               for words in each)  # fmt: skip


@given(st.binary(max_size=100))
def test_a_refusal_may_be_any_bytes(body: bytes) -> None:
    wire.refusal(body)


@pytest.mark.parametrize(("wished", "seconds"), [("7", 7), ("", 2), ("soon", 2)])
def test_who_asks_too_often_hears_when_to_come_again(
    desk: Desk, world: World, wished: str, seconds: int
) -> None:
    says(world, reply(429, headers={"retry-after": wished}))

    with pytest.raises(Unavailable) as raised:
        api.subscription(desk, TOKEN, "7")

    assert raised.value.retry_after == seconds


def test_a_subscription_is_read_as_recharge_publishes_it(desk: Desk, world: World) -> None:
    says(world, reply(200, {"subscription": SUBSCRIPTION}))

    found = api.subscription(desk, TOKEN, "27363808")

    assert (found.id, found.customer_id, found.title) == ("27363808", "35897531", "Fern food")
    assert (found.price, found.currency, found.quantity) == (1290, "EUR", 1)
    assert (found.unit, found.count, found.next_charge_on) == ("month", 1, date(2026, 3, 13))
    assert (found.status, found.is_skippable, found.has_charge) == (Status.active, True, True)


@pytest.mark.parametrize(
    ("changed", "name", "expected"),
    [
        ({"status": "ACTIVE"}, "status", Status.active),
        ({"status": "frozen"}, "status", Status.other),
        ({"next_charge_scheduled_at": None}, "next_charge_on", None),
        ({"next_charge_scheduled_at": "2026-12-24T00:00:00"}, "next_charge_on", date(2026, 12, 24)),
        ({"presentment_currency": None, "price": 4.5}, "price", 450),
        ({"presentment_currency": "JPY", "price": "450"}, "price", 450),
        ({"order_interval_frequency": "2"}, "count", 2),
        ({"is_prepaid": True}, "is_skippable", False),
        ({"is_skippable": None}, "is_skippable", True),
        ({"has_queued_charges": 0}, "has_charge", False),
        ({"variant_title": None}, "variant", ""),
    ],
)
def test_what_differs_between_stores_is_understood(
    desk: Desk, world: World, changed: dict[str, Any], name: str, expected: object
) -> None:
    says(world, reply(200, {"subscription": {**SUBSCRIPTION, **changed}}))

    assert getattr(api.subscription(desk, TOKEN, "1"), name) == expected


@pytest.mark.parametrize(
    "changed",
    [
        {"price": "free"},
        {"next_charge_scheduled_at": "tomorrow"},
        {"order_interval_frequency": "often"},
        {"quantity": None},
    ],
)
def test_what_makes_no_sense_is_no_answer(
    desk: Desk, world: World, changed: dict[str, Any]
) -> None:
    says(world, reply(200, {"subscription": {**SUBSCRIPTION, **changed}}))

    with pytest.raises(Unavailable):
        api.subscription(desk, TOKEN, "1")


def test_nobody_elses_is_taken_for_ones_own(desk: Desk, world: World) -> None:
    other = {**CUSTOMER, "id": 1, "email": "anna@home.example"}
    says(world, reply(200, {"customers": [other, {**CUSTOMER, "email": MAIL.upper()}]}))
    assert api.customer_id(desk, TOKEN, MAIL) == "35897531"
    says(world, reply(200, {"customers": [other]}))
    assert api.customer_id(desk, TOKEN, MAIL) is None
    says(world, reply(200, {"subscriptions": [SUBSCRIPTION, {**SUBSCRIPTION, "customer_id": 1}]}))

    assert len(api.subscriptions(desk, TOKEN, "35897531")) == 1


def test_only_charges_of_the_subscription_count(desk: Desk, world: World) -> None:
    later = {**CHARGE, "id": 2, "scheduled_at": "2026-04-13T00:00:00"}
    others = {**CHARGE, "id": 3, "line_items": [{"purchase_item_id": 1}]}
    says(
        world,
        reply(200, {"subscription": SUBSCRIPTION}),
        reply(200, {"charges": [later, others, {**CHARGE, "status": "success"}, CHARGE]}),
    )
    found = api.subscription(desk, TOKEN, "27363808")

    planned = api.charges(desk, TOKEN, found, "queued")

    assert [(each.id, each.on.isoformat()) for each in planned] == [
        ("10241025", "2026-03-13"), ("2", "2026-04-13"),
    ]  # fmt: skip


def test_changes_are_asked_for_as_published(desk: Desk, world: World) -> None:
    says(world, reply(200, {}))
    for ask in CHANGES:
        ask(desk)
    api.cancel(desk, TOKEN, "7", reason="Moving", comment="To Mars")

    sent = [(each.method, each.url.removeprefix(HOST), each.json()) for each in world.http.sent]
    ended = {"cancellation_reason": "Too much", "send_email": True}
    assert sent == [
        ("POST", "/subscriptions/7/cancel", ended),
        ("POST", "/subscriptions/7/activate", {}),
        ("POST", "/subscriptions/7/set_next_charge_date", {"date": "2026-12-24"}),
        ("PUT", "/subscriptions/7", {"quantity": 2}),
        ("POST", "/charges/9/skip", {"purchase_item_ids": [7]}),
        ("POST", "/charges/9/unskip", {"purchase_item_ids": [7]}),
        ("POST", "/subscriptions/7/cancel", {
            "cancellation_reason": "Moving", "send_email": True,
            "cancellation_reason_comments": "To Mars",
        }),
    ]  # fmt: skip

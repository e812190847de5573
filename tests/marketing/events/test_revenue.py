"""Orders after a click, and the message that they are credited to (acceptance 75, decision 22)."""

import re
from datetime import timedelta
from decimal import Decimal
from functools import partial
from typing import Any

import pytest

from chalicelib.accounts.model import Role
from chalicelib.accounts.settings import change
from chalicelib.core.moments import rfc3339
from chalicelib.customers.events import storage as events
from chalicelib.marketing.events import record as recording
from chalicelib.marketing.events import rules
from chalicelib.marketing.links.model import Link
from chalicelib.messaging.deliver import deliver
from chalicelib.messaging.reply import reply
from dev.aws.faults import Faults
from dev.aws.gate import gate
from tests.accounts.shop import Shop
from tests.builders import NOON, an_agent, later
from tests.edge import Edge
from tests.kit.http_world import World
from tests.kit.waits import skipped_waits
from tests.marketing.texts import NUMBER, Phone, text

PERSON = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Safari/604.1"
ORDER = {
    "id": "evt-1",
    "metric": "Placed Order",
    "customer": {"phone": NUMBER},
    "properties": {"order_id": "1001", "items": ["mug"]},
    "value": 49.9,
    "currency": "EUR",
}


@pytest.fixture
def ask(whole: Edge, shop: Shop) -> Any:
    """Return a way to ask as a manager."""
    token = shop.session(shop.hire(Role.manager))
    return partial(whole.call, Authorization=f"Bearer {token}")


@pytest.fixture
def ticket_id(shop: Shop, phone: Phone) -> str:
    """Return the ticket of a customer who was answered with a link."""
    ticket = text(shop).ticket
    assert ticket
    said(shop, ticket.id, "Here: https://shop.example/for-your-kitchen/mug")
    return ticket.id


def said(shop: Shop, ticket_id: str, words: str) -> None:
    done = reply(shop.desk(), ticket_id, an_agent(), words)
    deliver(shop.desk(), ticket_id, done.entries[-1].sequence)


def click(whole: Edge, phone: Phone) -> None:
    [path] = re.findall(r"https://desk\.example(/l/\w+)", phone.got[-1].text)
    assert whole.call("GET", path, Host="desk.example", User_Agent=PERSON)[0] == 302


def revenue(ask: Any, ticket_id: str) -> list[Any]:
    lines = ask("GET", f"/v1/tickets/{ticket_id}/messages")[1]["data"]
    return [line["revenue"] for line in lines if line.get("links")]


EUROS = [[{"currency": "EUR", "value": "49.9"}]]


@pytest.mark.acceptance(75)
def test_an_order_after_a_click_is_credited_to_the_message(
    ask: Any, whole: Edge, shop: Shop, phone: Phone, world: World, ticket_id: str
) -> None:
    click(whole, phone)
    world.pass_time(hours=1)

    status, told, _ = ask("POST", "/v1/events", ORDER)

    assert (status, told["outcome"]) == (201, "recorded")
    assert revenue(ask, ticket_id) == EUROS
    [event] = events.history(shop.desk(), (told["customer_id"],), limit=50, position={})[0]
    assert (event.metric, event.value, event.currency) == ("Placed Order", Decimal("49.9"), "EUR")
    assert event.message_id.startswith("msg_")


def test_an_order_counts_once_however_often_it_is_told(
    ask: Any, whole: Edge, phone: Phone, ticket_id: str
) -> None:
    click(whole, phone)

    ask("POST", "/v1/events", ORDER)
    again = ask("POST", "/v1/events", ORDER)[1]
    by_another = ask("POST", "/v1/events", {**ORDER, "id": "evt-2"})[1]

    assert (again["outcome"], by_another["outcome"]) == ("known", "recorded")
    assert revenue(ask, ticket_id) == EUROS


def test_orders_add_up_by_currency(ask: Any, whole: Edge, phone: Phone, ticket_id: str) -> None:
    click(whole, phone)
    others = [("2", "EUR", "0.10"), ("3", "USD", 5)]
    several = [ORDER] + [
        {**ORDER, "id": n, "properties": {"order_id": n}, "currency": c, "value": v}
        for n, c, v in others
    ]

    ask("POST", "/v1/events", {"events": several})

    assert revenue(ask, ticket_id) == [
        [{"currency": "EUR", "value": "50.00"}, {"currency": "USD", "value": "5"}]
    ]


@pytest.mark.parametrize(
    "facts",
    [
        {"metric": "Viewed Product"},
        {"value": None},
        {"value": 0},
        {"value": -5},
        {"customer": {"phone": "+15005550199"}},
        {"time": rfc3339(NOON - timedelta(seconds=1))},
    ],
)
def test_nothing_else_is_credited(
    ask: Any, whole: Edge, phone: Phone, ticket_id: str, facts: dict[str, Any]
) -> None:
    click(whole, phone)

    assert ask("POST", "/v1/events", {**ORDER, **facts})[0] == 201

    assert revenue(ask, ticket_id) == [[]]


def test_who_never_clicked_was_not_led_to_the_order(ask: Any, ticket_id: str) -> None:
    ask("POST", "/v1/events", ORDER)

    assert revenue(ask, ticket_id) == [[]]


@pytest.mark.parametrize(("hours", "counts"), [(48, True), (49, False)])
def test_the_window_is_the_accounts_setting(
    ask: Any, whole: Edge, shop: Shop, phone: Phone, world: World, ticket_id: str, hours: int,
    *, counts: bool,
) -> None:  # fmt: skip
    assert change.shown(shop.desk())["attribution"]["click_window_hours"] == 120
    change.patch(shop.desk(), {"attribution": {"click_window_hours": 48}})
    click(whole, phone)
    world.pass_time(hours=hours)

    ask("POST", "/v1/events", ORDER)

    assert revenue(ask, ticket_id) == (EUROS if counts else [[]])


def test_the_last_click_counts(
    ask: Any, whole: Edge, shop: Shop, phone: Phone, world: World, ticket_id: str
) -> None:
    click(whole, phone)
    world.pass_time(minutes=1)
    said(shop, ticket_id, "Or: https://shop.example/for-your-kitchen/cup")
    click(whole, phone)

    ask("POST", "/v1/events", ORDER)

    assert revenue(ask, ticket_id) == [[], *EUROS]


def test_an_order_that_is_told_late_belongs_to_the_click_before_it(
    ask: Any, whole: Edge, phone: Phone, world: World, ticket_id: str
) -> None:
    click(whole, phone)
    world.pass_time(hours=2)
    click(whole, phone)

    ask("POST", "/v1/events", {**ORDER, "time": rfc3339(later(hours=1))})

    assert revenue(ask, ticket_id) == EUROS


def test_a_lost_answer_credits_once(ask: Any, whole: Edge, phone: Phone, ticket_id: str) -> None:
    click(whole, phone)
    faults = Faults()
    faults.inject("dynamodb.TransactWriteItems", "lost_reply", times=1)

    with gate.around(faults), skipped_waits():
        told = ask("POST", "/v1/events", ORDER)[1]

    assert told["outcome"] == "recorded"
    assert revenue(ask, ticket_id) == EUROS


def test_two_orders_at_once_are_both_credited(
    ask: Any, whole: Edge, phone: Phone, ticket_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    click(whole, phone)
    transact = recording.transact

    def overtaken(*args: Any) -> None:
        monkeypatch.setattr(recording, "transact", transact)
        ask("POST", "/v1/events", {**ORDER, "id": "2", "properties": {"order_id": "2"}})
        transact(*args)

    monkeypatch.setattr(recording, "transact", overtaken)
    ask("POST", "/v1/events", ORDER)

    assert revenue(ask, ticket_id) == [[{"currency": "EUR", "value": "99.8"}]]


@pytest.mark.parametrize(
    ("facts", "pointer"),
    [
        ({"currency": "euro"}, "/currency"),
        ({"value": 1e15}, "/value"),
        ({"value": "a lot"}, "/value"),
        ({"value": "NaN"}, "/value"),
        ({"properties": {"x": "y" * 9_000}}, "/properties"),
        ({"time": rfc3339(later(hours=1))}, "/time"),
        ({"metric": ""}, "/metric"),
        ({"customer": {}}, "/customer"),
    ],
)
def test_a_faulty_event_is_refused(ask: Any, facts: dict[str, Any], pointer: str) -> None:
    status, problem, _ = ask("POST", "/v1/events", {**ORDER, **facts})

    assert (status, problem["errors"][0]["pointer"]) == (422, pointer)


def test_support_may_not_tell_of_events(whole: Edge, shop: Shop) -> None:
    token = shop.session(shop.hire())

    assert whole.call("POST", "/v1/events", ORDER, Authorization=f"Bearer {token}")[0] == 403


def a_link(code: str, *, first: float | None, last: float | None) -> Link:
    moments = [None if hours is None else later(hours=hours) for hours in (first, last)]
    return Link(host="h", code=code, url="u", message_id="m", first_at=moments[0],
                last_at=moments[1])  # fmt: skip


@pytest.mark.parametrize(
    ("links", "at", "expected"),
    [
        ([], 1, None),
        ([("a", None, None)], 1, None),
        ([("a", 0, 0)], 120, "a"),
        ([("a", 0, 0)], 120.01, None),
        ([("a", 0, 5), ("b", 3, 3)], 6, "a"),
        ([("a", 0, 9), ("b", 3, 3)], 6, "b"),
        ([("a", 7, 9)], 6, None),
    ],
)
def test_a_link_leads_to_what_follows_it(
    links: list[tuple[str, float | None, float | None]], at: float, expected: str | None
) -> None:
    every = [a_link(code, first=first, last=last) for code, first, last in links]

    found = rules.leading_to(every, later(hours=at), timedelta(hours=120))

    assert (found.code if found else None) == expected

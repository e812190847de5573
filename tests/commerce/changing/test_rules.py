"""What may be done to an order, as a table."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.commerce.model import Address, Line, OrderStatus, Shop
from chalicelib.commerce.orders import rules
from chalicelib.commerce.orders.rules import Around, Wish
from chalicelib.core.errors import Invalid
from tests.commerce.orders import an_order
from tests.kit.http_world import NOON

SHOP = Shop(
    domain="fern.myshopify.com",
    sealed=b"",
    scopes=frozenset({"write_order_edits", "write_orders"}),
    connected_at=NOON,
)
AROUND = Around(now=NOON, shop=SHOP)
GONE = Line(id="1", title="Mug", quantity=2, fulfillable=0, price=1)
HALF = Line(id="2", title="Pot", quantity=3, fulfillable=2, price=1)
THERE = Line(id="3", title="Fern", quantity=1, fulfillable=1, price=1)
OUT = Line(id="4", title="Taken out", quantity=0, fulfillable=0, price=1)


def codes(**facts: Any) -> list[str | None]:
    """Return why nothing may be done: to edit, to cancel, to send it elsewhere."""
    around = replace(AROUND, **{name: facts.pop(name) for name in list(facts) if name in _AROUND})
    order = an_order(**facts)
    found = [rules.refusal(order, wish, around) for wish in Wish]
    return [each.code if each else None for each in found]


_AROUND = ("now", "shop", "is_included", "busy")


@pytest.mark.acceptance(62, 88)
@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, [None] * 3),
        ({"lines": (THERE, OUT)}, [None] * 3),
        ({"lines": (GONE, THERE)}, [None, *["order_partly_fulfilled"] * 2]),
        ({"lines": (HALF,)}, [None, *["order_partly_fulfilled"] * 2]),
        ({"lines": (GONE, OUT)}, ["order_fulfilled"] * 3),
        ({"lines": ()}, ["order_fulfilled"] * 3),
        ({"fulfillment_status": "fulfilled"}, ["order_fulfilled"] * 3),
        ({"status": OrderStatus.cancelled}, ["order_cancelled"] * 3),
        ({"status": OrderStatus.closed}, ["order_closed"] * 3),
        ({"placed_at": NOON - timedelta(days=60)}, [None] * 3),
        ({"placed_at": NOON - timedelta(days=60, seconds=1)}, ["order_too_old"] * 3),
        ({"busy": frozenset({an_order().id})}, ["action_pending"] * 3),
        ({"busy": frozenset({"1"})}, [None] * 3),
        ({"is_included": False}, ["plan_required"] * 3),
        ({"shop": None}, ["shop_not_connected"] * 3),
        ({"shop": replace(SHOP, is_open=False)}, ["shop_reconnect"] * 3),
        ({"shop": replace(SHOP, scopes=frozenset())}, ["scope_missing"] * 3),
        (
            {"shop": replace(SHOP, scopes=frozenset({"write_order_edits"}))},
            [None, *["scope_missing"] * 2],
        ),
    ],
)
def test_each_circumstance_has_its_reason(facts: Any, expected: list[str | None]) -> None:
    assert codes(**facts) == expected


@pytest.mark.parametrize(
    ("wanted", "changed"),
    [
        ([("3", 0)], {"3": 0}),
        ([("2", 1), ("3", 0)], {"2": 1, "3": 0}),
        ([("3", 101)], {"3": 101}),
        ([("1", 2), ("3", 2)], {"3": 2}),
    ],
)
def test_what_has_not_left_can_change(wanted: Any, changed: dict[str, int]) -> None:
    assert rules.new_quantities(an_order(lines=(GONE, HALF, THERE)), wanted) == changed


@pytest.mark.parametrize(
    ("wanted", "pointer", "code"),
    [
        ([("9", 1)], "/lines/0/id", "unknown_line"),
        ([("3", 1), ("3", 2)], "/lines/1/id", "repeated"),
        ([("1", 1)], "/lines/0/quantity", "line_fulfilled"),
        ([("4", 1)], "/lines/0/quantity", "line_fulfilled"),
        ([("2", 0)], "/lines/0/quantity", "too_few"),
        ([("3", 102)], "/lines/0/quantity", "too_many"),
    ],
)
def test_what_cannot_change_is_pointed_at(wanted: Any, pointer: str, code: str) -> None:
    with pytest.raises(Invalid) as refusal:
        rules.new_quantities(an_order(lines=(GONE, HALF, THERE, OUT)), wanted)

    [fault] = refusal.value.faults
    assert (fault.pointer, fault.code) == (pointer, code)


@pytest.mark.parametrize(
    ("quantities", "is_so"), [({"3": 1}, True), ({"3": 0}, False), ({"7": 0}, True)]
)
def test_lines_are_seen_to_be_as_wanted(quantities: dict[str, int], *, is_so: bool) -> None:
    assert rules.has_quantities(an_order(lines=(THERE,)), quantities) is is_so


NEW = Address(address1="2 Oak Road", city="York", postcode="YO1 7HH", country="GB")


@pytest.mark.parametrize(
    ("changed", "is_so"),
    [({}, True), ({"postcode": "yo17hh"}, True), ({"city": "Leeds"}, False)],
)
def test_an_address_is_seen_to_be_as_wanted(changed: dict[str, str], *, is_so: bool) -> None:
    order = an_order(shipping_address=replace(NEW, **changed))

    assert rules.goes_to(order, NEW, None) is is_so
    assert not rules.goes_to(an_order(shipping_address=None), NEW, None)


@pytest.mark.parametrize(
    ("before", "wanted", "now", "is_so"),
    [
        ("+441", "+442", "+441", False),
        ("+441", "+442", "+44 2", True),
        ("+441", "", "+441", False),
        ("", "07700 900123", "+447700900123", True),
        ("+441", "+441", "+44 (1)", True),
    ],
)
def test_a_change_of_the_telephone_number_alone_is_seen(
    before: str, wanted: str, now: str, *, is_so: bool
) -> None:
    order = an_order(shipping_address=replace(NEW, phone=now))

    assert rules.goes_to(order, replace(NEW, phone=wanted), replace(NEW, phone=before)) is is_so


@pytest.mark.parametrize(
    ("before", "wanted", "now", "is_so"),
    [
        ("OR", "California", "CA", True),
        ("OR", "California", "OR", False),
        ("", "California", "CA", True),
        ("OR", "", "OR", True),
    ],
)
def test_a_change_of_the_region_alone_is_seen(
    before: str, wanted: str, now: str, *, is_so: bool
) -> None:
    order = an_order(shipping_address=replace(NEW, region=now))

    assert rules.goes_to(order, replace(NEW, region=wanted), replace(NEW, region=before)) is is_so

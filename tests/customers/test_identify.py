"""Knowing people again."""

from collections.abc import Callable

import pytest

from chalicelib.core.desk import Desk
from chalicelib.core.errors import Invalid, NotFound
from chalicelib.customers import storage
from chalicelib.customers.identify import identify
from chalicelib.customers.model import Customer, IdentityKind
from dev.aws.faults import Faults
from dev.aws.gate import Call, gate

EMAIL = IdentityKind.email


def test_a_first_contact_becomes_a_customer(desk: Desk) -> None:
    ann = identify(desk, EMAIL, "Ann@shop.example", name="Ann Lee")

    assert storage.load(desk, ann.id) == ann
    assert (ann.name, ann.email, ann.created_at) == ("Ann Lee", "ann@shop.example", desk.now())


def test_the_same_address_is_the_same_customer(desk_of: Callable[[str], Desk]) -> None:
    first, second = desk_of("acc_same"), desk_of("acc_same")

    assert identify(first, EMAIL, "ann@shop.example") == identify(second, EMAIL, "ANN@shop.example")


def test_another_account_knows_somebody_else(desk_of: Callable[[str], Desk]) -> None:
    ours = identify(desk_of("acc_ours"), EMAIL, "ann@shop.example")
    theirs = identify(desk_of("acc_theirs"), EMAIL, "ann@shop.example")

    assert ours.id != theirs.id
    with pytest.raises(NotFound):
        storage.load(desk_of("acc_theirs"), ours.id)


def test_a_name_and_a_proof_are_learned_later(desk: Desk) -> None:
    identify(desk, EMAIL, "ann@shop.example")

    ann = identify(desk.for_operation("b"), EMAIL, "ann@shop.example", name="Ann", is_verified=True)

    assert (ann.name, ann.is_verified) == ("Ann", True)
    assert storage.load(desk, ann.id) == ann


def test_what_is_no_address_makes_nobody(desk: Desk) -> None:
    with gate.recorded() as calls, pytest.raises(Invalid):
        identify(desk, EMAIL, "nobody")

    assert calls == []


def test_a_stranger_costs_a_read_and_two_puts(desk: Desk) -> None:
    with gate.recorded() as calls:
        identify(desk, EMAIL, "ann@shop.example")

    assert _names(calls) == ["dynamodb.GetItem", "dynamodb.TransactWriteItems"]
    assert len(calls[1].parameters()["TransactItems"]) == 2


def test_a_known_customer_costs_two_reads(desk: Desk) -> None:
    identify(desk, EMAIL, "ann@shop.example", name="Ann")

    with gate.recorded() as calls:
        identify(desk.for_operation("b"), EMAIL, "ann@shop.example", name="Ann")

    assert _names(calls) == ["dynamodb.GetItem", "dynamodb.GetItem"]


@pytest.mark.parametrize("operation", ["another", "the same"])
def test_two_first_contacts_at_once_are_one_customer(desk: Desk, operation: str) -> None:
    others: list[Customer] = []

    def meanwhile(call: Call) -> None:
        if call.name == "dynamodb.TransactWriteItems" and not others:
            others.append(Customer(id="", created_at=desk.now()))
            rival = desk if operation == "the same" else desk.for_operation("rival")
            others[0] = identify(rival, EMAIL, "ann@shop.example")

    with gate.hooked(before=meanwhile):
        ann = identify(desk, EMAIL, "ann@shop.example")

    assert [ann] == others


def test_a_lost_answer_is_no_lost_race(desk: Desk) -> None:
    faults = Faults()
    faults.inject("dynamodb.TransactWriteItems", "lost_reply", times=1)

    with gate.around(faults):
        ann = identify(desk, EMAIL, "ann@shop.example")

    assert identify(desk, EMAIL, "ann@shop.example") == ann


def test_a_change_that_came_first_is_kept(desk: Desk) -> None:
    ann = identify(desk, EMAIL, "ann@shop.example")
    rivals = ["Anna"]

    def meanwhile(call: Call) -> None:
        if call.name == "dynamodb.TransactWriteItems" and rivals:
            identify(desk.for_operation("rival"), EMAIL, "ann@shop.example", name=rivals.pop())

    with gate.hooked(before=meanwhile):
        found = identify(desk.for_operation("b"), EMAIL, "ann@shop.example", name="Ann")

    assert (found.id, found.name, found.version) == (ann.id, "Anna", 2)


def _names(calls: list[Call]) -> list[str]:
    return [call.name for call in calls]

"""Which other profiles are told to be the same person's."""

from typing import Any

import pytest

from chalicelib.customers.edit import edit
from chalicelib.customers.identify import identify
from chalicelib.customers.merging import possible, rules
from chalicelib.customers.merging.merge import merge, unmerge
from chalicelib.customers.model import Customer, Edit, Identity, IdentityKind
from tests.accounts.shop import Shop
from tests.customers.merging.people import ANN, OTHER, known, signed_in

SHARED = [{"kind": "email", "address": ANN}]


def told(ask: Any, customer: Customer) -> Any:
    status, found, _ = ask("GET", f"/v1/customers/{customer.id}/merges")
    assert status == 200, found
    return found


def ids(ask: Any, customer: Customer) -> list[str]:
    return [each["id"] for each in told(ask, customer)["possible"]]


@pytest.mark.acceptance(3)
def test_who_has_proved_the_same_address_is_told_from_either(
    ask: Any, ann: Customer, lee: Customer
) -> None:
    [of_ann], [of_lee] = (told(ask, each)["possible"] for each in (ann, lee))

    assert (of_ann["id"], of_ann["name"], of_ann["email"]) == (lee.id, "A. Lee", OTHER)
    assert (of_lee["id"], of_ann["shared"], of_lee["shared"]) == (ann.id, SHARED, SHARED)


def test_a_proof_that_comes_later_counts(shop: Shop, ask: Any, ann: Customer) -> None:
    visitor = known(shop.desk(), IdentityKind.user, "lee-9")
    before = ids(ask, ann)

    signed_in(shop.desk().for_operation("later"), "lee-9")

    assert (before, ids(ask, ann)) == ([], [visitor.id])


def test_what_nobody_proved_is_not_told(shop: Shop, ask: Any, ann: Customer) -> None:
    typed = identify(shop.desk(), IdentityKind.user, "chat")
    edit(shop.desk(), typed.id, Edit(email=OTHER))
    doubtful = Identity(kind=IdentityKind.email, address=ANN)
    identify(shop.desk(), IdentityKind.user, "unvouched", also=doubtful)

    assert [ids(ask, each) for each in (ann, typed)] == [[], []]


def test_what_is_merged_is_told_until_it_is_taken_back(
    shop: Shop, ask: Any, ann: Customer, lee: Customer
) -> None:
    third = signed_in(shop.desk(), "lee-8")
    merge(shop.desk(), ann.id, lee.id)

    found = told(ask, lee)
    unmerge(shop.desk(), ann.id, lee.id)

    assert (found["id"], [each["id"] for each in found["possible"]]) == (ann.id, [third.id])
    assert [(each["id"], each["name"]) for each in found["merged"]] == [(lee.id, "A. Lee")]
    assert sorted(ids(ask, ann)) == sorted([lee.id, third.id])
    assert told(ask, ann)["merged"] == []


def test_who_stands_for_as_many_as_may_be_is_told_of_no_more(
    shop: Shop, ask: Any, ann: Customer, lee: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "MAX_MERGED", 1)
    signed_in(shop.desk(), "lee-8")
    merge(shop.desk(), ann.id, lee.id)

    assert ids(ask, ann) == []


def test_of_many_some_are_told(
    shop: Shop, ask: Any, ann: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(possible, "_MOST", 3)
    for number in range(4):
        signed_in(shop.desk(), f"lee-{number}")

    assert len(ids(ask, ann)) == 2


def test_another_accounts_customer_is_not_there(other_shop: Shop, ask: Any, ann: Customer) -> None:
    theirs = signed_in(other_shop.desk(), "lee-7")

    assert ids(ask, ann) == []
    assert ask("GET", f"/v1/customers/{theirs.id}/merges")[0] == 404

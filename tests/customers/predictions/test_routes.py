"""Predictions of a customer over HTTP, from the account's own model."""

from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from chalicelib.accounts.model import Role
from chalicelib.core.moments import rfc3339
from chalicelib.customers.identify import identify
from chalicelib.customers.merging.merge import merge
from chalicelib.customers.model import Identity, IdentityKind
from chalicelib.customers.predictions import fit, ledger, storage
from chalicelib.customers.predictions.model import Outlook
from tests.accounts.shop import Shop
from tests.customers.predictions.orders import NOON, an_order
from tests.customers.predictions.test_rules import FITTED
from tests.edge import Edge

ANN = "ann@customer.example"


@pytest.fixture
def ann(shop: Shop) -> str:
    """Return a customer's id."""
    return identify(shop.desk(), IdentityKind.email, ANN).id


@pytest.fixture
def ask(whole: Edge, shop: Shop) -> Any:
    """Return a way to ask as one of the team."""
    return partial(whole.call, "GET", Authorization=f"Bearer {shop.session(shop.hire())}")


def path(customer_id: str) -> str:
    return f"/v1/customers/{customer_id}/predictions"


def ready(shop: Shop, customer_id: str, currency: str = "EUR") -> None:
    """Let the account have a model, and the customer seven orders."""
    fitted = replace(FITTED, currency=currency)
    storage.save(shop.desk(), Outlook(fitted=fitted), NOON)
    for number in range(1, 8):
        order = an_order(str(number), customer_id, days_ago=30 * number, currency=currency)
        ledger.note(shop.desk(), order)


@pytest.mark.acceptance(55, 56, 57, 58, 59)
def test_a_customer_is_told_of_with_the_error_beside(ask: Any, shop: Shop, ann: str) -> None:
    ready(shop, ann)

    status, found, _ = ask(path(ann))

    assert status == 200
    assert (found["status"], found["source"], found["platform"]) == ("ready", "own_model", None)
    assert (found["orders_placed"], found["expected_orders"]) == (7, 9.08)
    assert found["within_days"] == 365
    value = found["lifetime_value"]
    assert (value["spent_minor"], value["currency"], value["exponent"]) == (14_000, "EUR", 2)
    assert value["total_minor"] == value["spent_minor"] + value["expected_minor"]
    assert (found["churn_risk"]["level"], found["churn_risk"]["within_days"]) == ("low", 90)
    assert 0 < found["churn_risk"]["probability"] < 0.33
    assert found["next_order_at"] > rfc3339(NOON)
    assert found["error"] == {
        "orders": -0.1,
        "lifetime_value": 0.1,
        "held_out_days": 90,
        "customers": 500,
        "orders_expected": 90,
        "orders_placed": 100,
    }
    assert found["fitted_at"] == rfc3339(NOON)


def test_orders_of_both_profiles_of_a_person_count(ask: Any, shop: Shop, ann: str) -> None:
    ready(shop, ann)
    [one, two] = (
        identify(shop.desk(), kind, address, is_verified=True, also=also).id
        for kind, address, also in (
            (IdentityKind.email, ANN, None),
            (IdentityKind.user, "7", Identity(kind=IdentityKind.email, address=ANN)),
        )
    )
    ledger.note(shop.desk(), an_order("of the other", two, days_ago=3))

    before = ask(path(ann))[1]["orders_placed"]
    merge(shop.desk(), one, two)

    assert (one, before, ask(path(ann))[1]["orders_placed"]) == (ann, 7, 8)


@pytest.mark.acceptance(56)
def test_yen_have_no_fractions(ask: Any, shop: Shop, ann: str) -> None:
    ready(shop, ann, "JPY")

    value = ask(path(ann))[1]["lifetime_value"]

    assert (value["spent_minor"], value["currency"], value["exponent"]) == (14_000, "JPY", 0)


@pytest.mark.acceptance(55)
def test_an_account_without_orders_hears_what_it_takes(ask: Any, ann: str) -> None:
    found = ask(path(ann))[1]

    assert (found["status"], found["source"], found["lifetime_value"]) == (
        "not_enough_data", None, None,
    )  # fmt: skip
    assert found["missing"] == [
        {"code": "customers_with_order", "have": 0, "need": 500},
        {"code": "days_of_history", "have": 0, "need": 180},
        {"code": "recent_orders", "have": 0, "need": 1},
        {"code": "customers_with_three_orders", "have": 0, "need": 10},
    ]


@pytest.mark.acceptance(55)
def test_an_account_with_few_orders_hears_how_far_it_is(ask: Any, shop: Shop, ann: str) -> None:
    ledger.note(shop.desk(), an_order("1", ann, days_ago=40))
    fit.work_off(shop.desk(), {"ordered_at": rfc3339(NOON)})

    missing = {each["code"]: each["have"] for each in ask(path(ann))[1]["missing"]}

    assert missing == {
        "customers_with_order": 1, "days_of_history": 40, "recent_orders": 0,
        "customers_with_three_orders": 0,
    }  # fmt: skip


def test_orders_that_nobody_looked_at_yet_say_nothing(ask: Any, shop: Shop, ann: str) -> None:
    ledger.note(shop.desk(), an_order("1", ann))

    found = ask(path(ann))[1]

    assert (found["status"], found["missing"]) == ("not_enough_data", [])


def test_of_whoever_never_ordered_nothing_is_foretold(ask: Any, shop: Shop, ann: str) -> None:
    ready(shop, identify(shop.desk(), IdentityKind.email, "bea@customer.example").id)

    found = ask(path(ann))[1]

    assert (found["status"], found["missing"], found["churn_risk"]) == ("no_orders", [], None)


def test_only_the_own_team_with_the_permission_is_told(
    whole: Edge, shop: Shop, other_shop: Shop, ann: str
) -> None:
    theirs = other_shop.session(other_shop.owner)
    narrow = shop.key(shop.hire(Role.admin), "tickets:read")

    answers = [
        whole.call("GET", path(ann), Authorization=f"Bearer {token}")[0]
        for token in ("", theirs, narrow)
    ]

    assert answers == [401, 404, 403]


@pytest.mark.acceptance(55)
def test_orders_that_are_told_of_as_events_count(
    whole: Edge, ask: Any, shop: Shop, ann: str
) -> None:
    token = shop.session(shop.hire(Role.manager))
    event = {"metric": "Placed Order", "customer": {"email": ANN}, "currency": "EUR"}
    told = [
        {**event, "id": "1", "value": 49.9, "properties": {"order_id": "1001"}},
        {**event, "id": "1", "value": 49.9, "properties": {"order_id": "1001"}},
        {**event, "id": "2", "value": 10, "properties": {"order_id": 1002}},
        {**event, "id": "3", "value": 10},
        {**event, "id": "4", "metric": "Viewed Product", "properties": {"order_id": "1003"}},
        {**event, "id": "5", "metric": "Cancelled Order", "properties": {"order_id": "1002"}},
    ]
    for number, each in enumerate(told):
        body = {**each, "time": f"2026-03-01T10:0{number}:00Z"}
        status, _, _ = whole.call("POST", "/v1/events", body, Authorization=f"Bearer {token}")
        assert status < 300

    found = {order.id: order for order in ledger.of_customer(shop.desk(), ann)}

    assert set(found) == {"1001", "1002"}
    assert (found["1001"].total_minor, found["1001"].currency) == (4_990, "EUR")
    assert [found[name].is_cancelled for name in ("1001", "1002")] == [False, True]

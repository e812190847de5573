"""The daily look at an account's orders (decision 37)."""

import json
from datetime import timedelta
from typing import Any

import pytest

from chalicelib import jobs as handlers
from chalicelib.core.moments import rfc3339
from chalicelib.customers.predictions import fit, ledger, rules, storage
from chalicelib.customers.predictions.model import Lack, Outlook
from dev.orders import placed
from tests.accounts.conftest import Jobs
from tests.accounts.shop import Shop
from tests.customers.predictions.orders import NOON, an_order, keep
from tests.kit.http_world import World

ORDER = {"job": fit.JOB, "ordered_at": rfc3339(NOON)}


@pytest.fixture
def filled(shop: Shop) -> Shop:
    """Return a shop with two years of orders."""
    keep(shop.desk(), placed(NOON))
    storage.begin(shop.desk())
    return shop


def looked_at(shop: Shop) -> Outlook:
    found = storage.find_outlook(shop.desk())
    assert found
    return found


@pytest.mark.acceptance(55)
def test_a_model_is_fitted_and_tried_on_what_it_did_not_see(filled: Shop) -> None:
    fit.work_off(filled.desk(), ORDER)

    fitted = looked_at(filled).fitted
    assert fitted
    assert (fitted.customers, fitted.currency) == (640, "EUR")
    assert fitted.back_test.held_out_days == 182
    errors = rules.errors(fitted.back_test)
    assert errors["orders"] is not None
    assert abs(errors["orders"]) < 0.15
    assert errors["lifetime_value"] is not None
    assert abs(errors["lifetime_value"]) < 0.2


def test_a_look_that_comes_twice_is_one(shop: Shop, world: World) -> None:
    ledger.note(shop.desk(), an_order())
    fit.work_off(shop.desk(), ORDER)
    before = looked_at(shop)
    ledger.note(shop.desk(), an_order("late", "cus_0000000000000000000000B0B0"))
    world.pass_time(minutes=1)

    fit.work_off(shop.desk(), ORDER)

    assert looked_at(shop) == before


@pytest.mark.acceptance(55)
def test_too_little_is_told_thing_by_thing(shop: Shop) -> None:
    ledger.note(shop.desk(), an_order())

    fit.work_off(shop.desk(), ORDER)

    found = looked_at(shop)
    assert found.fitted is None
    assert [(each.lack, each.have) for each in found.missing] == [
        (Lack.customers_with_order, 1),
        (Lack.days_of_history, 1),
        (Lack.customers_with_three_orders, 0),
    ]


def test_who_never_bought_on_a_second_day_gives_no_model(shop: Shop) -> None:
    books = [
        rules.days(an_order(f"{at}", days_ago=age) for at in range(3))
        for age in (200, *range(1, 501))
    ]

    found = fit.outlook(books, rules.number_of(NOON))

    assert [each.lack for each in found.missing] == [Lack.repeated_spending]


def test_no_more_shards_are_read_than_needed(filled: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fit, "ENOUGH", 520)

    fit.work_off(filled.desk(), ORDER)

    fitted = looked_at(filled).fitted
    assert fitted
    assert 520 <= fitted.customers < 600


@pytest.mark.usefixtures("alone")
def test_the_sweep_orders_a_look_each_day(shop: Shop, jobs: Jobs, world: World) -> None:
    ledger.note(shop.desk(), an_order())
    assert _swept(jobs) == []

    world.pass_time(minutes=6)
    first = _swept(jobs)
    assert [each["account_id"] for each in first] == [shop.account.id]
    assert _swept(jobs) == []  # ordered already
    handlers.run_job(json.dumps(first[0]))
    assert looked_at(shop).missing
    world.pass_time(hours=23)
    assert _swept(jobs) == []
    world.pass_time(hours=2)

    assert len(_swept(jobs)) == 1


@pytest.mark.usefixtures("alone")
def test_a_look_that_was_lost_is_ordered_again(shop: Shop, jobs: Jobs, world: World) -> None:
    ledger.note(shop.desk(), an_order())
    world.pass_time(minutes=6)
    _swept(jobs)
    world.pass_time(minutes=61)

    assert len(_swept(jobs)) == 1


def test_two_who_find_it_due_order_it_once(shop: Shop, jobs: Jobs, world: World) -> None:
    ledger.note(shop.desk(), an_order())
    world.pass_time(minutes=6)

    for _ in range(2):
        fit.come_due(shop.desk())

    assert [each["job"] for each in jobs()] == [fit.JOB]


def test_an_older_look_never_replaces_a_newer_one(shop: Shop) -> None:
    desk = shop.desk()
    newer = Outlook(looked_at=NOON, missing=rules.missing((), 0))
    storage.save(desk, newer, NOON)

    storage.save(desk, Outlook(), NOON - timedelta(hours=1))

    assert storage.find_outlook(desk) == newer


@pytest.mark.parametrize("number", [1, 2])
def test_what_dies_on_the_way_is_done_when_it_comes_again(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    ledger.note(shop.desk(), an_order())
    target = (storage.find_outlook, storage.save)[number - 1]
    with monkeypatch.context() as patched:
        patched.setattr(storage, target.__name__, _dies)
        with pytest.raises(RuntimeError):
            fit.work_off(shop.desk(), ORDER)

    fit.work_off(shop.desk(), ORDER)

    assert looked_at(shop).looked_at == NOON


def _dies(*_: object) -> None:
    raise RuntimeError


def _swept(jobs: Jobs) -> list[dict[str, Any]]:
    handlers.sweep()
    return [each for each in jobs() if each.get("job") == fit.JOB]

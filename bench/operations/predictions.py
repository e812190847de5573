"""Predictions: orders come in, are looked at daily, and a customer's panel is shown."""

import json
import time
from collections import defaultdict

from bench.registry import Action, figure, growth, operation
from bench.shop import ANNA, Shop, shop
from bench.stage import NOON, Stage
from chalicelib import jobs
from chalicelib.core.moments import rfc3339
from chalicelib.customers.identify import identify
from chalicelib.customers.model import IdentityKind
from chalicelib.customers.predictions import fit, ledger, rules, storage
from chalicelib.customers.predictions.model import Order
from dev.orders import placed

PATH = "/v1/customers/{customer_id}/predictions"
CDNOW = 2_357
"""As many customers as the sample has by which the model was published."""
KEPT = 7
"""So many orders has the customer who is shown."""


def _write(open_shop: Shop, orders: list[Order]) -> None:
    desk = open_shop.desk()
    with ledger.LedgerRow.batch_write() as batch:
        for order in orders:
            batch.save(ledger.row_of(desk, order))
    storage.begin(desk)


def _orders(open_shop: Shop, count: int, customer_id: str = "") -> list[Order]:
    whose = customer_id or identify(open_shop.desk(), IdentityKind.email, ANNA).id
    return [
        Order(
            id=str(number), customer_id=whose, placed_at=NOON, total_minor=2_000, currency="EUR",
            as_of=NOON,
        )
        for number in range(count)
    ]  # fmt: skip


def _fitted(open_shop: Shop) -> None:
    by_customer: dict[str, list[Order]] = defaultdict(list)
    for order in placed(NOON):
        by_customer[order.customer_id].append(order)
    books = [rules.days(orders) for orders in by_customer.values()]
    storage.save(open_shop.desk(), fit.outlook(books, rules.number_of(NOON)), NOON)


@operation("an order is noted in the ledger", requests=1, read=0, write=1)
def noted(stage: Stage) -> Action:
    """Write it, unless something later is known."""
    open_shop = shop(stage)
    first, second = _orders(open_shop, 2)
    ledger.note(open_shop.desk(), first)
    return lambda: ledger.note(open_shop.desk(), second)


@operation("a customer's predictions", requests=3, read=2, write=0)
def shown(stage: Stage) -> Action:
    """Read the customer, the account's model, and the customer's orders."""
    open_shop = shop(stage)
    _fitted(open_shop)
    orders = _orders(open_shop, KEPT)
    _write(open_shop, orders)
    return open_shop.api().warm("GET", PATH, customer_id=orders[0].customer_id)


@operation("a look at orders falls due", requests=2, read=0, write=3)
def due(stage: Stage) -> Action:
    """Put the next one off, and order it."""
    open_shop = shop(stage)
    _write(open_shop, _orders(open_shop, 1))
    stage.now += storage.SOON * 2
    return lambda: fit.come_due(open_shop.desk())


@operation("an account's 2,316 orders are looked at", requests=34, read=100, write=4)
def looked_at(stage: Stage) -> Action:
    """Read all shards, fit twice, and write what it comes to."""
    open_shop = shop(stage)
    _write(open_shop, list(placed(NOON)))
    order = {"job": fit.JOB, "account_id": open_shop.account_id, "ordered_at": rfc3339(stage.now)}
    return lambda: jobs.run_job(json.dumps(order))


@growth("a customer's predictions, however many orders", sizes=(100, 1_000, 10_000))
def among(stage: Stage, size: int) -> Action:
    """Read one shard's few rows of one customer."""
    open_shop = shop(stage)
    _fitted(open_shop)
    others = [f"cus_{number:026d}" for number in range(size)]
    _write(open_shop, [order for each in others for order in _orders(open_shop, 1, each)])
    orders = _orders(open_shop, KEPT)
    _write(open_shop, orders)
    return open_shop.api().warm("GET", PATH, customer_id=orders[0].customer_id)


@figure("fitting and back-testing 2,357 customers", most=10, unit="s CPU")
def fitting() -> float:
    """Take as many customers as CDNOW's sample has, and their orders of two years."""
    by_customer: dict[str, list[Order]] = defaultdict(list)
    for order in placed(NOON, customers=CDNOW):
        by_customer[order.customer_id].append(order)
    books = [rules.days(orders) for orders in by_customer.values()]
    started = time.process_time()
    fit.outlook(books, rules.number_of(NOON))
    return time.process_time() - started

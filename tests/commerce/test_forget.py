"""Orders are forgotten in the background, a few at once, to the last."""

import json

import pytest

from chalicelib import jobs as workers
from chalicelib.commerce import forget, storage
from chalicelib.commerce.model import Shopper
from chalicelib.commerce.take import take
from tests.accounts.conftest import Jobs
from tests.accounts.shop import Shop
from tests.commerce.orders import MAIL, an_order


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forget two at once."""
    monkeypatch.setattr(forget, "AT_ONCE", 2)


def worked_off(jobs: Jobs) -> int:
    """Let the workers do what was ordered, to the end; return how many orders there were."""
    count = 0
    while waiting := jobs():
        for order in waiting:
            count += 1
            workers.run_job(json.dumps(order))
    return count


def test_all_of_an_account_go(shop: Shop, other_shop: Shop, jobs: Jobs) -> None:
    for number in range(5):
        take(shop.desk(), an_order(number))
    take(other_shop.desk(), an_order(1))

    shop.desk().queues.put("jobs", [forget.order_of(shop.desk())])

    assert worked_off(jobs) == 3
    assert storage.places(shop.desk(), limit=9) == []
    assert len(storage.places(other_shop.desk(), limit=9)) == 1


def test_one_shoppers_go_alone(shop: Shop, jobs: Jobs) -> None:
    for number in range(4):
        shopper = Shopper(id="7001" if number else "7002", email=MAIL)
        take(shop.desk(), an_order(number, shopper=shopper))

    shop.desk().queues.put("jobs", [forget.order_of(shop.desk(), "7001")])
    worked_off(jobs)

    [left] = storage.places(shop.desk(), limit=9)
    assert left.shopper_id == "7002"

"""Two years of orders in the first demo shop, so that there is something to predict from.

They come in while the product runs, a few at a time: nobody waits for them. Chance makes them, the
same each time, as the published models say that people buy.
"""

import hashlib
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from chalicelib import wiring
from chalicelib.core import ids
from chalicelib.core.moments import rfc3339
from chalicelib.customers.identify import identify
from chalicelib.customers.model import IdentityKind
from chalicelib.customers.predictions import fit, ledger, storage
from chalicelib.customers.predictions.model import Order
from dev.product import Product

CUSTOMERS = 640
SPAN = timedelta(days=730)
CURRENCY = "EUR"
_AT_ONCE = 25
"""What DynamoDB takes in one batch."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Somebody who writes to the demo shop, with the days before those that the shop tells of."""

    email: str
    days_ago: tuple[int, ...]


KNOWN = (
    Known(email="priya@mail.example", days_ago=(420, 371, 330, 282, 241, 190, 142, 97, 51)),
    Known(email="jonas@post.example", days_ago=(310, 205, 88)),
    Known(email="sam@inbox.example", days_ago=(75, 12)),
    Known(email="hanna@brev.example", days_ago=(640, 602, 571, 530)),
    Known(email="tess@mail.example", days_ago=(30,)),
)


def placed(now: datetime, *, customers: int = CUSTOMERS, seed: int = 1) -> Iterator[Order]:
    """Yield what so many customers ordered until now, for each in turn."""
    chance = random.Random(seed)
    for number in range(customers):
        customer_id = f"cus_{ids.derived(hashlib.sha256(f'{seed} {number}'.encode()).digest())}"
        spent = 40 * chance.gammavariate(6, 1) / chance.gammavariate(7, 1)
        for count, ago in enumerate(_days_ago(chance)):
            total = round(100 * spent * chance.gammavariate(6, 1 / 6))
            yield _order(f"{number}-{count}", customer_id, now - ago, total)


def bring(product: Product, account_id: str) -> None:
    """Let the orders come in, and then be looked at."""
    now = product.clock.now()
    orders = [*placed(now), *_of_known(account_id, now)]
    product.later.keep(timedelta(), partial(_write, product, account_id, orders))


def _write(product: Product, account_id: str, orders: Sequence[Order]) -> None:
    # Each part lets the next be kept: whoever stops the product waits for one of them alone.
    desk = wiring.system_desk(account_id, "")
    with ledger.LedgerRow.batch_write() as batch:
        for order in orders[:_AT_ONCE]:
            batch.save(ledger.row_of(desk, order))
    if rest := orders[_AT_ONCE:]:
        product.later.keep(timedelta(), partial(_write, product, account_id, rest))
    else:
        storage.begin(desk)
        now = rfc3339(product.clock.now())
        desk.queues.put("jobs", [fit.order(account_id, now)])


def _of_known(account_id: str, now: datetime) -> Iterator[Order]:
    for known in KNOWN:
        desk = wiring.system_desk(account_id, "")
        customer_id = identify(desk, IdentityKind.email, known.email).id
        for count, ago in enumerate(known.days_ago):
            total = 2_900 + 700 * (count % 3)
            name = f"{known.email} {count}"
            yield _order(name, customer_id, now - timedelta(days=ago), total)


def _days_ago(chance: random.Random) -> Iterator[timedelta]:
    at = SPAN * chance.random()
    rate, leaves = chance.gammavariate(1.1, 1 / 9), chance.betavariate(0.9, 2.6)
    while at > timedelta():
        yield at
        if chance.random() < leaves:
            return
        at -= timedelta(weeks=chance.expovariate(rate))


def _order(name: str, customer_id: str, at: datetime, total: int) -> Order:
    return Order(
        id=name,
        customer_id=customer_id,
        placed_at=at,
        total_minor=total,
        currency=CURRENCY,
        as_of=at,
    )

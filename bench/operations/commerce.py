"""Orders of a shop: taken at the door, stored, shown beside a ticket."""

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import replace

from bench.registry import Action, operation
from bench.shop import ANNA, Shop, shop
from bench.stage import Stage
from chalicelib import jobs, wiring
from chalicelib.commerce import forget, look, shops
from chalicelib.commerce.model import Keys
from chalicelib.commerce.model import Shop as Connection
from chalicelib.commerce.shopify import connect, door
from chalicelib.core.desk import MAX_REPLY, Reply
from chalicelib.core.moments import rfc3339
from chalicelib.customers.identify import identify
from chalicelib.customers.model import IdentityKind
from chalicelib.table.write import transact
from chalicelib.web import knocks

DOMAIN = "bench.myshopify.com"
OWN = Keys(token="shpat_0", client_id="app-of-bench", client_secret="secret-of-bench")
KEPT = 5
"""So many orders are there already."""


class NothingNew:
    """A shop that knows the customer, and no order of theirs."""

    def request(
        self, method: str, url: str, *, headers: Mapping[str, str], body: bytes | None,
        most: int = MAX_REPLY,
    ) -> Reply:  # fmt: skip
        """Answer so."""
        return Reply(status=200, headers={}, body=b'{"data": {"email": null}}')


def _connected(stage: Stage, *, is_open: bool = True) -> Shop:
    open_shop = shop(stage)
    desk = open_shop.desk()
    connection = Connection(
        domain=DOMAIN,
        sealed=shops.sealed(desk, DOMAIN, OWN),
        is_open=is_open,
        has_own_app=True,
        connected_at=stage.now,
    )
    transact(desk, [shops.put(desk, connection), shops.claim(desk, DOMAIN)])
    shops.forget(open_shop.account_id)
    return open_shop


def _payload(stage: Stage, number: int = 1) -> bytes:
    lines = [{"id": n, "title": "A mug", "quantity": 1, "price": "24.95"} for n in range(3)]
    told = {
        "id": number,
        "name": f"#{number}",
        "created_at": rfc3339(stage.now),
        "updated_at": rfc3339(stage.now),
        "currency": "EUR",
        "total_price": "74.85",
        "customer": {"id": 7, "email": ANNA},
        "shipping_address": {"name": "Anna Lee", "address1": "1 Elm Street", "city": "Leeds"},
        "line_items": lines,
    }
    return json.dumps(told).encode()


def _order(stage: Stage, open_shop: Shop, number: int = 1) -> str:
    told = {
        "job": door.JOB,
        "account_id": open_shop.account_id,
        "shop": DOMAIN,
        "topic": "orders/updated",
        "id": f"delivery {number} {stage.now}",
        "at": "",
        "body": base64.b64encode(_payload(stage, number)).decode(),
    }
    return json.dumps(told)


def _known(stage: Stage, open_shop: Shop) -> str:
    return identify(open_shop.desk(), IdentityKind.email, ANNA, is_verified=True).id


@operation("a shop's delivery is taken at the door", requests=4, read=1.5, write=0)
def taken(stage: Stage) -> Action:
    """Find whose shop it is, open its secret, check the signature, hand over."""
    knocks.taken(_connected(stage).desk(), "shopify")
    body = _payload(stage)
    digest = hmac.new(OWN.client_secret.encode(), body, hashlib.sha256).digest()
    headers = {
        door.SIGNATURE: base64.b64encode(digest).decode(),
        door.DOMAIN: DOMAIN,
        door.TOPIC: "orders/updated",
    }
    return lambda: door.take(stage.desk(), body, headers)


@operation("a shop is to be connected", requests=3, read=1, write=1)
def begun(stage: Stage) -> Action:
    """See that no other one is, and remember who begins."""
    open_shop = shop(stage)
    desk = open_shop.desk()
    return lambda: connect.start(desk, DOMAIN, OWN)


@operation("an order of a known customer is stored", requests=10, read=5, write=10)
def stored(stage: Stage) -> Action:
    """Write the order, where it is kept, whose it is, and that the delivery was worked off."""
    open_shop = _connected(stage)
    _known(stage, open_shop)
    order = _order(stage, open_shop)
    return lambda: jobs.run_job(order)


@operation("a stored order changes", requests=7, read=4, write=8)
def changed(stage: Stage) -> Action:
    """Write the order and as of when it is kept."""
    open_shop = _connected(stage)
    jobs.run_job(_order(stage, open_shop))
    order = _order(stage, open_shop)
    return lambda: jobs.run_job(order)


@operation("a shop's delivery comes again", requests=2, read=2, write=0)
def again(stage: Stage) -> Action:
    """Find it done."""
    open_shop = _connected(stage)
    order = _order(stage, open_shop)
    jobs.run_job(order)
    return lambda: jobs.run_job(order)


def kept_orders(stage: Stage, *, is_open: bool = False) -> Shop:
    """Return a shop with orders of Anna's, who has proved her address."""
    open_shop = _connected(stage, is_open=is_open)
    _known(stage, open_shop)
    for number in range(1, KEPT + 1):
        jobs.run_job(_order(stage, open_shop, number))
    return open_shop


def _looked_at(stage: Stage, *, is_open: bool) -> Action:
    open_shop = kept_orders(stage, is_open=is_open)
    customer_id = _known(stage, open_shop)
    look.look(open_shop.desk(), customer_id)
    return lambda: look.look(open_shop.desk(), customer_id)


@operation("a customer's orders, the shop away", requests=2, read=2, write=0)
def cached(stage: Stage) -> Action:
    """Read the profile and the newest orders."""
    return _looked_at(stage, is_open=False)


@operation("a customer's orders, the shop there, nothing new", requests=2, read=2, write=0)
def live(stage: Stage) -> Action:
    """Read the same, and ask the shop."""
    wiring.install(replace(wiring.ports(), http=NothingNew()))
    return _looked_at(stage, is_open=True)


@operation("25 orders are forgotten", requests=77, read=50, write=200)
def forgotten(stage: Stage) -> Action:
    """Delete each with all that leads to it, and have the rest forgotten later."""
    open_shop = _connected(stage)
    for number in range(1, forget.AT_ONCE + 1):
        jobs.run_job(_order(stage, open_shop, number))
    order = forget.order_of(open_shop.desk())
    return lambda: jobs.run_job(order)

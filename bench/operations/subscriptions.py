"""Subscriptions at Recharge: connected, shown beside a ticket, changed."""

import json
from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import urlsplit

from bench.registry import Action, operation
from bench.shop import ANNA, Shop, shop
from bench.stage import Stage
from chalicelib import wiring
from chalicelib.commerce.actions import storage as actions
from chalicelib.commerce.model import Connection
from chalicelib.commerce.recharge import act, connect, look, rules, storage
from chalicelib.core.desk import MAX_REPLY, Reply
from chalicelib.customers.identify import identify
from chalicelib.customers.model import IdentityKind
from chalicelib.table.write import transact
from chalicelib.tickets.model import Ticket

TOKEN = "sk_test_1x1_bench"
_SCOPES = ("read_customers", "read_orders", "read_subscriptions", "write_orders",
           "write_subscriptions")  # fmt: skip
_SUBSCRIPTIONS = [
    {
        "id": number,
        "customer_id": 7,
        "product_title": "Fern food",
        "quantity": 1,
        "price": "12.90",
        "presentment_currency": "EUR",
        "status": "active",
        "order_interval_unit": "month",
        "order_interval_frequency": 1,
        "next_charge_scheduled_at": "2036-03-13",
    }
    for number in range(1, 4)
]
_SAID: Mapping[str, object] = {
    "token_information": {"token_information": {"scopes": _SCOPES}},
    "customers": {"customers": [{"id": 7, "email": ANNA}]},
    "subscriptions": {"subscriptions": _SUBSCRIPTIONS},
}


class ThreeSubscriptions:
    """A Recharge that knows the customer, and does what it is asked to."""

    def request(
        self, method: str, url: str, *, headers: Mapping[str, str], body: bytes | None,
        most: int = MAX_REPLY,
    ) -> Reply:  # fmt: skip
        """Answer so."""
        said = _SAID.get(urlsplit(url).path.strip("/"), {"subscription": _SUBSCRIPTIONS[0]})
        return Reply(status=200, headers={}, body=json.dumps(said).encode())


def _connected(stage: Stage, *, is_open: bool = True) -> tuple[Shop, Ticket]:
    wiring.install(replace(wiring.ports(), http=ThreeSubscriptions()))
    open_shop = shop(stage)
    desk = open_shop.desk()
    connection = Connection(
        sealed=storage.sealed(desk, TOKEN),
        is_open=is_open,
        scopes=frozenset(_SCOPES),
        connected_at=stage.now,
    )
    transact(desk, [storage.put(desk, connection)])
    storage.forget(open_shop.account_id)
    ticket = open_shop.ticket()
    identify(desk, IdentityKind.email, ANNA, is_verified=True)
    return open_shop, ticket


@operation("Recharge is connected", requests=4, read=2, write=6)
def connecting(stage: Stage) -> Action:
    """Ask it, seal the token, write the connection and that somebody did it; show it."""
    wiring.install(replace(wiring.ports(), http=ThreeSubscriptions()))
    open_shop = shop(stage)
    return lambda: connect.connect(open_shop.desk(), TOKEN)


def _looked_at(stage: Stage, *, is_open: bool) -> Action:
    open_shop, ticket = _connected(stage, is_open=is_open)

    def see() -> None:
        desk = open_shop.desk()
        seen = look.look(desk, ticket.id)
        subjects = [rules.subject(each.id) for each in seen.subscriptions]
        actions.standing(desk, subjects, since=desk.now() - rules.UNDONE_WITHIN)

    see()
    return see


@operation("a customer's subscriptions, Recharge away", requests=2, read=1.5, write=0)
def away(stage: Stage) -> Action:
    """Read the profile, and who wrote in the ticket."""
    return _looked_at(stage, is_open=False)


@operation("a customer's subscriptions, Recharge there", requests=3, read=5, write=0)
def there(stage: Stage) -> Action:
    """Read the same, open the token, and see what is being done to each of three."""
    return _looked_at(stage, is_open=True)


@operation("a subscription is edited", requests=8, read=5, write=18)
def edited(stage: Stage) -> Action:
    """See whose it is, and have it done as anything at a shop."""
    open_shop, ticket = _connected(stage)
    return lambda: act.edit(open_shop.desk(), ticket.id, "1", quantity=2, on=None)

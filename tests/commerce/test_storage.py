"""Orders are kept at their customers, newest telling first, and forgotten whole."""

import json
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.commerce import storage
from chalicelib.commerce.model import Fulfillment, Line, Order, OrderStatus, Shopper
from chalicelib.commerce.storage import OrderRow
from chalicelib.commerce.take import take
from chalicelib.core.desk import Desk
from chalicelib.customers import storage as customers
from chalicelib.customers.edit import edit
from chalicelib.customers.identify import identify
from chalicelib.customers.model import Edit, IdentityKind
from chalicelib.customers.predictions import ledger
from chalicelib.table import commerce_keys, customer_keys
from chalicelib.table.row import Row
from tests.accounts.shop import Shop
from tests.commerce.orders import MAIL, an_order
from tests.kit.http_world import NOON

PHONE = "+447700900123"
SECOND = timedelta(seconds=1)


def ann(desk: Desk, address: str = MAIL) -> str:
    kind = IdentityKind.email if "@" in address else IdentityKind.phone
    return identify(desk, kind, address, is_verified=True).id


def orders_of(desk: Desk, customer_id: str) -> list[Order]:
    return storage.of_customer(desk, [customer_id], limit=20)[0]


def test_a_customers_orders_are_newest_first(shop: Shop) -> None:
    for day in (2, 1, 3):
        at = NOON - timedelta(days=day)
        take(shop.desk(), an_order(1000 + day, placed_at=at, updated_at=at))

    found = orders_of(shop.desk(), ann(shop.desk()))

    assert [order.name for order in found] == ["#1001", "#1002", "#1003"]
    assert found[0] == an_order(1001, placed_at=NOON - timedelta(days=1),
                                updated_at=NOON - timedelta(days=1))  # fmt: skip


def test_an_order_is_found_by_the_shops_id(shop: Shop) -> None:
    order = an_order()
    take(shop.desk(), order)

    place = storage.place_of(shop.desk(), order.id)

    assert place
    assert place.customer_ids == {ann(shop.desk())}
    assert storage.place_of(shop.desk(), "1") is None


def test_an_order_that_was_stored_before_more_was_asked_is_still_read(shop: Shop) -> None:
    take(shop.desk(), an_order(shopper=Shopper(id="7001", email=MAIL, name="Ann Lee")))
    pk = customer_keys.customer_orders(shop.account.id, ann(shop.desk()))[0]
    [row] = [each for each in Row.query(pk) if isinstance(each, OrderRow)]
    stored = json.loads(row.order)
    assert "tax" not in stored
    del stored["shopper"]["name"]
    row.order = json.dumps(stored)
    row.save()

    assert orders_of(shop.desk(), ann(shop.desk())) == [an_order()]


def test_an_order_comes_back_as_it_was_stored(shop: Shop) -> None:
    sent = Fulfillment(status="in_transit", estimated_delivery_at=NOON, created_at=NOON)
    order = an_order(
        shipping=0, tax=7, discount=None, cancelled_at=NOON, billing_name="Bob",
        fulfillments=(sent,), shipping_address=None, shopper=Shopper(email=MAIL),
        lines=(Line(id="", title="", quantity=0, fulfillable=0, price=0),),
    )  # fmt: skip
    take(shop.desk(), order)

    assert orders_of(shop.desk(), ann(shop.desk())) == [order]


@pytest.mark.parametrize("turn", [(0, 1, 2), (2, 1, 0), (1, 0, 2), (2, 2, 0)])
def test_tellings_out_of_order_settle_on_the_newest(shop: Shop, turn: tuple[int, ...]) -> None:
    tellings = [an_order(total=n, updated_at=NOON + n * SECOND) for n in range(3)]

    for at in turn:
        take(shop.desk(), tellings[at])

    [order] = orders_of(shop.desk(), ann(shop.desk()))
    assert order.total == 2


def test_what_is_older_is_not_kept(shop: Shop) -> None:
    take(shop.desk(), an_order())

    assert take(shop.desk(), an_order(updated_at=NOON - SECOND)) is None


def test_the_moment_of_an_order_moves_it_nowhere(shop: Shop) -> None:
    take(shop.desk(), an_order())
    take(shop.desk(), an_order(placed_at=NOON - SECOND, updated_at=NOON + SECOND))

    assert len(orders_of(shop.desk(), ann(shop.desk()))) == 1


def test_an_unknown_shopper_is_met_and_proves_nothing(shop: Shop) -> None:
    placed = take(shop.desk(), an_order())

    assert placed
    [customer_id] = placed.customer_ids
    customer = customers.load(shop.desk(), customer_id)
    assert (customer.email, customer.is_verified) == (MAIL, False)


def test_addresses_of_a_checkout_join_no_profiles(shop: Shop) -> None:
    by_phone = ann(shop.desk(), PHONE)

    placed = take(shop.desk(), an_order(shopper=Shopper(id="7", email=MAIL, phone=PHONE)))

    assert placed
    assert placed.customer_ids == {by_phone}
    assert customers.load(shop.desk(), by_phone).email == ""


def test_an_order_is_with_everybody_who_has_an_address_of_it(shop: Shop) -> None:
    both = {ann(shop.desk()), ann(shop.desk(), PHONE)}

    placed = take(shop.desk(), an_order(shopper=Shopper(id="7", email=MAIL, phone=PHONE)))

    assert placed
    assert placed.customer_ids == both
    assert all(len(orders_of(shop.desk(), each)) == 1 for each in both)


def test_another_address_later_moves_nothing(shop: Shop) -> None:
    first, second = ann(shop.desk()), ann(shop.desk(), "bea@home.example")
    take(shop.desk(), an_order())

    moved = Shopper(id="7001", email="bea@home.example")
    take(shop.desk(), an_order(shopper=moved, updated_at=NOON + SECOND))
    edit(shop.desk(), first, Edit(email="ann@work.example"))

    assert (len(orders_of(shop.desk(), first)), orders_of(shop.desk(), second)) == (1, [])


def test_who_asks_with_a_proved_address_gets_it_too(shop: Shop) -> None:
    take(shop.desk(), an_order())
    by_phone = ann(shop.desk(), PHONE)

    take(shop.desk(), an_order(), asked_for=by_phone)

    assert len(orders_of(shop.desk(), by_phone)) == 1
    assert len(orders_of(shop.desk(), ann(shop.desk()))) == 1


@pytest.mark.parametrize("facts", [{}, {"email": "nobody"}, {"phone": "020 7946"}])
def test_an_order_of_nobody_is_not_kept(shop: Shop, facts: dict[str, Any]) -> None:
    order = an_order(shopper=Shopper(id="7", **facts))

    assert take(shop.desk(), order) is None
    assert storage.places(shop.desk(), limit=5) == []


def test_what_is_removed_leaves_nothing(shop: Shop) -> None:
    both = {ann(shop.desk()), ann(shop.desk(), PHONE)}
    order = an_order(shopper=Shopper(id="7", email=MAIL, phone=PHONE), status=OrderStatus.closed)
    take(shop.desk(), order)
    assert storage.orders_of_shopper(shop.desk(), "7", limit=5) == [order.id]

    storage.remove(shop.desk(), [order.id, "1"])

    assert [orders_of(shop.desk(), each) for each in both] == [[], []]
    assert storage.place_of(shop.desk(), order.id) is None
    assert storage.orders_of_shopper(shop.desk(), "7", limit=5) == []


def test_what_is_stored_is_foretold_from_until_it_is_removed(shop: Shop) -> None:
    desk, order = shop.desk(), an_order()
    take(desk, order)
    whose = ann(desk)

    [noted] = ledger.of_customer(desk, whose)
    storage.remove(desk, [order.id])

    assert (noted.id, noted.total_minor, noted.placed_at) == (
        order.id, order.total, order.placed_at,
    )  # fmt: skip
    assert ledger.of_customer(desk, whose) == []


def test_one_who_was_quicker_is_not_overwritten(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    take(shop.desk(), an_order())
    stale = storage.place_of(shop.desk(), an_order().id)
    take(shop.desk(), an_order(total=2, updated_at=NOON + 2 * SECOND))
    real, asked = storage.place_of, [stale]
    monkeypatch.setattr(storage, "place_of", lambda desk, at: asked.pop() if asked
                        else real(desk, at))  # fmt: skip

    kept = storage.keep(shop.desk(), an_order(updated_at=NOON + SECOND), frozenset())

    assert kept is None
    assert orders_of(shop.desk(), ann(shop.desk()))[0].total == 2


def test_orders_of_another_account_are_not_there(shop: Shop, other_shop: Shop) -> None:
    take(shop.desk(), an_order())

    assert storage.place_of(other_shop.desk(), an_order().id) is None
    assert orders_of(other_shop.desk(), ann(shop.desk())) == []


def test_an_id_of_any_form_stays_in_its_account(shop: Shop) -> None:
    take(shop.desk(), an_order(id="1#A#acc_2"))

    [row] = Row.query(commerce_keys.orders(shop.account.id))
    assert "#" not in row.sk

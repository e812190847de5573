"""Seeing at the shop whether what was wanted of an order was done; it is never asked for again."""

import json
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import msgspec

from chalicelib.commerce import faults, shops
from chalicelib.commerce.actions.model import Action
from chalicelib.commerce.model import Address, Order
from chalicelib.commerce.orders import rules
from chalicelib.commerce.shopify import orders
from chalicelib.commerce.shopify.graphql import Access
from chalicelib.commerce.take import take
from chalicelib.core.desk import Desk
from chalicelib.core.errors import Conflict, Forbidden, Unavailable


def quantities(desk: Desk, action: Action) -> bool | None:
    """Tell whether an order's lines are as they were wanted."""
    return _reached(
        desk, action, lambda order, wanted: rules.has_quantities(order, wanted["lines"])
    )


def cancelled(desk: Desk, action: Action) -> bool | None:
    """Tell whether an order is cancelled."""
    return _reached(desk, action, lambda order, _: order.cancelled_at is not None)


def address(desk: Desk, action: Action) -> bool | None:
    """Tell whether an order goes where it was wanted to."""
    before = msgspec.json.decode(action.before, type=Address) if action.before else None

    def is_so(order: Order, wanted: Any) -> bool:
        return rules.goes_to(order, msgspec.convert(wanted, type=Address), before)

    return _reached(desk, action, is_so)


def _reached(desk: Desk, action: Action, is_so: Callable[[Order, Any], bool]) -> bool | None:
    shop = shops.find_now(desk)
    if shop is None or not shop.is_open:
        return None  # it is kept until the shop is there again
    access = Access(domain=shop.domain, token=shops.opened(desk, shop).token)
    try:
        order = orders.one(desk, access, action.subject.partition(":")[2])
    except Forbidden as error:
        faults.note(desk, shop, error)
        return None
    if order is None:
        return False
    with suppress(Unavailable, Conflict):
        take(desk, order, asked_for=action.customer_id)
    return is_so(order, json.loads(action.wanted))

"""Forgetting orders in the background, some at once: all of a shop's, or one shopper's."""

import json
from collections.abc import Mapping
from typing import Any

from chalicelib.commerce import storage
from chalicelib.core.desk import Desk

JOB = "shop_forget"
AT_ONCE = 25


def order_of(desk: Desk, shopper_id: str = "") -> str:
    """Return the order for the workers; without a shopper, all of the account's orders go."""
    return json.dumps({"job": JOB, "account_id": desk.account_id, "shopper_id": shopper_id})


def forget(desk: Desk, order: Mapping[str, Any]) -> None:
    """Forget some, and have the rest forgotten by an order of its own."""
    shopper_id = order.get("shopper_id", "")
    ids = _next(desk, shopper_id)
    storage.remove(desk, ids)
    if len(ids) == AT_ONCE:
        desk.queues.put("jobs", [order_of(desk, shopper_id)])


def _next(desk: Desk, shopper_id: str) -> list[str]:
    if shopper_id:
        return storage.orders_of_shopper(desk, shopper_id, limit=AT_ONCE)
    return [place.order_id for place in storage.places(desk, limit=AT_ONCE)]

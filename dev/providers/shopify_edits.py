"""What the stand-in's shops do to orders when they are asked to, and the mails that they send.

Refusals are worded as Shopify words them, as far as it says.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from dev.providers.shopify_orders import Placed, shown

_NEEDS = {
    "orderEditBegin": "write_order_edits",
    "orderEditSetQuantity": "write_order_edits",
    "orderEditCommit": "write_order_edits",
    "orderCancel": "write_orders",
    "orderUpdate": "write_orders",
}
EFFECTS = ("orderEditCommit", "orderCancel", "orderUpdate")
_ADDRESS = ("address1", "address2", "city", "zip", "phone", "province")


class Denied(Exception):
    """The token has no scope for this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailed:
    """A mail that the shop itself would send."""

    to: str
    subject: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What a mutation comes to: its answer; where it did something, order, topics and mail."""

    data: dict[str, Any]
    order: Placed | None = None
    topics: tuple[str, ...] = ()
    mail: Mailed | None = None


class Edits:
    """The edits of one shop that were begun and not committed."""

    def __init__(self) -> None:
        """Have none."""
        self._begun: dict[str, tuple[str, dict[int, int]]] = {}

    def do(
        self, orders: Mapping[str, Placed], scopes: frozenset[str], asked: Mapping[str, Any],
        now: datetime,
    ) -> Effect:  # fmt: skip
        """Do what a document asks for; its first mutation tells which kind of thing that is."""
        query = str(asked["query"])
        name = next(each for each in _NEEDS if f"{each}(" in query)
        if _NEEDS[name] not in scopes:
            raise Denied
        effect = self._done(name, orders, asked, now)
        return effect if "notifyCustomer: true" in query else replace(effect, mail=None)

    def _done(
        self, name: str, orders: Mapping[str, Placed], asked: Mapping[str, Any], now: datetime
    ) -> Effect:
        query, given = str(asked["query"]), asked["variables"]
        match name:
            case "orderEditBegin":
                return self._begin(orders, given)
            case "orderEditSetQuantity":
                return self._set(orders, query, given)
            case "orderEditCommit":
                return self._commit(orders, given, now)
            case "orderCancel":
                return _cancel(_order(orders, given["id"]), given, now)
            case _:
                return _update(_order(orders, given["input"]["id"]), given["input"], now)

    def _begin(self, orders: Mapping[str, Placed], given: Mapping[str, Any]) -> Effect:
        order = _order(orders, given["id"])
        if order is None:
            return _refused("orderEditBegin", "The order does not exist.")
        if order.cancelled_at or order.is_fulfilled:
            return _refused("orderEditBegin", "The order cannot be edited.")
        edit = f"gid://shopify/CalculatedOrder/{len(self._begun) + 1}"
        self._begun[edit] = (order.name, {})
        return _answer("orderEditBegin", calculatedOrder={"id": edit})

    def _set(self, orders: Mapping[str, Placed], query: str, given: Mapping[str, Any]) -> Effect:
        name, changes = self._begun[given["id"]]
        data: dict[str, Any] = {}
        for at, alias in enumerate(re.findall(r"(\w+): orderEditSetQuantity", query)):
            line = _line(orders[name], given[f"line{at}"])
            quantity = given[f"quantity{at}"]
            error = ""
            if line is None:
                error = "The line item does not exist."
            elif quantity < 0:
                error = "Quantity must be greater than or equal to 0."
            else:
                changes[line] = quantity
            data[alias] = {"userErrors": _errors(error)}
        return Effect(data=data)

    def _commit(
        self, orders: Mapping[str, Placed], given: Mapping[str, Any], now: datetime
    ) -> Effect:
        if given["id"] not in self._begun:
            return _refused("orderEditCommit", "The calculated order does not exist.")
        name, changes = self._begun.pop(given["id"])
        before = orders[name]
        lines = [
            {**line, "quantity": changes.get(at, line["quantity"])}
            for at, line in enumerate(before.lines)
        ]
        order = before.changed({"lines": lines}, now)
        return Effect(
            data={"orderEditCommit": {"order": shown(order), "userErrors": []}},
            order=order,
            topics=("orders/edited", "orders/updated"),
            mail=_mail(order, "Updated invoice for order"),
        )


def _cancel(order: Placed | None, given: Mapping[str, Any], now: datetime) -> Effect:
    name, errors = "orderCancel", "orderCancelUserErrors"
    if order is None:
        return Effect(data={name: {"job": None, errors: _errors("Order does not exist")}})
    if order.cancelled_at or order.is_fulfilled:
        why = "Cannot cancel an order that has already been canceled or fulfilled"
        return Effect(data={name: {"job": None, errors: _errors(why)}})
    return Effect(
        data={name: {"job": {"id": f"gid://shopify/Job/{order.id}"}, errors: []}},
        order=order.changed({"cancelled": True}, now),
        topics=("orders/cancelled", "orders/updated"),
        mail=_mail(order, "Cancelled: order"),
    )


def _update(order: Placed | None, given: Mapping[str, Any], now: datetime) -> Effect:
    if order is None:
        return _refused("orderUpdate", "Order does not exist")
    to = given["shippingAddress"]
    address = {
        **{name: to.get(name) or "" for name in _ADDRESS},
        "name": " ".join(filter(None, (to.get("firstName"), to.get("lastName")))),
        "country": to.get("countryCode", ""),
    }
    after = replace(order, address=address, updated_at=now)
    return Effect(
        data={"orderUpdate": {"order": shown(after), "userErrors": []}},
        order=after,
        topics=("orders/updated",),
    )


def _mail(order: Placed, what: str) -> Mailed | None:
    return Mailed(to=order.email, subject=f"{what} {order.name}") if order.email else None


def _order(orders: Mapping[str, Placed], gid: str) -> Placed | None:
    own_id = gid.removeprefix("gid://shopify/Order/")
    return next((each for each in orders.values() if str(each.id) == own_id), None)


def _line(order: Placed, gid: str) -> int | None:
    own_id = gid.removeprefix("gid://shopify/CalculatedLineItem/")
    places = [at for at in range(len(order.lines)) if str(order.id * 10 + at) == own_id]
    return places[0] if places else None


def _answer(name: str, **parts: Any) -> Effect:
    return Effect(data={name: {**parts, "userErrors": []}})


def _refused(name: str, why: str) -> Effect:
    return Effect(data={name: {"userErrors": _errors(why)}})


def _errors(why: str) -> list[dict[str, Any]]:
    return [{"field": ["id"], "message": why}] if why else []

"""Orders as a shop's GraphQL API tells them: one by its id, or the newest of somebody."""

from collections.abc import Mapping
from typing import Any

import msgspec

from chalicelib.commerce.model import Order
from chalicelib.commerce.shopify.graphql import PATIENCE, Access, ask
from chalicelib.commerce.shopify.parse import digits
from chalicelib.commerce.shopify.told import Told, fields, read
from chalicelib.core.desk import Desk

NEWEST = 10
LINES = 10
"""So many of each order at first, or half as many for each of two addresses: a query of more would
cost more than Shopify answers."""
MOST_LINES = 50
MOST_WHOLE = 4
_ONE = "query Order($id: ID!) { order(id: $id) { ...Whole } }"
_SEVERAL = "query Orders($ids: [ID!]!) { nodes(ids: $ids) { ...Whole } }"
_LIST = (
    f"{{ numberOfOrders orders(first: {NEWEST}, sortKey: CREATED_AT, reverse: true) "
    "{ nodes { ...Whole } } }"
)
_KNOWN_BY = {"email": "emailAddress", "phone": "phoneNumber"}


class _One(msgspec.Struct, frozen=True):
    order: Told | None = None


class _Known(msgspec.Struct, frozen=True):
    id: str


class _Own(msgspec.Struct, frozen=True):
    order: Told | None = None
    email: _Known | None = None
    phone: _Known | None = None


class _Several(msgspec.Struct, frozen=True):
    nodes: tuple[Told | None, ...] = ()


class _Orders(msgspec.Struct, frozen=True):
    nodes: tuple[Told, ...] = ()


class _Shopper(msgspec.Struct, frozen=True, rename="camel"):
    number_of_orders: int | str = 0
    orders: _Orders = _Orders()


def one(desk: Desk, access: Access, order_id: str) -> Order | None:
    """Return an order by the shop's id, or None where there is none."""
    variables = {"id": f"gid://shopify/Order/{order_id}"}
    found = ask(desk, access, _ONE + fields(MOST_LINES), variables, shape=_One).order
    return read([found])[0] if found else None


def placed_by(
    desk: Desk, access: Access, order_id: str, known_by: Mapping[str, str], *, patience: float
) -> Order | None:
    """Return an order, or None where none of these addresses is that of whoever placed it."""
    asked = [name for name in _KNOWN_BY if known_by.get(name)]
    variables: dict[str, Any] = {name: {_KNOWN_BY[name]: known_by[name]} for name in asked}
    document = _document(asked, "{ id }", more="order(id: $id) { ...Whole }", lines=MOST_LINES)
    variables["id"] = f"gid://shopify/Order/{order_id}"
    found = ask(desk, access, document, variables, shape=_Own, patience=patience)
    if found.order is None:
        return None
    who = found.order.customer
    people = {each.id for each in (found.email, found.phone) if each}
    is_guest = who is None and (found.order.email or "").lower() == known_by.get("email", "?")
    return read([found.order])[0] if is_guest or (who and who.id in people) else None


def newest(
    desk: Desk, access: Access, known_by: Mapping[str, str], *, patience: float = PATIENCE
) -> tuple[list[Order], int]:
    """Return the newest orders of whoever has one of these addresses, and how many there are.

    `known_by` may hold `email` and `phone`; the shop matches them exactly.
    """
    asked = [name for name in _KNOWN_BY if known_by.get(name)]
    if not asked:
        return [], 0
    variables = {name: {_KNOWN_BY[name]: known_by[name]} for name in asked}
    found = ask(
        desk, access, _document(asked, _LIST, lines=LINES // len(asked)), variables,
        shape=dict[str, _Shopper | None], patience=patience,
    )  # fmt: skip
    people = [each for each in found.values() if each]
    heads = {head.id: head for each in people for head in each.orders.nodes}
    ordered = sorted(heads.values(), key=lambda head: head.created_at, reverse=True)[:NEWEST]
    # With both addresses the shop may know one person twice, or two people.
    count = max([len(ordered), *map(_count, people)])
    return read(_whole(desk, access, ordered, patience=patience)), count


def _whole(desk: Desk, access: Access, heads: list[Told], *, patience: float) -> list[Told]:
    """Return the orders with their lines; those with many are asked for once more."""
    ids = [head.id for head in heads if head.line_items.page_info.has_next_page][:MOST_WHOLE]
    if not ids:
        return heads
    document = _SEVERAL + fields(MOST_LINES)
    found = ask(desk, access, document, {"ids": ids}, shape=_Several, patience=patience)
    by_id = {each.id: each for each in found.nodes if each}
    return [by_id.get(head.id, head) for head in heads]


def _document(asked: list[str], shown: str, *, lines: int, more: str = "") -> str:
    declared = ", ".join(f"${name}: CustomerIdentifierInput!" for name in asked)
    parts = " ".join(f"{n}: customerByIdentifier(identifier: ${n}) {shown}" for n in asked)
    identified = "$id: ID!, " if more else ""
    return f"query Orders({identified}{declared}) {{ {more} {parts} }}{fields(lines)}"


def _count(found: _Shopper) -> int:
    text = digits(found.number_of_orders)
    return int(text) if text else 0

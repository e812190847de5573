"""What may be done to an order, and what a change of it comes to; values only (decision 38)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from chalicelib.commerce.model import Address, Line, Order, OrderStatus, Shop
from chalicelib.core.errors import Conflict, Fault, Invalid

OLDEST = timedelta(days=60)
MOST_MORE = 100
"""So many more of a line than there are: what is above is a slip."""


class Wish(StrEnum):
    """What can be done to an order."""

    edit = "edit"
    cancel = "cancel"
    address = "address"


SCOPES = {
    Wish.edit: "write_order_edits",
    Wish.cancel: "write_orders",
    Wish.address: "write_orders",
}
_WORDS = {
    "plan_required": "The plan does not include changes of orders.",
    "shop_not_connected": "No shop is connected.",
    "shop_reconnect": "The shop must be connected again first.",
    "scope_missing": "The shop has not allowed this to us. Connect it again to allow it.",
    "action_pending": "Something else is being done to this order right now.",
    "order_cancelled": "The order is cancelled.",
    "order_closed": "The order is closed at the shop.",
    "order_too_old": "The order is older than 60 days.",
    "order_fulfilled": "Everything of this order has left.",
    "order_partly_fulfilled": "A part of this order has left.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why not."""

    code: str
    detail: str

    def as_conflict(self) -> Conflict:
        """Return the error that a request meets."""
        return Conflict(self.detail, code=self.code)


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What it depends on besides the order."""

    now: datetime
    shop: Shop | None
    is_included: bool = True
    """The plan has it."""
    busy: frozenset[str] = frozenset()
    """The orders that something is being done to."""


def refusal(order: Order, wish: Wish, around: Around) -> Refusal | None:
    """Return why something cannot be done to an order, or None."""
    code = _of_shop(wish, around) or _of_order(order, wish, around)
    return Refusal(code=code, detail=_WORDS[code]) if code else None


def _of_shop(wish: Wish, around: Around) -> str:
    shop = around.shop
    if not around.is_included:
        return "plan_required"
    if shop is None:
        return "shop_not_connected"
    if not shop.is_open:
        return "shop_reconnect"
    return "" if SCOPES[wish] in shop.scopes else "scope_missing"


def _of_order(order: Order, wish: Wish, around: Around) -> str:
    left = [line for line in order.lines if line.quantity > line.fulfillable]
    there = [line for line in order.lines if line.fulfillable > 0]
    checks = {
        "action_pending": order.id in around.busy,
        "order_cancelled": order.status is OrderStatus.cancelled,
        "order_closed": order.status is OrderStatus.closed,
        "order_too_old": around.now - order.placed_at > OLDEST,
        "order_fulfilled": not there or order.fulfillment_status == "fulfilled",
        "order_partly_fulfilled": bool(left) and wish is not Wish.edit,
    }
    return next((code for code, holds in checks.items() if holds), "")


def new_quantities(order: Order, wanted: list[tuple[str, int]]) -> Mapping[str, int]:
    """Return the quantities that change, by line; raise Invalid for what cannot be."""
    lines = {line.id: line for line in order.lines}
    given: dict[str, int] = {}
    faults: list[Fault] = []
    for at, (line_id, quantity) in enumerate(wanted):
        code = "repeated" if line_id in given else _wrong(lines.get(line_id), quantity)
        given[line_id] = quantity
        if code:
            where = "id" if code in ("repeated", "unknown_line") else "quantity"
            faults.append(Fault(f"/lines/{at}/{where}", code, _LINES[code]))
    if faults:
        raise Invalid(faults[0].detail, code="bad_lines", faults=faults)
    if not any(given.get(line.id, line.quantity) for line in order.lines):
        detail = "One article must stay. Cancel the order instead."
        raise Invalid(detail, code="order_would_be_empty")
    changed = {each: to for each, to in given.items() if to != lines[each].quantity}
    if not changed:
        raise Invalid("Nothing changes.", code="nothing_changes")
    return changed


_LINES = {
    "repeated": "Name each line once.",
    "unknown_line": "The order has no such line.",
    "line_fulfilled": "Nothing of this line is left to change.",
    "too_few": "More of this line have left already.",
    "too_many": f"Add at most {MOST_MORE} at once.",
}


def _wrong(line: Line | None, quantity: int) -> str:
    if line is None:
        return "unknown_line"
    if not line.fulfillable:
        return "" if quantity == line.quantity else "line_fulfilled"
    if quantity < line.quantity - line.fulfillable:
        return "too_few"
    return "too_many" if quantity > line.quantity + MOST_MORE else ""


def has_quantities(order: Order, quantities: Mapping[str, int]) -> bool:
    """Tell whether an order's lines are as they were wanted."""
    now = {line.id: line.quantity for line in order.lines}
    return all(now.get(line_id, 0) == quantity for line_id, quantity in quantities.items())


def goes_to(order: Order, wanted: Address, before: Address | None) -> bool:
    """Tell whether an order goes where it was wanted to; spelling may differ.

    Shops write regions and telephone numbers in their own way ("California" as "CA"): of these
    it is enough that one that was to change is not what it was `before`. An empty region is
    theirs to fill in.
    """
    now, old = order.shipping_address or Address(), before or Address()

    def is_same(one: Address, other: Address, name: str) -> bool:
        return _plain(getattr(one, name)) == _plain(getattr(other, name))

    names = ("name", "address1", "address2", "city", "postcode", "country")
    rewritten = ("region", "phone") if wanted.region else ("phone",)
    return all(is_same(now, wanted, name) for name in names) and all(
        is_same(wanted, old, name) or not is_same(now, old, name) for name in rewritten
    )


def _plain(text: str) -> str:
    return "".join(text.casefold().split())

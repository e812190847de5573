"""Whether a message asks where an order is, which one, and how far an order has come. Pure."""

import re
from collections.abc import Sequence

from chalicelib.commerce.model import Fulfillment, Order, OrderStatus
from chalicelib.customer_agent.brain.phrases import phrases
from chalicelib.search.terms import folded, in_order, terms

_MOST_WORDS = 80
_NUMBER = re.compile(r"#\s?[\w-]*\d[\w-]*|\b[a-z]{0,6}-?\d{3,12}\b")
_YEAR = re.compile(r"(?:19|20)\d\d")
_ENOUGH_DIGITS = re.compile(r"\d{3}")
"""A shorter number is met in any sentence."""
_FEW_WORDS = 4

_PREPARED = frozenset({"label_printed", "label_purchased", "confirmed", "submitted"})
_ON_ITS_WAY = frozenset(
    {"in_transit", "picked_up", "carrier_picked_up", "fulfilled", "marked_as_fulfilled"}
)
_SAID = frozenset({"out_for_delivery", "ready_for_pickup", "delivered"})
_NOT_SENT = frozenset(
    {"", "unfulfilled", "in_progress", "open", "scheduled", "pending_fulfillment"}
)
_PAID = frozenset({"paid", "authorized", "partially_paid", "partially_refunded", ""})


def asks_for_order(text: str) -> bool:
    """Tell whether somebody wants to know where an order of theirs is.

    >>> asks_for_order("Where is my order?"), asks_for_order("How do I cancel my order?")
    (True, False)
    """
    words = in_order(text)[:_MOST_WORDS]
    plain = " ".join(words)
    if len(words) <= _FEW_WORDS and any(number.startswith("#") for number in _numbers(text)):
        return not phrases("not_tracking").search(plain)
    return bool(phrases("tracking").search(plain) and not phrases("not_tracking").search(plain))


def chosen(orders: Sequence[Order], text: str) -> Order | None:
    """Return the order that is asked for: by its number, or the newest that is on its way.

    None where none of these bears the number.
    """
    newest = sorted(orders, key=lambda order: order.placed_at, reverse=True)
    asked = terms(text)
    named = [order for order in newest if _names(order) & asked]
    if named or _gives_number(text):
        return named[0] if named else None
    return next(iter([*still_open(newest), *newest]), None)


def still_open(orders: Sequence[Order]) -> list[Order]:
    """Return those that somebody still waits for."""
    return [order for order in orders if phase(order) not in ("cancelled", "delivered")]


def phase(order: Order) -> str | None:
    """Return how far an order has come, as its sentence is called; None for what is not plain."""
    if order.status is OrderStatus.cancelled:
        return "cancelled"
    if not order.fulfillments:
        return _unsent(order)
    phases = {_phase(each) for each in order.fulfillments}
    if None in phases:
        return None
    if "partial" in order.fulfillment_status:
        return "partly"
    return "several" if len(phases) > 1 else phases.pop()


def _unsent(order: Order) -> str | None:
    if order.fulfillment_status == "fulfilled":
        return "on_its_way"
    is_plain = order.fulfillment_status in _NOT_SENT and order.financial_status in _PAID
    return "waiting" if is_plain and order.status is OrderStatus.open else None


def _phase(sent: Fulfillment) -> str | None:
    if sent.status in _SAID:
        return sent.status
    if sent.status in _PREPARED:
        return "waiting"
    return "on_its_way" if sent.status in _ON_ITS_WAY else None


def _names(order: Order) -> frozenset[str]:
    return frozenset(term for term in terms(order.name) if _ENOUGH_DIGITS.search(term))


def _numbers(text: str) -> list[str]:
    return _NUMBER.findall(folded(text[:1_000]))


def _gives_number(text: str) -> bool:
    return any(each.startswith("#") or not _YEAR.fullmatch(each) for each in _numbers(text))

"""What may be done to a subscription, and what a token must be good for; values only."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from chalicelib.commerce.recharge.model import Status, Subscription
from chalicelib.core.errors import Conflict, Fault, Forbidden, Invalid

SCOPES = (
    ("read_customers",),
    ("read_subscriptions",),
    ("write_subscriptions",),
    ("read_orders", "read_charges"),
    ("write_orders", "write_charges"),
)
"""What a token needs, in either of Recharge's names for it: charges were part of orders once."""
TO_READ = frozenset({"read_customers", "read_subscriptions"})
MOST = 1_000
"""Pieces of one subscription."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why something cannot be done."""

    code: str
    detail: str


_NOT_ACTIVE = Refusal(code="not_active", detail="The subscription is not active.")
_NOT_SKIPPABLE = Refusal(
    code="not_skippable", detail="The shop does not let this subscription be skipped."
)
_NOTHING_PLANNED = Refusal(code="nothing_to_skip", detail="No charge is planned yet.")
_NO_SCOPE = Refusal(
    code="scope_missing", detail="The token at Recharge lacks the scope that this needs."
)


def missing(scopes: frozenset[str]) -> list[str]:
    """Return the scopes that a token lacks; to write is to read, too.

    >>> missing(frozenset({"read_customers", "write_subscriptions", "write_orders"}))
    []
    """
    has = scopes | {name.replace("write_", "read_", 1) for name in scopes}
    return [names[0] for names in SCOPES if not has.intersection(names)]


def skip(found: Subscription, scopes: frozenset[str]) -> Refusal | None:
    """Return why its next charge cannot be skipped."""
    if not {"read_orders", "write_orders"}.isdisjoint(missing(scopes)):
        return _NO_SCOPE
    if found.status is not Status.active:
        return _NOT_ACTIVE
    if not found.is_skippable:
        return _NOT_SKIPPABLE
    return None if found.has_charge and found.next_charge_on else _NOTHING_PLANNED


def change(found: Subscription, scopes: frozenset[str]) -> Refusal | None:
    """Return why it can be neither cancelled nor edited."""
    if "write_subscriptions" in missing(scopes):
        return _NO_SCOPE
    return None if found.status is Status.active else _NOT_ACTIVE


ALLOWED: Mapping[str, Callable[[Subscription, frozenset[str]], Refusal | None]] = {
    "skip": skip,
    "cancel": change,
    "edit": change,
}
"""By what an agent can do."""


def require(refusal: Refusal | None) -> None:
    """Raise what keeps somebody from it, if anything does."""
    if refusal is not None:
        kind = Forbidden if refusal is _NO_SCOPE else Conflict
        raise kind(refusal.detail, code=refusal.code)


def edited(quantity: int | None, on: date | None, today: date) -> None:
    """Raise Invalid unless exactly one thing is to change, to something that can be."""
    if (quantity is None) == (on is None):
        fault = Fault("/quantity", "required", "Give a quantity or a date, and not both.")
        raise Invalid("One thing is changed at a time.", faults=[fault])
    if on is not None and on <= today:
        fault = Fault("/next_charge_on", "not_in_future", "The next charge is tomorrow or later.")
        raise Invalid("The day is over, or it is today.", faults=[fault])

"""What may be done to a subscription, and what a token must be good for; values only."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from chalicelib.commerce.actions.model import Action, Outcome
from chalicelib.commerce.recharge.model import Deed, Status, Subscription
from chalicelib.core.errors import Conflict, Fault, Invalid

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
_LATEST_ZONE = timedelta(hours=12)
"""Where a day begins last."""
UNDONE_WITHIN = timedelta(minutes=5)
UNDOES: Mapping[Deed, Deed] = {
    Deed.skip: Deed.unskip,
    Deed.cancel: Deed.activate,
    Deed.edit: Deed.restore,
}
"""What takes back what; nothing takes back that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why something cannot be done."""

    code: str
    detail: str


FEATURE = "order_actions"
"""Plans have changes of subscriptions with those of orders."""
_PREFIX = "subscription:"
_NOT_ACTIVE = Refusal(code="not_active", detail="The subscription is not active.")
_NOT_SKIPPABLE = Refusal(
    code="not_skippable", detail="The shop does not let this subscription be skipped."
)
_NOTHING_PLANNED = Refusal(code="nothing_to_skip", detail="No charge is planned yet.")
NOT_INCLUDED = Refusal(
    code="plan_required", detail="The plan does not include changes of subscriptions."
)
BUSY = Refusal(
    code="action_pending", detail="Something else is being done to this subscription right now."
)
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
        raise Conflict(refusal.detail, code=refusal.code)


def edited(quantity: int | None, on: date | None, now: datetime) -> None:
    """Raise Invalid unless exactly one thing is to change, to something that can be.

    A day is refused that has begun all over the world; for the rest, only Recharge knows which
    day it is at the shop.
    """
    if (quantity is None) == (on is None):
        fault = Fault("/quantity", "required", "Give a quantity or a date, and not both.")
        raise Invalid("One thing is changed at a time.", faults=[fault])
    if on is not None and on <= (now - _LATEST_ZONE).date():
        fault = Fault("/next_charge_on", "not_in_future", "The next charge is tomorrow or later.")
        raise Invalid("The day is over, or it is today.", faults=[fault])


def subject(subscription_id: str) -> str:
    """Return how actions call a subscription."""
    return f"{_PREFIX}{subscription_id}"


def subscription_of(action: Action) -> str:
    """Return Recharge's id of what an action was done to."""
    return action.subject.removeprefix(_PREFIX)


def facts(found: Subscription) -> dict[str, object]:
    """Return what an action can change of it, as actions keep that."""
    on = found.next_charge_on
    return {
        "status": found.status.value,
        "quantity": found.quantity,
        "next_charge_on": on.isoformat() if on else None,
    }


def is_reached(found: Subscription, wanted: Mapping[str, object]) -> bool:
    """Tell whether a subscription is as was wanted; days are texts, which sort as days do.

    >>> from datetime import date
    >>> mug = Subscription(id="1", customer_id="2", title="", quantity=1, price=1, unit="day",
    ...                    count=1, status=Status.active, next_charge_on=date(2026, 3, 13))
    >>> is_reached(mug, {"quantity": 1}), is_reached(mug, {"quantity": 2})
    (True, False)
    >>> is_reached(mug, {"skipped_on": "2026-03-12"}), is_reached(mug, {"skipped_on": "2026-03-13"})
    (True, False)
    """
    now = facts(found)
    if skipped_on := wanted.get("skipped_on"):
        is_active = found.status is Status.active
        return is_active and str(now["next_charge_on"] or "") > str(skipped_on)
    return all(now[name] == value for name, value in wanted.items())


def left(wanted: Mapping[str, object]) -> Mapping[str, object]:
    """Return how a subscription must still be for what was wanted to be taken back.

    That a charge is skipped is told by the charge: the next one may not be planned yet.
    """
    return {"status": Status.active.value} if "skipped_on" in wanted else wanted


def undone_until(action: Action) -> datetime | None:
    """Return until when an action can be taken back; None where it cannot."""
    is_done = action.state is Outcome.done and not action.undone_by
    can_be = is_done and action.kind in UNDOES and action.settled_at is not None
    return action.settled_at + UNDONE_WITHIN if can_be and action.settled_at else None


def refuse_undo(action: Action, now: datetime) -> None:
    """Raise Conflict where an action cannot be taken back (any more)."""
    if action.undone_by:
        raise Conflict("This was taken back already.", code="already_undone")
    until = undone_until(action)
    if until is None:
        raise Conflict("This cannot be taken back.", code="not_undoable")
    if now > until:
        raise Conflict("It can be taken back for five minutes.", code="undo_too_late")


def refuse_changed(found: Subscription, wanted: Mapping[str, object]) -> None:
    """Raise Conflict where a subscription is no longer as an action, or an agent, left it."""
    if not is_reached(found, wanted):
        detail = "The subscription was changed since."
        raise Conflict(detail, code="subscription_changed", extra={"subscription": facts(found)})

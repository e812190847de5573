"""A subscription at Recharge's stand-in: what it shows, and what it lets be done to it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from dev.providers.exchange import as_reply

_DAYS = {"day": 1, "week": 7, "month": 30}


class Refused(Exception):
    """What Recharge does not do, and what it answers."""

    def __init__(self, status: int, said: object) -> None:
        """`said` is a sentence, or sentences by field."""
        super().__init__(status)
        self.reply = as_reply(status, {"error" if isinstance(said, str) else "errors": said})


@dataclass(slots=True)
class Subscribed:
    """A subscription; its skipped charges are kept, the queued one follows from it."""

    id: int
    customer_id: int
    title: str
    quantity: int
    price: str
    unit: str
    count: int
    next_on: date
    variant: str = ""
    currency: str = "EUR"
    status: str = "active"
    reason: str | None = None
    comment: str | None = None
    skipped: list[date] = field(default_factory=list[date])

    def shown(self) -> dict[str, Any]:
        """Return it as Recharge does."""
        is_active = self.status == "active"
        return {
            "id": self.id,
            "customer_id": self.customer_id,
            "address_id": self.customer_id + 1,
            "product_title": self.title,
            "variant_title": self.variant,
            "quantity": self.quantity,
            "price": self.price,
            "presentment_currency": self.currency,
            "status": self.status,
            "order_interval_unit": self.unit,
            "order_interval_frequency": self.count,
            "charge_interval_frequency": self.count,
            "next_charge_scheduled_at": self.next_on.isoformat() if is_active else None,
            "cancellation_reason": self.reason,
            "cancellation_reason_comments": self.comment,
            "is_skippable": True,
            "is_prepaid": False,
            "has_queued_charges": is_active,
        }

    def charges(self) -> Iterable[dict[str, Any]]:
        """Return its charges as Recharge does; each id tells its day."""
        if self.status == "active":
            yield self._charge(self.next_on, "queued")
        for on in self.skipped:
            yield self._charge(on, "skipped")

    def interval(self) -> timedelta:
        """Return how long it is from one charge to the next."""
        return timedelta(days=_DAYS[self.unit] * self.count)

    def _charge(self, on: date, status: str) -> dict[str, Any]:
        item = {
            "purchase_item_id": self.id,
            "purchase_item_type": "subscription",
            "title": self.title,
            "quantity": self.quantity,
            "unit_price": self.price,
        }
        return {
            "id": self.id * 10**6 + on.toordinal(),
            "customer": {"id": self.customer_id},
            "status": status,
            "scheduled_at": on.isoformat(),
            "currency": self.currency,
            "line_items": [item],
        }


def refuse_inactive(own: Subscribed) -> None:
    """Refuse what is for active ones alone."""
    if own.status != "active":
        raise Refused(422, {"status": ["Subscription is not active"]})


def cancel(own: Subscribed, body: Mapping[str, Any]) -> None:
    """End it."""
    refuse_inactive(own)
    if not body.get("cancellation_reason"):
        raise Refused(422, {"cancellation_reason": ["Missing data for required field."]})
    own.status, own.reason = "cancelled", str(body["cancellation_reason"])
    own.comment = body.get("cancellation_reason_comments")


def activate(own: Subscribed, _body: Mapping[str, Any]) -> None:
    """Let it go on."""
    if own.status == "active":
        raise Refused(422, {"status": ["Subscription is already active"]})
    own.status, own.reason, own.comment = "active", None, None


def skip(own: Subscribed) -> dict[str, Any]:
    """Skip its next charge, and return that."""
    own.skipped.append(own.next_on)
    own.next_on += own.interval()
    return next(each for each in own.charges() if each["status"] == "skipped")


def unskip(own: Subscribed, charge: Mapping[str, Any]) -> dict[str, Any]:
    """Take a skipped charge up again, and return the next one."""
    on = date.fromisoformat(charge["scheduled_at"])
    own.skipped.remove(on)
    own.next_on = min(own.next_on, on)
    return next(iter(own.charges()))

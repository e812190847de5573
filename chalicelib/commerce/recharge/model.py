"""A subscription as Recharge tells of it, and how often it comes; values only."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Deed(StrEnum):
    """What agents have done at Recharge; each takes one request that changes something."""

    skip = "subscription_skip"
    cancel = "subscription_cancel"
    edit = "subscription_edit"
    unskip = "subscription_unskip"
    activate = "subscription_activate"
    restore = "subscription_restore"


class Status(StrEnum):
    """What has become of a subscription."""

    active = "active"
    cancelled = "cancelled"
    expired = "expired"
    other = "other"
    """Something that we have no word for; it is shown, and left as it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """What is sent again and again until somebody stops it."""

    id: str
    """Recharge's own, as digits; so is its customer's."""
    customer_id: str
    title: str
    variant: str = ""
    quantity: int
    price: int
    """Of one piece, in the currency's minor units."""
    currency: str = ""
    """Empty where Recharge does not say; the price is in hundredths then."""
    status: Status
    unit: str
    """What its interval is counted in: day, week or month."""
    count: int
    next_charge_on: date | None = None
    is_skippable: bool = True
    """Whether the shop lets its next charge be skipped; what is paid in advance cannot be."""
    has_charge: bool = True
    """Whether its next charge is planned already, so that there is one to skip."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Charge:
    """One planned or skipped charge, and when it is or was due."""

    id: str
    on: date

"""Orders, what they say of a customer's buying, and what follows from it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """One order as another system knew it at a moment."""

    id: str
    """As the shop system calls it; unique in the account."""
    customer_id: str
    placed_at: datetime
    total_minor: int
    """In the currency's smallest unit: cents, or yen."""
    currency: str
    is_cancelled: bool = False
    as_of: datetime
    """When it was so; of two words about one order the later counts, whichever comes first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A day on which a customer ordered, and for how much, by currency."""

    number: int
    """As the proleptic calendar counts them, in UTC."""
    orders: int
    totals: Mapping[str, int]


Days = tuple[Day, ...]
"""Those of one customer, in order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """A customer's buying as both models see it; times are weeks."""

    frequency: int
    """On how many days they bought after the first."""
    recency: float
    """From the first to the last such day."""
    age: float
    """From the first day until now."""
    spent_times: int = 0
    """On how many days after the first they spent something in the model's currency."""
    spent_average: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Buying:
    """The parameters of BG/NBD, named as in the paper."""

    r: float
    alpha: float
    a: float
    b: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Spending:
    """The parameters of gamma-gamma, named as in the note; `mean` is what was spent at a time."""

    p: float
    q: float
    v: float
    mean: float


class Lack(StrEnum):
    """What an account has too little of; the value is part of the API."""

    customers_with_order = "customers_with_order"
    days_of_history = "days_of_history"
    recent_orders = "recent_orders"
    customers_with_three_orders = "customers_with_three_orders"
    repeated_spending = "repeated_spending"
    """All that qualifies is there, and no parameters follow from it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """One thing of which there is not enough."""

    lack: Lack
    have: int
    need: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BackTest:
    """What a model fitted to the time before would have said of the last part of the history."""

    held_out_days: int
    customers: int
    orders_expected: float
    orders_placed: int
    spending_expected: int
    spending_seen: int
    """Minor units of the model's currency."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """An account's own model."""

    buying: Buying
    spending: Spending
    currency: str
    customers: int
    """How many it was fitted to."""
    back_test: BackTest


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """What the last look at an account's orders came to: a model, or what is missing for one."""

    looked_at: datetime | None = None
    fitted: Fitted | None = None
    missing: tuple[Missing, ...] = ()


class ChurnLevel(StrEnum):
    """The word for a risk (decision 37); the value is part of the API."""

    low = "low"
    medium = "medium"
    high = "high"


class Source(StrEnum):
    """Whose words these are; the value is part of the API."""

    customer_platform = "customer_platform"
    own_model = "own_model"


@dataclass(frozen=True, slots=True, kw_only=True)
class Foretold:
    """What is to be expected of one customer within a year; what nobody can tell is None."""

    source: Source
    orders_placed: int
    orders_expected: float
    spent_minor: int
    spending_expected_minor: int
    currency: str
    churn_probability: float | None
    next_order_at: datetime | None

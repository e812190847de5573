"""One thing that a customer did."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """As another system tells it: a metric, a moment, and what there is to say of it."""

    id: str
    """As the other system calls it; unique in the account."""
    metric: str
    customer_id: str
    at: datetime
    properties: Mapping[str, object] = field(default_factory=dict[str, object])
    value: Decimal | None = None
    currency: str = ""
    message_id: str = ""
    """The message whose link led to it, where one did."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric:
    """What a customer did at least once, and the day of the last time, in UTC."""

    name: str
    last_on: str

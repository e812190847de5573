"""What answers about the customer platform, and about predictions, look like."""

from datetime import datetime
from typing import Literal

from chalicelib.customers.predictions.model import Source
from chalicelib.marketing.platform.model import Provider
from chalicelib.marketing.platform.predictions import Said
from chalicelib.web.description.shapes import Answers, Shape, plain, refusing


class PlatformSeen(Shape, frozen=True):
    """The platform that is connected; its keys never come out."""

    provider: Provider
    has_api_key: bool
    has_webhook_secret: bool
    webhook_url: str
    connected_at: datetime
    fault: str | None


class Lack(Shape, frozen=True):
    """What there is too little of."""

    code: str
    have: int
    need: int


class LifetimeValue(Shape, frozen=True):
    """What a customer spent and is expected to, in the currency's smallest unit."""

    spent_minor: int
    expected_minor: int
    total_minor: int
    currency: str | None
    exponent: int


class ChurnRisk(Shape, frozen=True):
    """How likely it is that a customer orders no more."""

    probability: float
    level: str
    within_days: int | None


class PredictionError(Shape, frozen=True):
    """By what share the model was off when it was tried on what it had not seen."""

    orders: float | None
    lifetime_value: float | None
    held_out_days: int
    customers: int
    orders_expected: float
    orders_placed: int


class Predictions(Shape, frozen=True):
    """What to expect of a customer, or what is missing for that."""

    status: Literal["ready", "no_orders", "not_enough_data"]
    source: Source | None
    missing: tuple[Lack, ...]
    orders_placed: int | None
    expected_orders: float | None
    within_days: int
    lifetime_value: LifetimeValue | None
    churn_risk: ChurnRisk | None
    next_order_at: datetime | None
    error: PredictionError | None
    fitted_at: datetime | None
    platform: Said | None


ANSWERS: Answers = {
    "GET /v1/customer_platform": plain(PlatformSeen, 404),
    "PUT /v1/customer_platform": PlatformSeen,
    "GET /v1/customers/{customer_id}/predictions": Predictions,
    "DELETE /v1/customer_platform": refusing(404),
}

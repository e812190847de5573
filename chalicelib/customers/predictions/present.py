"""Predictions as the API shows them: every number with how far it was off when it was tried."""

from datetime import datetime
from typing import Any

from chalicelib.core.money import exponent
from chalicelib.customers.predictions import rules
from chalicelib.customers.predictions.model import BackTest, Foretold, Outlook, Source

NOTHING: dict[str, Any] = {
    "source": None,
    "orders_placed": None,
    "expected_orders": None,
    "within_days": rules.HORIZON.days,
    "lifetime_value": None,
    "churn_risk": None,
    "next_order_at": None,
    "error": None,
    "fitted_at": None,
}


def ready(foretold: Foretold, outlook: Outlook | None) -> dict[str, Any]:
    """Return what is to be expected of somebody; errors are of our own model, and told with it."""
    fitted = outlook.fitted if outlook and foretold.source is Source.own_model else None
    return {
        "status": "ready",
        "source": foretold.source.value,
        "missing": [],
        "orders_placed": foretold.orders_placed,
        "expected_orders": round(foretold.orders_expected, 2),
        "within_days": rules.HORIZON.days,
        "lifetime_value": _value(foretold),
        "churn_risk": _churn(foretold),
        "next_order_at": foretold.next_order_at,
        "error": _error(fitted.back_test) if fitted else None,
        "fitted_at": _fitted_at(outlook) if fitted else None,
    }


def nothing(outlook: Outlook | None) -> dict[str, Any]:
    """Return why nothing can be said: of this customer, or of anybody yet."""
    if outlook and outlook.fitted:
        return {**NOTHING, "status": "no_orders", "missing": []}
    missing = outlook.missing if outlook else rules.missing((), 0)
    lacks = [{"code": each.lack.value, "have": each.have, "need": each.need} for each in missing]
    return {**NOTHING, "status": "not_enough_data", "missing": lacks}


def _value(foretold: Foretold) -> dict[str, Any]:
    currency = foretold.currency
    return {
        "spent_minor": foretold.spent_minor,
        "expected_minor": foretold.spending_expected_minor,
        "total_minor": foretold.spent_minor + foretold.spending_expected_minor,
        "currency": currency or None,
        "exponent": exponent(currency),
    }


def _churn(foretold: Foretold) -> dict[str, Any] | None:
    probability = foretold.churn_probability
    if probability is None:
        return None
    is_own = foretold.source is Source.own_model
    level = rules.churn_level(probability)
    return {
        "probability": round(probability, 4),
        "level": level.value,
        "within_days": rules.SILENCE.days if is_own else None,
    }


def _error(test: BackTest) -> dict[str, Any]:
    return {
        **rules.errors(test),
        "held_out_days": test.held_out_days,
        "customers": test.customers,
        "orders_expected": test.orders_expected,
        "orders_placed": test.orders_placed,
    }


def _fitted_at(outlook: Outlook | None) -> datetime | None:
    return outlook.looked_at if outlook else None

"""What the platform expects of a customer; where it expects nothing, the account's own model does.

https://developers.klaviyo.com/en/reference/profiles_api_overview (predictive analytics)
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from math import isfinite
from typing import Any

from chalicelib.core.desk import Desk
from chalicelib.core.money import minor
from chalicelib.customers.model import Customer, Who
from chalicelib.customers.predictions import foretell, ledger, present
from chalicelib.customers.predictions import storage as outlooks
from chalicelib.customers.predictions.model import Foretold, Outlook, Source
from chalicelib.marketing.platform import patience, storage
from chalicelib.marketing.platform.model import Platform
from chalicelib.table.recent import Recent

SECONDS = 2.0
FRESH = timedelta(minutes=15)

_Told = tuple[Foretold | None]
_recent: Recent[_Told] = Recent(FRESH)


class Said(StrEnum):
    """What came of asking the platform; the value is part of the API."""

    expects = "expects"
    expects_nothing = "expects_nothing"
    unreachable = "unreachable"


def predictions(desk: Desk, customer: Customer) -> dict[str, Any]:
    """Return what to expect of a customer, and what the platform said where there is one."""
    outlook = outlooks.find_outlook(desk)
    said, foretold = _told(desk, customer, outlook)
    if foretold is None and outlook and outlook.fitted:
        orders = ledger.of_customer(desk, *customer.ids)
        foretold = foretell.foretell(outlook.fitted, orders, desk.now())
    shown = present.ready(foretold, outlook) if foretold else present.nothing(outlook)
    return {**shown, "platform": said.value if said else None}


def _told(
    desk: Desk, customer: Customer, outlook: Outlook | None
) -> tuple[Said | None, Foretold | None]:
    platform = storage.recent(desk)
    if platform is None:
        return None, None
    who = Who(id=customer.id, phone=customer.phone, email=customer.email)
    if not (who.email or who.phone):
        return Said.expects_nothing, None
    # Klaviyo tells no currency; what the shop sells in is seen in its orders.
    currency = outlook.fitted.currency if outlook and outlook.fitted else ""

    def ask() -> _Told:
        return (_foretold(desk, platform, who, currency),)

    answer = _remembered(desk, platform, who, ask)
    if answer is None:
        return Said.unreachable, None
    return (Said.expects, answer[0]) if answer[0] else (Said.expects_nothing, None)


def _remembered(desk: Desk, platform: Platform, who: Who, ask: Callable[[], _Told]) -> _Told | None:
    def answer() -> Any:
        found = patience.asked(desk, platform, SECONDS, ask)
        return found[0] if found else None

    key = f"{platform.version} {who.id} {who.email} {who.phone}"
    return _recent.get(desk.account_id, key, desk.now(), answer)


def _foretold(desk: Desk, platform: Platform, who: Who, currency: str) -> Foretold | None:
    own = storage.opened(desk, platform)
    from chalicelib.marketing.platform import klaviyo_api

    found = klaviyo_api.predicted(desk, own.api_key, who)
    if found is None or found.predicted_clv is None or found.predicted_number_of_orders is None:
        return None
    churn = found.churn_probability
    return Foretold(
        source=Source.customer_platform,
        orders_placed=round(_finite(found.historic_number_of_orders)),
        orders_expected=_finite(found.predicted_number_of_orders),
        spent_minor=minor(Decimal(str(_finite(found.historic_clv))), currency),
        spending_expected_minor=minor(Decimal(str(_finite(found.predicted_clv))), currency),
        currency=currency,
        churn_probability=churn if churn is not None and 0 <= churn <= 1 else None,
        next_order_at=_moment(found.expected_date_of_next_order),
    )


def _finite(value: float | None) -> float:
    return value if value is not None and isfinite(value) and abs(value) < 1e12 else 0.0


def _moment(told: str | None) -> datetime | None:
    try:
        found = datetime.fromisoformat(told or "")
        return found.replace(tzinfo=found.tzinfo or UTC).astimezone(UTC)
    except (ValueError, OverflowError):
        return None

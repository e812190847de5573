"""The published data by which the models are known (`remake.py` tells where they come from)."""

import csv
from collections import defaultdict
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path

from chalicelib.core.money import minor
from chalicelib.customers.predictions.model import Order

HERE = Path(__file__).parent
CURRENCY = "USD"
CUT = date(1997, 9, 30).toordinal()
END = date(1998, 6, 30).toordinal()


def summary() -> list[dict[str, str]]:
    """Return each customer's purchases until September 1997, in weeks."""
    with (HERE / "cdnow.csv").open() as lines:
        return list(csv.DictReader(lines))


def orders() -> dict[str, list[Order]]:
    """Return all orders until June 1998, by customer."""
    found: dict[str, list[Order]] = defaultdict(list)
    with (HERE / "cdnow_orders.csv").open() as lines:
        for number, row in enumerate(csv.DictReader(lines)):
            day = date.fromisoformat(row["day"])
            at = datetime.combine(day, time(12), UTC)
            order = Order(
                id=str(number),
                customer_id=row["customer_id"],
                placed_at=at,
                total_minor=minor(Decimal(row["dollars"]), CURRENCY),
                currency=CURRENCY,
                as_of=at,
            )
            found[order.customer_id].append(order)
    return found

"""An account's outlook in the table: the model, or what is missing, and when to look again."""

from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

import msgspec
from pynamodb.attributes import JSONAttribute

from chalicelib.core.desk import Desk
from chalicelib.customers.predictions.model import Fitted, Missing, Outlook
from chalicelib.table import customer_keys
from chalicelib.table.keys import due_shard
from chalicelib.table.read import find
from chalicelib.table.recent import Recent
from chalicelib.table.row import MomentAttribute, Row
from chalicelib.table.write import ConditionFailed, translated, update

SOON = timedelta(minutes=5)
"""After the first order: where a shop is connected, many come at once."""
DAILY = timedelta(days=1)


class OutlookRow(Row, discriminator="outlook"):
    """What the last look came to, and when it was; due when the next one is."""

    looked_at = MomentAttribute(null=True)
    fitted = JSONAttribute(null=True)
    missing = JSONAttribute(null=True)


_begun: Recent[bool] = Recent(DAILY)


def find_outlook(desk: Desk) -> Outlook | None:
    """Return what the last look came to; None where there was never an order."""
    row = find(OutlookRow, customer_keys.outlook(desk.account_id))
    if row is None:
        return None
    return Outlook(
        looked_at=row.looked_at,
        fitted=msgspec.convert(row.fitted, Fitted) if row.fitted else None,
        missing=msgspec.convert(row.missing or [], tuple[Missing, ...]),
    )


def begin(desk: Desk) -> None:
    """Look at an account's orders from now on, daily; done once, and remembered."""
    _begun.get(desk.account_id, "", desk.now(), lambda: _begin(desk))


def claim(desk: Desk, now: datetime, until: datetime) -> bool:
    """Put the next look off; False where it is not due, since somebody else did so."""
    actions: list[Any] = [Row.due_at.set(until)]
    try:
        update(customer_keys.outlook(desk.account_id), actions, condition=Row.due_at <= now)
    except ConditionFailed:
        return False
    return True


def save(desk: Desk, outlook: Outlook, now: datetime) -> None:
    """Write what a look came to, unless a later one was written; the next is due in a day."""
    row = _row(desk, now + DAILY)
    row.looked_at = now
    row.fitted = msgspec.to_builtins(outlook.fitted)
    row.missing = msgspec.to_builtins(outlook.missing) or None
    is_later = OutlookRow.looked_at.does_not_exist() | (OutlookRow.looked_at <= now)
    with suppress(ConditionFailed), translated():
        row.save(condition=is_later)


def _begin(desk: Desk) -> bool:
    if find(OutlookRow, customer_keys.outlook(desk.account_id)) is None:
        with suppress(ConditionFailed), translated():
            _row(desk, desk.now() + SOON).save(condition=Row.pk.does_not_exist())
    return True


def _row(desk: Desk, due_at: datetime) -> OutlookRow:
    pk, sk = customer_keys.outlook(desk.account_id)
    return OutlookRow(pk=pk, sk=sk, due_at=due_at, due_shard=due_shard(pk))

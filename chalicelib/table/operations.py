"""Marks of operations that must take effect once, written in the transaction of their effect."""

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from chalicelib.core.desk import Desk
from chalicelib.core.errors import Invalid
from chalicelib.table import keys
from chalicelib.table.read import find as find_row
from chalicelib.table.row import Row
from chalicelib.table.write import Put, absent_or_mine

KEPT = timedelta(days=2)


class OperationRow(Row, discriminator="operation"):
    """What an Idempotency-Key did; `expires_at` is the table's TTL attribute, epoch seconds."""

    request_digest = UnicodeAttribute()
    result = UnicodeAttribute()
    expires_at = NumberAttribute()


def is_keyed(desk: Desk) -> bool:
    """Tell whether the caller named this operation, so that it may come again."""
    return bool(desk.request_digest)


def mark(desk: Desk, result: Mapping[str, Any]) -> list[Put]:
    """Return the row that goes into the effect's transaction; none without an Idempotency-Key."""
    if not is_keyed(desk):
        return []
    pk, sk = keys.operation(desk.account_id, desk.operation_id)
    row = OperationRow(
        pk=pk,
        sk=sk,
        request_digest=desk.request_digest,
        result=json.dumps(dict(result), separators=(",", ":")),
        expires_at=int((desk.now() + KEPT).timestamp()),
    )
    return [Put(row=row, condition=absent_or_mine(desk.operation_id))]


def find(desk: Desk) -> dict[str, Any] | None:
    """Return what this operation did before, or None; one read, and only for keyed operations.

    Raises Invalid (`idempotency_mismatch`) when the key came with another request before.
    """
    if not is_keyed(desk):
        return None
    key = keys.operation(desk.account_id, desk.operation_id)
    row = find_row(OperationRow, key, consistent=True)
    if row is None:
        return None
    if row.request_digest != desk.request_digest:
        raise Invalid(
            "This Idempotency-Key was used for another request.", code="idempotency_mismatch"
        )
    desk.cache["replayed"] = (desk.now(), True)
    return json.loads(row.result)

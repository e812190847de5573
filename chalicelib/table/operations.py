"""Marks of operations that must take effect once, written in the transaction of their effect."""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from chalicelib.core.desk import Desk
from chalicelib.core.errors import Conflict, Invalid
from chalicelib.table import keys
from chalicelib.table.read import find as find_row
from chalicelib.table.row import Row
from chalicelib.table.write import ConditionFailed, Put, translated

KEPT = timedelta(days=2)
_ATTEMPTS = 4


class OperationRow(Row, discriminator="operation"):
    """What an Idempotency-Key did; `expires_at` is the table's TTL attribute, epoch seconds."""

    request_digest = UnicodeAttribute()
    result = UnicodeAttribute()
    attempt = UnicodeAttribute()
    expires_at = NumberAttribute()


def is_keyed(desk: Desk) -> bool:
    """Tell whether the caller named this operation, so that it may come again."""
    return bool(desk.key)


def mark(desk: Desk, result: Mapping[str, Any]) -> list[Put]:
    """Return the row that goes into the effect's transaction; none without an Idempotency-Key.

    Two requests with one key are one operation, so it is the attempt that must be its own: of two
    at the same instant only one commits, while a transaction sent again finds its own attempt.
    """
    if not is_keyed(desk):
        return []
    attempt = desk.randomness(16).hex()
    pk, sk = keys.operation(desk.account_id, desk.key)
    row = OperationRow(
        pk=pk,
        sk=sk,
        request_digest=desk.request_digest,
        result=json.dumps(dict(result), separators=(",", ":")),
        attempt=attempt,
        expires_at=int((desk.now() + KEPT).timestamp()),
    )
    is_own = OperationRow.attempt == attempt
    return [Put(row=row, condition=Row.pk.does_not_exist() | is_own)]


def unmark(desk: Desk) -> list[Row]:
    """Return the row to delete where nothing took effect after all: the key is good again."""
    return [OperationRow(*keys.operation(desk.account_id, desk.key))] if is_keyed(desk) else []


def once(desk: Desk, act: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """Return what this operation did before, or do it; `act` commits its result with `mark`."""
    if (done := find(desk)) is not None:
        return done
    try:
        return act()
    except (ConditionFailed, Conflict):
        # Perhaps the same request, sent twice at once, was the quicker one.
        if (done := find(desk)) is not None:
            return done
        raise


def decided(desk: Desk, act: Callable[[], dict[str, Any]], *, lost: str) -> dict[str, Any]:
    """Return the same, where `act` decides anew while others change what it decided on.

    Raises Conflict with the words of `lost` in the end.
    """
    for _ in range(_ATTEMPTS):
        try:
            return once(desk, act)
        except ConditionFailed:
            continue
    raise Conflict(lost)


def done(desk: Desk, names: Sequence[str]) -> set[str]:
    """Return which of these operations, at most 100, have taken effect, in one request."""
    wanted = {keys.operation(desk.account_id, name): name for name in names}
    with translated():
        rows = list(Row.batch_get(list(wanted), consistent_read=True)) if wanted else []
    return {wanted[row.pk, row.sk] for row in rows}


def find(desk: Desk) -> dict[str, Any] | None:
    """Return what this operation did before, or None; one read, and only for keyed operations.

    Raises Invalid (`idempotency_mismatch`) when the key came with another request before.
    """
    if not is_keyed(desk):
        return None
    key = keys.operation(desk.account_id, desk.key)
    row = find_row(OperationRow, key, consistent=True)
    if row is None:
        return None
    if row.request_digest != desk.request_digest:
        raise Invalid(
            "This Idempotency-Key was used for another request.", code="idempotency_mismatch"
        )
    desk.cache["replayed"] = (desk.now(), True)
    return json.loads(row.result)

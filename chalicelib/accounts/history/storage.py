"""The account's events, page by page."""

from collections.abc import Mapping
from typing import Any

from chalicelib.accounts.history.model import Event
from chalicelib.accounts.rows import AccountEventRow
from chalicelib.core.desk import Desk
from chalicelib.table import keys
from chalicelib.table.row import Row
from chalicelib.table.write import translated


def page(
    desk: Desk, *, limit: int, position: Mapping[str, Any] | None = None
) -> tuple[list[Event], Mapping[str, Any] | None]:
    """Return a page of what was done, the newest first, and where it goes on."""
    with translated():
        found = Row.query(
            keys.account_events(desk.account_id),
            limit=limit,
            scan_index_forward=False,
            last_evaluated_key=dict(position or {}) or None,
            consistent_read=True,
        )
        events = [_event(row) for row in found if isinstance(row, AccountEventRow)]
        onward: Any = found.last_evaluated_key
    return events, onward


def _event(row: AccountEventRow) -> Event:
    return Event(
        id=row.sk,
        name=row.event,
        actor_id=row.actor_id,
        subject_id=row.subject_id,
        detail=row.detail,
        at=row.at,
    )

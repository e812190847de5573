"""What came to the doors from each service, and what was refused there, for its account to see.

It costs a write a minute and service at most, however often a stranger knocks: a process counts
what comes in between, and tells of it with the next one.
"""

import threading
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from chalicelib.core.desk import Desk
from chalicelib.core.errors import DeskhandError
from chalicelib.table import status_keys
from chalicelib.table.row import MomentAttribute, Row
from chalicelib.table.write import ConditionFailed, translated

SIGNATURE = "signature"
UNREADABLE = "unreadable"
"""Why a delivery was refused."""
_ONCE_IN = timedelta(minutes=1)
_KEPT = timedelta(days=30)
_MANY = 5_000


class KnockRow(Row, discriminator="knock"):
    """A service's deliveries; `expires_at` is the table's TTL attribute, epoch seconds."""

    last_at = MomentAttribute(null=True)
    refused = NumberAttribute(null=True)
    last_refused_at = MomentAttribute(null=True)
    reason = UnicodeAttribute(null=True)
    expires_at = NumberAttribute()


@dataclass(frozen=True, slots=True, kw_only=True)
class Knock:
    """What came from a service: when the last was taken, how many were refused since, and why."""

    source: str
    last_at: datetime | None
    refused: int
    last_refused_at: datetime | None
    reason: str


class _Told:
    """What this process has counted since it last told of a service."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._last: dict[tuple[str, str, bool], datetime] = {}
        self._left: dict[tuple[str, str, bool], int] = {}

    def due(self, key: tuple[str, str, bool], now: datetime) -> int:
        """Count one more; return how many are to be told of now, if any."""
        with self._lock:
            if len(self._last) >= _MANY:
                self._last.clear()
                self._left.clear()
            count = self._left.pop(key, 0) + 1
            last = self._last.get(key)
            if last is not None and timedelta(0) <= now - last < _ONCE_IN:
                self._left[key] = count
                return 0
            self._last[key] = now
            return count

    def forget(self, account_id: str, source: str) -> None:
        """Tell of the next one at once."""
        with self._lock:
            for key in ((account_id, source, True), (account_id, source, False)):
                self._last.pop(key, None)
                self._left.pop(key, None)


_told = _Told()


def taken(desk: Desk, source: str) -> None:
    """Note that a delivery of a service was taken: what was refused before is over."""
    now = desk.now()
    if _told.due((desk.account_id, source, True), now):
        over = [KnockRow.refused.remove(), KnockRow.reason.remove()]
        _write(desk, source, now, [KnockRow.last_at.set(now), *over], KnockRow.last_at)


def refused(desk: Desk, source: str, reason: str) -> None:
    """Note that a delivery in an account's name was refused, and why in one word."""
    now = desk.now()
    if count := _told.due((desk.account_id, source, False), now):
        told = [KnockRow.refused.add(count), KnockRow.reason.set(reason)]
        actions = [KnockRow.last_refused_at.set(now), *told]
        _write(desk, source, now, actions, KnockRow.last_refused_at)


def knock(row: KnockRow) -> Knock:
    """Return what a row says."""
    return Knock(
        source=row.sk.partition("#")[2],
        last_at=row.last_at,
        refused=int(row.refused or 0),
        last_refused_at=row.last_refused_at,
        reason=row.reason or "",
    )


def forget(account_id: str, source: str) -> None:
    """Note the next one at once, as a process does that has just begun."""
    _told.forget(account_id, source)


def _write(desk: Desk, source: str, now: datetime, actions: list[Any], last: Any) -> None:
    row = KnockRow(*status_keys.knock(desk.account_id, source))
    expires = KnockRow.expires_at.set(int((now + _KEPT).timestamp()))
    is_due = last.does_not_exist() | (last <= now - _ONCE_IN)
    # What is only to be seen is no reason to refuse what came, or to fail.
    with suppress(ConditionFailed, DeskhandError), translated():
        row.update(actions=[Row.type.set(KnockRow), expires, *actions], condition=is_due)

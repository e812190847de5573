"""When an account's next weekly mail is due, and of which Monday the last one was."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from pynamodb.attributes import UnicodeAttribute

from chalicelib.core.desk import Desk
from chalicelib.table import keys
from chalicelib.table.keys import due_shard
from chalicelib.table.read import find
from chalicelib.table.row import Row
from chalicelib.table.write import ConditionFailed, translated, update


class WeeklyMailRow(Row, discriminator="weekly_mail"):
    """The last Monday whose mail was claimed, before it was sent; not due while it is off."""

    monday = UnicodeAttribute()


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """The last Monday that nothing is to be sent of any more, and when to look again."""

    monday: date
    due_at: datetime | None


def find_known(desk: Desk) -> Known | None:
    """Return what is known; None where it was never on."""
    row = find(WeeklyMailRow, keys.weekly_mail(desk.account_id), consistent=True)
    return row and Known(monday=date.fromisoformat(row.monday), due_at=row.due_at)


def begin(desk: Desk, monday: date, due_at: datetime) -> None:
    """Have it looked at; where it was off, the Monday that has come is not made up for."""
    row = _row(desk, monday, due_at)
    is_off = Row.pk.does_not_exist() | Row.due_at.does_not_exist()
    try:
        with translated():
            row.save(condition=is_off)
    except ConditionFailed:
        look_again(desk, None, due_at)


def look_again(desk: Desk, known: Known | None, due_at: datetime) -> bool:
    """Look at another moment; False where it is no longer as it was known, or it is off."""
    actions: list[Any] = [Row.due_at.set(due_at)]
    condition = Row.due_at == known.due_at if known else Row.due_at.exists()
    return _is_done(desk, actions, condition)


def end(desk: Desk) -> None:
    """Look at it no more."""
    actions: list[Any] = [Row.due_at.remove(), Row.due_shard.remove()]
    _is_done(desk, actions, Row.pk.exists())


def claim(desk: Desk, known: Known, monday: date, due_at: datetime) -> bool:
    """Take a Monday's mail before it is sent; False where another worker did."""
    actions: list[Any] = [
        WeeklyMailRow.monday.set(monday.isoformat()),
        Row.due_at.set(due_at),
        Row.operation.set(desk.operation_id),
    ]
    is_as_known = (WeeklyMailRow.monday == known.monday.isoformat()) & Row.due_at.exists()
    mine = (WeeklyMailRow.monday == monday.isoformat()) & (Row.operation == desk.operation_id)
    return _is_done(desk, actions, is_as_known | mine)


def release(desk: Desk, known: Known, due_at: datetime) -> None:
    """Give the claim back: the mail surely was not taken, and is tried again."""
    actions: list[Any] = [
        WeeklyMailRow.monday.set(known.monday.isoformat()),
        Row.due_at.set(due_at),
    ]
    _is_done(desk, actions, (Row.operation == desk.operation_id) & Row.due_at.exists())


def _is_done(desk: Desk, actions: list[Any], condition: Any) -> bool:
    try:
        update(keys.weekly_mail(desk.account_id), actions, condition=condition)
    except ConditionFailed:
        return False
    return True


def _row(desk: Desk, monday: date, due_at: datetime) -> WeeklyMailRow:
    pk, sk = keys.weekly_mail(desk.account_id)
    row = WeeklyMailRow(pk=pk, sk=sk, due_at=due_at, due_shard=due_shard(pk))
    row.monday = monday.isoformat()
    return row

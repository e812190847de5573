"""Macros in the table: a row each in one partition, and one row that counts them."""

from collections.abc import Sequence

from pynamodb.attributes import BooleanAttribute, NumberAttribute, UnicodeAttribute

from chalicelib.accounts import storage as accounts
from chalicelib.core.desk import Desk
from chalicelib.core.errors import NotFound
from chalicelib.core.ids import is_id
from chalicelib.messaging.macros import rules
from chalicelib.messaging.macros.model import Macro, Status
from chalicelib.table import keys
from chalicelib.table.read import find, rows
from chalicelib.table.row import MomentAttribute, Row
from chalicelib.table.write import Put, absent_or_mine


class MacroRow(Row, discriminator="macro"):
    """A macro."""

    title = UnicodeAttribute()
    text = UnicodeAttribute()
    category = UnicodeAttribute(null=True)
    status = UnicodeAttribute()
    is_pinned = BooleanAttribute(default=False)
    version = NumberAttribute()
    created_at = MomentAttribute()
    changed_at = MomentAttribute()


class MacrosRow(Row, discriminator="macros"):
    """How many there are: of two who fill the last place at once, one is refused."""

    total = NumberAttribute()


def macros(desk: Desk) -> tuple[Macro, ...]:
    """Return all macros in their order."""
    found = rows(keys.macros(desk.account_id), consistent=True)
    return rules.in_order(_macro(row) for row in found if isinstance(row, MacroRow))


def load(desk: Desk, macro_id: str) -> Macro:
    """Return a macro as it is, or raise NotFound."""
    row = None
    if is_id("mac", macro_id):
        row = find(MacroRow, keys.macro(desk.account_id, macro_id), consistent=True)
    if row is None:
        raise NotFound("There is no such macro.")
    return _macro(row)


def count(desk: Desk) -> int:
    """Return how many there are."""
    row = find(MacrosRow, keys.macro_count(desk.account_id), consistent=True)
    return int(row.total) if row else 0


def add(desk: Desk, macro: Macro, puts: Sequence[Put], *, known: int) -> None:
    """Write a new macro, unless another was made since they were counted."""
    row = _row(desk, macro)
    own = Put(row=row, condition=absent_or_mine(desk.operation_id))
    accounts.commit(desk, [own, _counted(desk, known, known + 1), *puts])


def change(desk: Desk, before: Macro, after: Macro, puts: Sequence[Put]) -> None:
    """Write a macro, unless it was changed since it was read."""
    mine = Row.operation == desk.operation_id
    unchanged = (MacroRow.version == before.version) | mine
    accounts.commit(desk, [Put(row=_row(desk, after), condition=unchanged), *puts])


def remove(desk: Desk, macro: Macro, puts: Sequence[Put], *, known: int) -> None:
    """Take a macro away, unless another was made or taken away since they were counted."""
    counted = _counted(desk, known, max(known - 1, 0))
    accounts.commit(desk, [counted, *puts], deletes=[_row(desk, macro)])


def _counted(desk: Desk, before: int, after: int) -> Put:
    row = MacrosRow(*keys.macro_count(desk.account_id), total=after)
    mine = Row.operation == desk.operation_id
    is_as_read = (MacrosRow.total == before) | mine
    return Put(row=row, condition=is_as_read if before else is_as_read | Row.pk.does_not_exist())


def _row(desk: Desk, macro: Macro) -> MacroRow:
    return MacroRow(
        *keys.macro(desk.account_id, macro.id),
        title=macro.title,
        text=macro.text,
        category=macro.category or None,
        status=macro.status.value,
        is_pinned=macro.is_pinned,
        version=macro.version,
        created_at=macro.created_at,
        changed_at=macro.updated_at,
    )


def _macro(row: MacroRow) -> Macro:
    return Macro(
        id=row.sk,
        title=row.title,
        text=row.text,
        category=row.category or "",
        status=Status(row.status),
        is_pinned=row.is_pinned,
        version=int(row.version),
        created_at=row.created_at,
        updated_at=row.changed_at,
    )

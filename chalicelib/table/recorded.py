"""Marks of what other systems told: each of their ids counts once."""

from pynamodb.attributes import UnicodeAttribute

from chalicelib.core.desk import Desk
from chalicelib.table import keys
from chalicelib.table.read import find
from chalicelib.table.row import Row
from chalicelib.table.write import Put, absent_or_mine


class RecordedRow(Row, discriminator="recorded"):
    """That something was told of before, and where it is kept."""

    place = UnicodeAttribute(null=True)


def mark(desk: Desk, kind: str, outer_id: str, *, place: str = "") -> Put:
    """Return the write that fails where the id is known; it goes with what it stands for."""
    row = RecordedRow(*keys.recorded(desk.account_id, kind, outer_id), place=place or None)
    return Put(row=row, condition=absent_or_mine(desk.operation_id))


def place_of(desk: Desk, kind: str, outer_id: str) -> str | None:
    """Return where what was told under an id is kept, as its mark says."""
    row = find(RecordedRow, keys.recorded(desk.account_id, kind, outer_id))
    return row.place if row else None


def is_mine(desk: Desk, kind: str, outer_id: str) -> bool | None:
    """Tell whether this very operation recorded it; None where nobody did."""
    row = find(RecordedRow, keys.recorded(desk.account_id, kind, outer_id), consistent=True)
    return None if row is None else row.operation == desk.operation_id

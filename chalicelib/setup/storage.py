"""What the team has said of its list of steps: one row, as JSON; and what stands beside it."""

from typing import Any

import msgspec
from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from chalicelib.core.desk import Desk
from chalicelib.setup.model import Kept, Skipped
from chalicelib.table import setup_keys
from chalicelib.table.read import find
from chalicelib.table.row import Row
from chalicelib.table.write import Put, absent_or_mine, translated


class SetupRow(Row, discriminator="setup"):
    """Which steps were passed over, by whom and when, and whether the list was put away."""

    tree = UnicodeAttribute()
    version = NumberAttribute()


class _Tree(msgspec.Struct, frozen=True):
    skipped: dict[str, Skipped] = {}
    dismissed: Skipped | None = None


def beside(desk: Desk) -> dict[str, Row]:
    """Return what stands next to the account of its set-up, by sort key, in one request."""
    own = desk.account_id
    wanted = [setup_keys.setup(own), setup_keys.heard(own), setup_keys.site(own)]
    with translated():
        return {row.sk: row for row in Row.batch_get(wanted, consistent_read=True)}


def load(desk: Desk) -> Kept:
    """Return what was said, as it is."""
    return kept(find(SetupRow, setup_keys.setup(desk.account_id), consistent=True))


def kept(row: Row | None) -> Kept:
    """Return what a row says; without one, that nobody said anything."""
    if not isinstance(row, SetupRow):
        return Kept()
    tree = msgspec.json.decode(row.tree, type=_Tree)
    return Kept(skipped=tree.skipped, dismissed=tree.dismissed, version=int(row.version))


def put(desk: Desk, before: Kept, after: Kept) -> Put:
    """Return the write of what was said, unless somebody else said something since."""
    tree: Any = _Tree(skipped=dict(after.skipped), dismissed=after.dismissed)
    row = SetupRow(
        *setup_keys.setup(desk.account_id),
        tree=msgspec.json.encode(tree).decode(),
        version=before.version + 1,
    )
    if not before.version:
        return Put(row=row, condition=absent_or_mine(desk.operation_id))
    mine = (Row.operation == desk.operation_id) & (SetupRow.version == row.version)
    return Put(row=row, condition=(SetupRow.version == before.version) | mine)

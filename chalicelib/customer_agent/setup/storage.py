"""The settings of the Customer Agent in the table: one row, as JSON."""

from dataclasses import dataclass

import msgspec
from pynamodb.attributes import UnicodeAttribute

from chalicelib.core.desk import Desk
from chalicelib.customer_agent.setup.model import Setup
from chalicelib.table import knowledge_keys as keys
from chalicelib.table.read import find
from chalicelib.table.row import VersionedRow
from chalicelib.table.write import Put, put_next


class SetupRow(VersionedRow, discriminator="customer_agent"):
    """All settings but what the account's own row repeats of them."""

    tree = UnicodeAttribute()


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """The settings, and how often they were changed."""

    setup: Setup
    version: int = 0


def load(desk: Desk, *, consistent: bool = True) -> Kept:
    """Return the settings; where nobody has touched them, the defaults."""
    row = find(SetupRow, keys.customer_agent(desk.account_id), consistent=consistent)
    if row is None:
        return Kept(setup=Setup())
    return Kept(setup=msgspec.json.decode(row.tree, type=Setup), version=int(row.version))


def put(desk: Desk, before: Kept, setup: Setup) -> Put:
    """Return the write of the settings, which nobody else has changed since."""
    row = SetupRow(
        *keys.customer_agent(desk.account_id),
        tree=msgspec.json.encode(setup).decode(),
        version=before.version + 1,
    )
    return put_next(desk, row)

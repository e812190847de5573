"""What a profile was before another one was joined to it: all that parting them has to know."""

import json
from collections.abc import Mapping
from typing import Any

from pynamodb.attributes import UnicodeAttribute

from chalicelib.core.desk import Desk
from chalicelib.core.errors import Unavailable
from chalicelib.customers.consent import storage as consents
from chalicelib.customers.model import Customer
from chalicelib.table import customer_keys
from chalicelib.table.read import find
from chalicelib.table.row import Row
from chalicelib.table.write import Put, absent_or_mine

_PARTS = ("name", "email", "phone", "is_verified")


class MergeRow(Row, discriminator="merge"):
    """A profile as it was, in JSON; in the partition of the one that the other was joined to."""

    before = UnicodeAttribute()


def put(desk: Desk, before: Customer, other_id: str) -> Put:
    """Return the write of what a profile is before another one is joined to it."""
    row = MergeRow(*_key(desk, before.id, other_id), before=json.dumps(_packed(before)))
    return Put(row=row, condition=absent_or_mine(desk.operation_id))


def row_of(desk: Desk, customer_id: str, other_id: str) -> MergeRow:
    """Return the row, to be deleted."""
    return MergeRow(*_key(desk, customer_id, other_id))


def before(desk: Desk, now: Customer, other_id: str) -> Customer:
    """Return the profile as it was before another one was joined to it."""
    row = find(MergeRow, _key(desk, now.id, other_id), consistent=True)
    if row is None:  # parted a moment ago; whoever asks again reads that
        raise Unavailable("The customers are being parted; try again.")
    return _unpacked(now, json.loads(row.before))


def _key(desk: Desk, customer_id: str, other_id: str) -> tuple[str, str]:
    return customer_keys.merge(desk.account_id, customer_id, other_id)


def _packed(customer: Customer) -> dict[str, Any]:
    return {
        **{name: getattr(customer, name) for name in _PARTS},
        "segments": sorted(customer.segments),
        "proofs": sorted(customer.proofs),
        "properties": dict(customer.properties),
        "consents": consents.packed(customer.consents),
    }


def _unpacked(now: Customer, stored: Mapping[str, Any]) -> Customer:
    return Customer(
        id=now.id,
        created_at=now.created_at,
        **{name: stored[name] for name in _PARTS},
        segments=frozenset(stored["segments"]),
        proofs=frozenset(stored["proofs"]),
        properties=stored["properties"],
        consents=consents.unpacked(stored["consents"]),
    )

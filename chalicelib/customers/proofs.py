"""Whom an address is proved for, beside the one whom it leads to: so the same person is found."""

from chalicelib.core.desk import Desk
from chalicelib.customers.model import Identity
from chalicelib.customers.storage import IdentityRow
from chalicelib.table import customer_keys
from chalicelib.table.read import rows
from chalicelib.table.row import Row
from chalicelib.table.write import Put


class ProofRow(Row, discriminator="proof"):
    """That an address is proved for a profile which is known by another one.

    It stays when the profile loses the proof: it says where to look, and the profile what holds.
    """


def put(desk: Desk, proved: Identity, customer_id: str) -> Put:
    """Return the write that lets a profile be found by a proof of it."""
    place = proved.kind.value, proved.address, customer_id
    return Put(row=ProofRow(*customer_keys.proof(desk.account_id, *place)))


def profiles(desk: Desk, proved: Identity, *, limit: int) -> list[str]:
    """Return whom an address leads to, and those for whom it was proved too."""
    pk, _ = customer_keys.identity(desk.account_id, proved.kind.value, proved.address)
    return [
        row.customer_id if isinstance(row, IdentityRow) else row.sk.partition("#")[2]
        for row in rows(pk, limit=limit)
    ]

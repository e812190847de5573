"""Profiles and the addresses that lead to them, in the table."""

from collections.abc import Sequence
from dataclasses import replace

from pynamodb.attributes import (
    BooleanAttribute,
    JSONAttribute,
    NumberAttribute,
    UnicodeAttribute,
    UnicodeSetAttribute,
)

from chalicelib.core import ids
from chalicelib.core.desk import Desk
from chalicelib.core.errors import Conflict, NotFound
from chalicelib.core.moments import from_rfc3339, rfc3339
from chalicelib.customers.consent import storage as consents
from chalicelib.customers.model import Customer, Identity, Merge
from chalicelib.table import customer_keys, keys
from chalicelib.table.read import find as find_row
from chalicelib.table.row import MomentAttribute, Row
from chalicelib.table.write import ConditionFailed, Put, absent_or_mine, transact, translated


class CustomerRow(Row, discriminator="customer"):
    """A profile."""

    name = UnicodeAttribute(null=True)
    email = UnicodeAttribute(null=True)
    phone = UnicodeAttribute(null=True)
    is_verified = BooleanAttribute(default=False)
    segments = UnicodeSetAttribute(null=True)
    consents = JSONAttribute(null=True)
    """The newest of each channel and kind: what is sent asks for it, and reads but this row."""
    properties = JSONAttribute(null=True)
    proofs = UnicodeSetAttribute(null=True)
    merges = JSONAttribute(null=True)
    merged_into = UnicodeAttribute(null=True)
    version = NumberAttribute()
    created_at = MomentAttribute()


class IdentityRow(Row, discriminator="identity"):
    """Who an address belongs to; exactly one customer, for as long as the customer exists."""

    customer_id = UnicodeAttribute()


class LostRace(Exception):
    """Somebody changed the profile since it was read."""


def load(desk: Desk, customer_id: str, *, consistent: bool = False) -> Customer:
    """Return the profile, or the one that it is merged into; raise NotFound where there is none."""
    found = load_own(desk, customer_id, consistent=consistent)
    if found.merged_into:
        stands_for = load_own(desk, found.merged_into, consistent=consistent)
        return replace(stands_for, asked_for=found.id)
    return found


def load_own(desk: Desk, customer_id: str, *, consistent: bool = False) -> Customer:
    """Return the very profile or raise NotFound; what has no id's form is not even looked up."""
    row = None
    if ids.is_id("cus", customer_id):
        with translated():
            key = customer_keys.customer(desk.account_id, customer_id)
            row = find_row(CustomerRow, key, consistent=consistent)
    if row is None:
        raise NotFound("There is no such customer.")
    return _customer(row)


def owner_of(desk: Desk, known_as: Identity, *, consistent: bool = False) -> str | None:
    """Return the id of the customer whom an address belongs to."""
    with translated():
        row = find_row(IdentityRow, _identity_key(desk, known_as), consistent=consistent)
    return row.customer_id if row else None


def create(desk: Desk, customer: Customer, known_as: Identity, marks: Sequence[Put] = ()) -> None:
    """Write profile and address together; raises LostRace when the address is somebody's now."""
    puts = [
        _claim(desk, customer, known_as),
        Put(row=_row(desk, customer), condition=absent_or_mine(desk.operation_id)),
        *marks,
    ]
    try:
        transact(desk, puts)
    except ConditionFailed as failed:
        raise LostRace from failed


def save(
    desk: Desk, before: Customer, after: Customer, claims: Sequence[Identity] = (),
    marks: Sequence[Put] = (),
) -> None:  # fmt: skip
    """Write a changed profile, its claims and the operation's mark together, or nothing.

    Raises LostRace, or Conflict `address_taken` with the owner's id.
    """
    puts = [
        put(desk, before, after),
        *(_claim(desk, after, known_as) for known_as in claims),
        *marks,
    ]
    try:
        transact(desk, puts)
    except ConditionFailed as failed:
        if isinstance(puts[failed.index].row, IdentityRow):
            raise _taken(claims[failed.index - 1], failed) from failed
        raise LostRace from failed


def put(desk: Desk, before: Customer, after: Customer) -> Put:
    """Return the write of a profile that nobody changed since it was read."""
    mine = (Row.operation == desk.operation_id) & (CustomerRow.version == after.version)
    return Put(row=_row(desk, after), condition=(CustomerRow.version == before.version) | mine)


def count_tickets(desk: Desk, *customer_ids: str) -> int:
    """Return how many tickets one person has (acceptance 60)."""
    return sum(_count_tickets(desk, customer_id) for customer_id in customer_ids)


def _count_tickets(desk: Desk, customer_id: str) -> int:
    pk = customer_keys.customer(desk.account_id, customer_id)[0]
    prefix = customer_keys.customer_ticket(desk.account_id, customer_id, "")[1]
    with translated():
        return Row.count(pk, Row.sk.startswith(prefix))


def _claim(desk: Desk, customer: Customer, known_as: Identity) -> Put:
    pk, sk = _identity_key(desk, known_as)
    row = IdentityRow(pk=pk, sk=sk, customer_id=customer.id)
    # Not "or this operation's own": tried again, it would bring another new customer's id.
    return Put(
        row=row, condition=Row.pk.does_not_exist() | (IdentityRow.customer_id == customer.id)
    )


def _taken(claim: Identity, failed: ConditionFailed) -> Conflict:
    owner = (failed.old or {}).get("customer_id", {}).get("S")
    return Conflict(
        f"This {claim.kind.value} belongs to another customer.",
        code="address_taken",
        extra={"customer_id": owner} if owner else None,
    )


def _identity_key(desk: Desk, known_as: Identity) -> keys.Key:
    return customer_keys.identity(desk.account_id, known_as.kind.value, known_as.address)


def _row(desk: Desk, customer: Customer) -> CustomerRow:
    pk, sk = customer_keys.customer(desk.account_id, customer.id)
    return CustomerRow(
        pk=pk,
        sk=sk,
        name=customer.name or None,
        email=customer.email or None,
        phone=customer.phone or None,
        is_verified=customer.is_verified,
        segments=set(customer.segments) or None,
        consents=consents.packed(customer.consents) or None,
        properties=dict(customer.properties) or None,
        proofs=set(customer.proofs) or None,
        merges=[[m.customer_id, rfc3339(m.at), m.by] for m in customer.merges] or None,
        merged_into=customer.merged_into or None,
        version=customer.version,
        created_at=customer.created_at,
    )


def _customer(row: CustomerRow) -> Customer:
    return Customer(
        id=row.pk.rsplit("#", 1)[1],
        name=row.name or "",
        email=row.email or "",
        phone=row.phone or "",
        is_verified=row.is_verified,
        segments=frozenset(row.segments or ()),
        consents=consents.unpacked(row.consents or {}),
        properties=row.properties or {},
        proofs=frozenset(row.proofs or ()),
        merges=tuple(_merge(*stored) for stored in row.merges or ()),
        merged_into=row.merged_into or "",
        created_at=row.created_at,
        version=int(row.version),
    )


def _merge(customer_id: str, at: str, by: str) -> Merge:
    return Merge(customer_id=customer_id, at=from_rfc3339(at), by=by)

"""Changing a profile, by hand or by what other systems tell of it."""

from chalicelib.core.desk import Desk
from chalicelib.core.errors import Conflict, Unavailable
from chalicelib.customers import rules, storage
from chalicelib.customers.consent import storage as consents
from chalicelib.customers.model import Customer, Edit
from chalicelib.table import operations

_ATTEMPTS = 5


def edit(desk: Desk, customer_id: str, changes: Edit, *, expected: int | None = None) -> Customer:
    """Change a profile; a new address is claimed for it, and the old one still leads to it.

    Raises Conflict `address_taken`, or `version_mismatch` where it is not the `expected` version.
    """
    if operations.find(desk) is not None:
        return storage.load(desk, customer_id, consistent=True)
    for _ in range(_ATTEMPTS):
        before = storage.load(desk, customer_id, consistent=True)
        if expected is not None and before.version != expected:
            raise Conflict(
                "The customer was changed meanwhile.",
                code="version_mismatch",
                extra={"version": before.version},
            )
        after, claims = rules.edited(before, changes)
        if after == before:
            return before
        try:
            history = consents.puts(desk, after.id, changes.consents, desk.now())
            marks = operations.mark(desk, {"customer_id": after.id})
            storage.save(desk, before, after, claims, [*history, *marks])
        except storage.LostRace:
            continue
        return after
    raise Unavailable("Too many change this customer at once; nothing was changed.")

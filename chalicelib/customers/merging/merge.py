"""Joining two profiles of one person, and parting them: each in one transaction, or not at all."""

from typing import Any

from chalicelib.core.desk import Desk
from chalicelib.core.errors import Conflict
from chalicelib.customers import storage as customers
from chalicelib.customers.consent import storage as consents
from chalicelib.customers.merging import rules, storage
from chalicelib.customers.model import Customer
from chalicelib.table import operations
from chalicelib.table.write import transact

_LOST = "Others changed these customers at the same time; try again."


def merge(desk: Desk, customer_id: str, other_id: str) -> Customer:
    """Let one profile stand for another one too, from now on and until they are parted.

    Raises Conflict: `unproved_identity` where no verified address is both of theirs,
    `already_merged`, `has_merges` or `too_many_merges` where there would be a chain of them.
    """

    def act() -> dict[str, Any]:
        customer, other = _both(desk, customer_id, other_id)
        rules.refuse(customer, other)
        after = rules.merged(customer, other, desk.now(), by=desk.caller.id)
        hidden = rules.hidden(other, behind=customer)
        puts = [
            customers.put(desk, customer, after),
            customers.put(desk, other, hidden),
            storage.put(desk, customer, other.id),
            *operations.mark(desk, {"customer_id": customer.id}),
        ]
        transact(desk, puts)
        return {"customer_id": customer.id}

    operations.decided(desk, act, lost=_LOST)
    return customers.load(desk, customer_id, consistent=True)


def unmerge(desk: Desk, customer_id: str, other_id: str) -> Customer:
    """Part the profile that was joined last, and give each what it had; return the first.

    What changed while they were one stays with it. Raises Conflict: `not_merged`, or `merged_later`
    where another one has to go first.
    """

    def act() -> dict[str, Any]:
        customer, other = _both(desk, customer_id, other_id)
        _refuse_parting(customer, other)
        before = storage.before(desk, customer, other.id)
        after = rules.parted(customer, before, other)
        shown = rules.shown_again(other, customer, before)
        refused = rules.refused_meanwhile(customer, before, other)
        puts = [
            customers.put(desk, customer, after),
            customers.put(desk, other, shown),
            *consents.puts(desk, other.id, refused, desk.now()),
            *operations.mark(desk, {"customer_id": customer.id}),
        ]
        transact(desk, puts, deletes=[storage.row_of(desk, customer.id, other.id)])
        return {"customer_id": customer.id}

    operations.decided(desk, act, lost=_LOST)
    return customers.load(desk, customer_id, consistent=True)


def _both(desk: Desk, customer_id: str, other_id: str) -> tuple[Customer, Customer]:
    first, second = (
        customers.load_own(desk, each, consistent=True) for each in (customer_id, other_id)
    )
    return first, second


def _refuse_parting(customer: Customer, other: Customer) -> None:
    if other.merged_into != customer.id or not customer.merges:
        raise Conflict("These customers are not merged.", code="not_merged")
    newest = customer.merges[-1].customer_id
    if newest != other.id:
        extra = {"customer_id": newest}
        raise Conflict("Another one was merged later.", code="merged_later", extra=extra)

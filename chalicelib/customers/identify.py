"""Knowing a person again by an address, or meeting them for the first time."""

from chalicelib.core.desk import Desk
from chalicelib.customers import proofs, rules, storage
from chalicelib.customers.model import Customer, Identity, IdentityKind


def identify(
    desk: Desk, kind: IdentityKind, address: str, *, name: str = "", is_verified: bool = False,
    also: Identity | None = None,
) -> Customer:  # fmt: skip
    """Return whom an address belongs to; a first contact becomes a customer.

    Two first contacts at once become one customer. Raises Invalid for what is no such address.
    `is_verified`: the caller knows that the person owns the address, and says so; `also` names
    another one that is theirs too. A name is only taken where there is none.
    """
    known_as = rules.identity(kind, address)
    proves = frozenset({known_as, also or known_as} if is_verified else ())
    owner_id = storage.owner_of(desk, known_as)
    if owner_id is None:
        now = desk.now()
        customer = rules.new(desk.new_id("cus"), known_as, now, name=name, proves=proves)
        marks = [proofs.put(desk, proof, customer.id) for proof in proves - {known_as}]
        try:
            storage.create(desk, customer, known_as, marks)
        except storage.LostRace:
            return _winner(desk, known_as)
        return customer
    customer = storage.load(desk, owner_id, consistent=True)
    # What proves an address of a merged profile would outlast the merge, with the wrong one.
    is_own = not customer.asked_for
    learns = proves if is_own else frozenset[Identity]()
    after = rules.learned(customer, name=name, proves=learns)
    return _learn(desk, customer, after, learns - {known_as})


def _winner(desk: Desk, known_as: Identity) -> Customer:
    owner_id = storage.owner_of(desk, known_as, consistent=True)
    return storage.load(desk, owner_id or "", consistent=True)


def _learn(desk: Desk, customer: Customer, after: Customer, also: frozenset[Identity]) -> Customer:
    if after == customer:
        return customer
    marks = [proofs.put(desk, proof, customer.id) for proof in also]
    try:
        storage.save(desk, customer, after, marks=marks)
    except storage.LostRace:  # whoever was faster knows better; the next message tries again
        return storage.load(desk, customer.id, consistent=True)
    return after

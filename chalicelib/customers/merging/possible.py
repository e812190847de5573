"""Which other profiles are surely the same person's, and could be joined to one."""

from collections.abc import Iterator

from chalicelib.core.desk import Desk
from chalicelib.customers import proofs, storage
from chalicelib.customers.merging import rules
from chalicelib.customers.model import Customer, Identity, IdentityKind

_MOST = 10
"""So many proofs are looked at, so many profiles of each, and so many are told."""


def possible(desk: Desk, customer: Customer) -> list[Customer]:
    """Return the profiles for which an address is proved that is proved for this one, too."""
    if len(customer.merges) >= rules.MAX_MERGED:
        return []
    ids = dict.fromkeys(_sharing(desk, customer))
    others = (storage.load_own(desk, each) for each in list(ids)[:_MOST])
    return [other for other in others if rules.is_possible(customer, other)]


def _sharing(desk: Desk, customer: Customer) -> Iterator[str]:
    for proof in sorted(customer.proofs)[:_MOST]:
        kind, _, address = proof.partition(":")
        proved = Identity(kind=IdentityKind(kind), address=address)
        found = proofs.profiles(desk, proved, limit=_MOST)
        yield from (each for each in found if each not in customer.ids)

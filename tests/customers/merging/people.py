"""Two profiles of one person: who wrote from an address, and whom a shop's site knows by it."""

from chalicelib.core.desk import Desk
from chalicelib.customers.identify import identify
from chalicelib.customers.model import Customer, Identity, IdentityKind

ANN = "ann@customer.example"
OTHER = "a.lee@work.example"


def known(desk: Desk, kind: IdentityKind, address: str) -> Customer:
    """Return who wrote from an address that is surely theirs."""
    return identify(desk, kind, address, is_verified=True)


def signed_in(desk: Desk, user_id: str) -> Customer:
    """Return whom the shop vouches for, and for the address too."""
    also = Identity(kind=IdentityKind.email, address=ANN)
    return identify(desk, IdentityKind.user, user_id, is_verified=True, also=also)

"""Taking what the shop says of an order, and finding whose it is."""

from chalicelib.commerce import storage
from chalicelib.commerce.model import Order, Placed, Shopper
from chalicelib.core.desk import Desk
from chalicelib.customers import rules as addresses
from chalicelib.customers import storage as customers
from chalicelib.customers.identify import identify
from chalicelib.customers.model import Identity, IdentityKind


def take(desk: Desk, order: Order, *, asked_for: str = "") -> Placed | None:
    """Store an order with whom it belongs to; None where nobody can be told, or it is old.

    Whose it is, is settled when it is heard of first. `asked_for` is a customer who has proved
    an address that the shop knows whoever placed it by.
    """
    asked = frozenset({asked_for} if asked_for else ())
    is_known = storage.place_of(desk, order.id) is not None
    return storage.keep(desk, order, asked if is_known else asked | _whose(desk, order.shopper))


def _whose(desk: Desk, shopper: Shopper) -> frozenset[str]:
    """Return the customers with the shopper's addresses; whoever is unknown is met by the first.

    The addresses are not joined into one profile: a checkout takes any that somebody types.
    """
    names = _identities(shopper)
    known = [owner for name in names if (owner := customers.owner_of(desk, name))]
    if not known and names:
        known = [identify(desk, names[0].kind, names[0].address).id]
    return frozenset(known)


def _identities(shopper: Shopper) -> list[Identity]:
    given = ((IdentityKind.email, shopper.email), (IdentityKind.phone, shopper.phone))
    return [
        Identity(kind=kind, address=address)
        for kind, text in given
        if text and (address := addresses.normal(kind, text))
    ]

"""Whom another system means, by our id or by the addresses that it knows."""

from contextlib import suppress

from chalicelib.core.desk import Desk
from chalicelib.core.errors import Conflict, Fault, Invalid, Unavailable
from chalicelib.customers import rules, storage
from chalicelib.customers.edit import edit
from chalicelib.customers.identify import identify
from chalicelib.customers.model import Edit, Identity, IdentityKind, Who


def whom(desk: Desk, who: Who) -> str:
    """Return the customer's id; whoever is unknown is met for the first time.

    The phone number goes before the mail address, since texts are told by it; who is known by the
    address alone gets the number too, unless it is somebody else's. It is the profile of the very
    address, also where another one stands for it: their lists show it all the same. Raises
    NotFound for an id that is nobody's, and Invalid for what is no address.
    """
    if who.id:
        return storage.load_own(desk, who.id).id
    names = addresses(who)
    for known_as in names:
        if owner := storage.owner_of(desk, known_as):
            return _with(desk, owner, names[0], found_by=known_as)
    customer = identify(desk, names[0].kind, names[0].address)
    return _with(desk, customer.id, names[-1], found_by=names[0])


def addresses(who: Who) -> tuple[Identity, ...]:
    """Return the addresses in the order in which they are asked, or raise Invalid."""
    given = ((IdentityKind.phone, who.phone), (IdentityKind.email, who.email))
    found = tuple(
        rules.identity(kind, text, pointer=f"/customer/{kind.value}")
        for kind, text in given
        if text
    )
    if not found:
        fault = Fault("/customer", "required", "Give an id, a phone number or a mail address.")
        raise Invalid("It is not said who the customer is.", faults=[fault])
    return found


def _with(desk: Desk, customer_id: str, known_as: Identity, *, found_by: Identity) -> str:
    if known_as == found_by:
        return customer_id
    customer = storage.load(desk, customer_id, consistent=True)
    is_phone = known_as.kind is IdentityKind.phone
    if not (customer.phone if is_phone else customer.email):
        address = known_as.address
        more = Edit(phone=address) if is_phone else Edit(email=address)
        with suppress(Conflict, Unavailable):  # it is another one's, or comes next time
            # The request's own name is for the whole request, and not for this part of it.
            edit(desk.for_key("", ""), customer_id, more)
    return customer_id

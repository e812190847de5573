"""What money and orders come to, and whose they surely are; values only."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from chalicelib.commerce.model import Order, Placed
from chalicelib.core import money
from chalicelib.customers import rules as customers
from chalicelib.customers.model import Customer, Identity, IdentityKind

_MOST = Decimal(10) ** 15


def minor(amount: str, currency: str) -> int:
    """Return an amount in the currency's minor units, or raise ValueError for what is none.

    >>> minor("49.9", "EUR"), minor("4990.0", "JPY"), minor("1.2345", "KWD")
    (4990, 4990, 1235)
    """
    try:
        value = Decimal(amount)
    except InvalidOperation as error:
        raise ValueError("This is no amount.") from error
    if not value.is_finite() or abs(value) > _MOST:
        raise ValueError("This is no amount.")
    return money.minor(value, currency)


def is_news(before: Placed | None, order: Order, customer_ids: frozenset[str]) -> bool:
    """Tell whether an order is to be written: what is older than what is kept never is."""
    if before is None:
        return bool(customer_ids)
    return order.updated_at >= before.updated_at


def placed(before: Placed | None, order: Order, customer_ids: frozenset[str]) -> Placed:
    """Return where an order is kept from now on.

    It stays with whom it is and where it stands in their list: what a shop says later of its
    customer's address, or of the moment of the order, moves nothing.
    """
    known = before.customer_ids if before else frozenset[str]()
    return Placed(
        order_id=order.id,
        customer_ids=known | customer_ids,
        shopper_id=before.shopper_id if before else order.shopper.id,
        placed_at=before.placed_at if before else order.placed_at,
        updated_at=order.updated_at,
        version=before.version + 1 if before else 1,
    )


def proved(customer: Customer) -> dict[str, str]:
    """Return the addresses of a profile that surely are the customer's, by kind."""
    given = ((IdentityKind.email, customer.email), (IdentityKind.phone, customer.phone))
    return {
        kind.value: address
        for kind, address in given
        if address and customers.is_proved(customer, Identity(kind=kind, address=address))
    }


def is_by(order: Order, known_by: Mapping[str, str]) -> bool:
    """Tell whether somebody who is known by these addresses, by kind, placed an order.

    A profile can hold an address that nobody has proved, and with it orders of somebody else's.
    """
    return any(
        customers.normal(IdentityKind(kind), getattr(order.shopper, kind)) == address
        for kind, address in known_by.items()
    )

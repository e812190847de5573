"""The keys of connected services of commerce, of orders, and of what is done there."""

from chalicelib.table.keys import Key
from chalicelib.table.parts import bounded


def subscription_platform(account_id: str) -> Key:
    """Return the system that runs the shop's subscriptions: which it is, and its sealed token."""
    return f"A#{account_id}#SUBSCRIPTION_PLATFORM", "-"


def shop(account_id: str) -> Key:
    """Return the connection to the account's shop: which it is, and its sealed keys."""
    return f"A#{account_id}#SHOP", "-"


def pending_shop(account_id: str, digest: str) -> Key:
    """Return a connection that somebody began, by the digest of the state that comes back."""
    return shop(account_id)[0], f"PENDING#{digest}"


def shop_delivery(account_id: str, delivery_id: str) -> Key:
    """Return the mark of a delivery of the shop's that was worked off."""
    return f"A#{account_id}#SHOP_DELIVERY#{bounded(delivery_id)}", "-"


def orders(account_id: str) -> str:
    """Return the partition that says of each order of the shop where it is kept."""
    return f"A#{account_id}#ORDERS"


def order(account_id: str, order_id: str) -> Key:
    """Return where one order is kept, by the shop's id."""
    return orders(account_id), bounded(order_id)


def shopper_orders(account_id: str, shopper_id: str) -> str:
    """Return the partition of the ids of what one of the shop's customers ordered."""
    return f"A#{account_id}#SHOPPER#{bounded(shopper_id)}"


def action(account_id: str, action_id: str) -> Key:
    """Return what somebody wants to have done at an outside service, and what became of it."""
    return f"A#{account_id}#ACTION#{action_id}", "-"


def acting(account_id: str, subject: str) -> Key:
    """Return which action is under way on something of an outside service's."""
    return f"A#{account_id}#ACTING#{bounded(subject)}", "-"

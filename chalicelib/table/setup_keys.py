"""Keys of what is known of an account's set-up, next to the account itself (`docs/table.md`)."""

from chalicelib.table import keys
from chalicelib.table.keys import Key


def setup(account_id: str) -> Key:
    """Return which steps of the set-up an account's team passes over."""
    return keys.account(account_id)[0], "SETUP"


def heard(account_id: str) -> Key:
    """Return what came by mail while a forwarding test was out."""
    return keys.account(account_id)[0], "HEARD"


def site(account_id: str) -> Key:
    """Return which site showed the chat last."""
    return keys.account(account_id)[0], "SITE"

"""The keys of helpdesks elsewhere, and of what was handed to them (`docs/table.md`)."""

from chalicelib.table.keys import Key
from chalicelib.table.parts import bounded


def helpdesk(account_id: str, name: str) -> Key:
    """Return the connection to a helpdesk elsewhere: where it is, and its sealed token."""
    return f"A#{account_id}#HELPDESKS", name


def handed(account_id: str, ticket_id: str) -> Key:
    """Return which ticket elsewhere one of ours became."""
    return f"A#{account_id}#HANDED#{ticket_id}", "-"


def handed_word(account_id: str, ticket_id: str, word_id: str) -> Key:
    """Return what the customer said after that, and its id elsewhere."""
    return handed(account_id, ticket_id)[0], f"WORD#{word_id}"


def outside_ticket(account_id: str, host: str, outside_id: str) -> Key:
    """Return which of our tickets one elsewhere was."""
    return f"A#{account_id}#OUTSIDE#{host}", bounded(outside_id)

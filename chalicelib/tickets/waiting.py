"""Tickets that nobody has."""

from itertools import islice

from chalicelib.core.desk import Desk
from chalicelib.table import keys
from chalicelib.table.row import Row
from chalicelib.table.write import translated
from chalicelib.tickets.model import Status, Ticket
from chalicelib.tickets.rows import to_ticket


def unassigned(desk: Desk, *, most: int) -> list[Ticket]:
    """Return open tickets of nobody, those first that were silent the longest.

    As lists know them: a moment old, and without the facts of the head.
    """
    partition = keys.by_assignee(desk.account_id, Status.open.value, None)
    with translated():
        found = Row.by_assignee.query(partition, scan_index_forward=True, page_size=min(most, 250))
        return [to_ticket(row) for row in islice(found, most)]

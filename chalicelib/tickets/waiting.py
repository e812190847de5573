"""Tickets that nobody has."""

from collections.abc import Iterator
from itertools import islice

from chalicelib.core.desk import Desk
from chalicelib.table import keys
from chalicelib.table.row import Row
from chalicelib.table.write import translated
from chalicelib.tickets.model import Status, Ticket
from chalicelib.tickets.rows import TicketRow, to_ticket

_PAGE = 250
LOOKED_AT = 10_000


def waiting(desk: Desk) -> Iterator[Ticket]:
    """Return the open tickets that wait to be handed out, page by page as they are asked for.

    Those come first that were silent the longest; what lies behind ten thousand has to wait. As
    lists know them: a moment old, and without the facts of the head.
    """
    partition = keys.by_assignee(desk.account_id, Status.open.value, None)
    with translated():
        found = Row.by_assignee.query(
            partition,
            filter_condition=TicketRow.is_left.does_not_exist(),
            scan_index_forward=True,
            page_size=_PAGE,
        )
        yield from (to_ticket(row) for row in islice(found, LOOKED_AT))

"""A customer's tickets as a list, by last activity (acceptance 60)."""

from collections.abc import Sequence

from chalicelib.core.desk import Desk
from chalicelib.table import customer_keys, keys, together
from chalicelib.table.read import Position
from chalicelib.tickets import storage
from chalicelib.tickets.model import Ticket


def read(
    desk: Desk, customer_ids: Sequence[str], *, limit: int, position: Position
) -> tuple[list[Ticket], Position | None]:
    """Return a page of the tickets of one person, and where to go on.

    Of each profile it costs one query of keys, and then a read of each ticket that is shown. The
    index knows the hour of the last activity: each page is in order, and so are pages, save what
    happened within one hour.
    """
    lists = {
        customer_id: together.indexed(desk, customer_keys.by_customer(desk.account_id, customer_id))
        for customer_id in customer_ids
    }
    page, following = together.newest(lists, limit=limit, position=position)
    heads = storage.heads(desk, [keys.ticket_of(pk) for pk, _ in page])
    return sorted(heads, key=lambda ticket: ticket.updated_at, reverse=True), following

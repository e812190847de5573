"""A customer's tickets as a list, by last activity (acceptance 60)."""

from collections.abc import Sequence

from chalicelib.core.desk import Desk
from chalicelib.table import customer_keys, keys, together
from chalicelib.table.read import Position
from chalicelib.tickets import storage
from chalicelib.tickets.filters import Filter
from chalicelib.tickets.model import Ticket

_LOOKED_AT_MOST = 200
"""Tickets read for one page of a rare status; the page then ends early, and says that more come."""


def read(
    desk: Desk, customer_ids: Sequence[str], wanted: Filter, *, limit: int, position: Position
) -> tuple[list[Ticket], Position | None]:
    """Return a page of the tickets of one person, and where to go on.

    Of each profile it costs one query of keys, and then a read of each ticket that is shown. The
    index knows the hour of the last activity: each page is in order, and so are pages, save what
    happened within one hour. Of the filter, status and order count, and without a status all are
    shown. The index knows no status: a page is at least half full then, or the last, or as far as
    it may look.
    """
    found: list[Ticket] = []
    onward: Position | None = position
    looked_at = 0
    while onward is not None and 2 * len(found) < limit and looked_at < _LOOKED_AT_MOST:
        missing = limit - len(found)
        heads, onward = _page(desk, customer_ids, wanted, limit=missing, position=onward)
        found += [head for head in heads if _is_wanted(head, wanted)]
        looked_at += missing
    newest_first = not wanted.is_oldest_first
    return sorted(found, key=lambda ticket: ticket.updated_at, reverse=newest_first), onward


def _page(
    desk: Desk, customer_ids: Sequence[str], wanted: Filter, *, limit: int, position: Position
) -> tuple[list[Ticket], Position | None]:
    oldest = wanted.is_oldest_first
    partitions = {each: customer_keys.by_customer(desk.account_id, each) for each in customer_ids}
    lists = {
        customer_id: together.indexed(desk, partition, is_oldest_first=oldest)
        for customer_id, partition in partitions.items()
    }
    page, following = together.newest(lists, limit=limit, position=position, is_oldest_first=oldest)
    return storage.heads(desk, [keys.ticket_of(pk) for pk, _ in page]), following


def _is_wanted(ticket: Ticket, wanted: Filter) -> bool:
    return wanted.statuses is None or ticket.status in wanted.statuses

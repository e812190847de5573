"""The badges' sums made anew from the tickets, while those change: for when rows were lost."""

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from chalicelib.core.desk import Desk
from chalicelib.core.errors import Unavailable
from chalicelib.table.write import attempts
from chalicelib.tickets import counts, feed, views
from chalicelib.tickets.counts import Counts
from chalicelib.tickets.feed import Touched
from chalicelib.tickets.filters import EVERYTHING
from chalicelib.tickets.model import Ticket

JOB = "recount"
_AT_ONCE = 100
_MOST_NEWS = 1_000


def order(account_id: str) -> str:
    """Return the order, for the queue of jobs, to make an account's sums anew."""
    return json.dumps({"job": JOB, "account_id": account_id})


def recount(desk: Desk, _order: Any = None) -> None:
    """Make the sums anew; raise Unavailable where tickets change faster than they are read.

    What the stream's reader knew of each ticket is added up, since it takes just that off again
    with the ticket's next change. A ticket that it knows nothing of is told to it first.
    """
    reached = feed.sequence(desk)
    known: dict[str, Counts] = {}
    for page in _pages(desk):
        _tell(desk, page)
        _look(desk, [ticket.id for ticket in page], known)
    for attempt in attempts(desk):
        news = feed.news(desk, reached, limit=_MOST_NEWS)
        _look(desk, list({change.ticket_id for change in news}), known)
        reached = news[-1].sequence if news else reached
        own = desk.for_operation(f"{desk.operation_id}-{attempt}")
        if feed.put_sums(own, _total(known.values()), reached):
            return
    raise Unavailable("Tickets change faster than they are counted; try again.")


def _pages(desk: Desk) -> Iterator[tuple[Ticket, ...]]:
    for wanted in EVERYTHING:
        position: views.Position | None = {}
        while position is not None:
            page, position = views.read_on(desk, wanted, position, limit=_AT_ONCE)
            yield page


def _tell(desk: Desk, page: tuple[Ticket, ...]) -> None:
    shares = feed.shares(desk, [ticket.id for ticket in page])
    unknown = [Touched(ticket_id=each.id, ticket=each) for each in page if each.id not in shares]
    for start in range(0, len(unknown), feed.AT_ONCE):
        own = desk.for_operation(f"{desk.operation_id}-{unknown[start].ticket_id}")
        feed.fold(own, unknown[start : start + feed.AT_ONCE])


def _look(desk: Desk, ticket_ids: Sequence[str], known: dict[str, Counts]) -> None:
    for start in range(0, len(ticket_ids), _AT_ONCE):
        known |= feed.shares(desk, ticket_ids[start : start + _AT_ONCE])


def _total(shares: Iterable[Counts]) -> Counts:
    total: Counts = {}
    for share in shares:
        total = counts.moved(total, {}, share)
    return total

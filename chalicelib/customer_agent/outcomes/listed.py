"""The list of conversations: all of them, or those that ended alike, or came by one channel.

Each stands in one more place, that of how it ended and its channel. A filter reads as many places
as it leaves open, and no more of each than it shows.
"""

from pynamodb.expressions.condition import Condition

from chalicelib.channels.model import Kind
from chalicelib.core.desk import Desk
from chalicelib.customer_agent.outcomes import storage
from chalicelib.customer_agent.outcomes.model import Talk
from chalicelib.table.read import rows
from chalicelib.table.row import Row
from chalicelib.tickets.session import Outcome

_CHUNK = 100


def page(
    desk: Desk, *, limit: int, before: str = "", outcome: Outcome | None = None,
    channel: Kind | None = None,
) -> tuple[list[Talk], bool]:  # fmt: skip
    """Return conversations from before a ticket's on, the newest first, and whether more follow."""
    if outcome is None and channel is None:
        found = _every(desk, before, limit + 1)
        return found[:limit], len(found) > limit
    within = Row.sk < before if before else None
    ids = [
        row.sk
        for pk in storage.places(desk, outcome, channel)
        for row in rows(pk, within, limit=limit + 1, is_newest_first=True)
    ]
    shown = sorted(ids, reverse=True)[:limit]
    return storage.several(desk, shown), len(ids) > len(shown)


def _every(desk: Desk, before: str, wanted: int) -> list[Talk]:
    """Return conversations that are no spam; what turned out to be some is seldom."""
    found: list[Talk] = []
    while len(found) < wanted:
        size = min(wanted - len(found), _CHUNK)
        read = storage.read(desk, _before(before), limit=size)
        found += [talk for talk in read if not talk.is_spam]
        if len(read) < size:
            break
        before = read[-1].ticket_id
    return found


def _before(ticket_id: str) -> Condition | None:
    return Row.sk < ticket_id if ticket_id else None

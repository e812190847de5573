"""The backlog: open tickets that wait for somebody, handed out the oldest first (decision 28).

Looked at when somebody comes online, when hours open, when settings or teams change, and by the
sweep through the roster, which falls due for it.
"""

import json
from datetime import datetime, timedelta
from itertools import islice

from chalicelib.accounts import roster
from chalicelib.accounts import storage as accounts
from chalicelib.channels.model import Kind
from chalicelib.core.desk import Desk
from chalicelib.routing import handing
from chalicelib.teams import storage as teams
from chalicelib.tickets import assignment, storage
from chalicelib.tickets.apply import apply
from chalicelib.tickets.changes import change
from chalicelib.tickets.model import Ticket
from chalicelib.tickets.waiting import waiting

DRAIN_JOB = "drain"
CHUNK = 25
AT_ONCE = 1_000
"""Of more waiting tickets, those come first that were silent the longest."""
AGAIN = timedelta(minutes=1)


def order(account_id: str, *, after: int = 0) -> str:
    """Return the order, for the queue of jobs, to hand out what waits behind a ticket's number."""
    return json.dumps({"job": DRAIN_JOB, "account_id": account_id, "after": after})


def is_on(desk: Desk) -> bool:
    """Tell whether anything is handed out in this account at all; at most some seconds old."""
    return bool(handing.pool_for(desk, None) or teams.teams(desk))


def drain(desk: Desk, *, after: int = 0) -> int | None:
    """Hand out a chunk of what waits; return the number to go on after, None at the end."""
    # Ordered by whoever changed settings or teams a moment ago, too.
    accounts.forget(desk.account_id)
    teams.forget(desk.account_id)
    if not accounts.account(desk).settings.drain_backlog:
        return None
    if opens_at := _next_opening(desk):
        roster.wake(desk, by=opens_at)
    behind = [ticket for ticket in _deliverable(desk) if ticket.number > after]
    chunk = behind[:CHUNK]
    for ticket in storage.heads(desk, [ticket.id for ticket in chunk]):
        # Who is online is asked each time: who has just gone gets none of the chunk's rest.
        _hand_out(desk, ticket)
    return chunk[-1].number if len(behind) > CHUNK else None


def _deliverable(desk: Desk) -> list[Ticket]:
    """Return what somebody could have now, in the order of tickets."""
    online = {shift.agent_id for shift in roster.read(desk).shifts}
    if not online:
        return []
    now = desk.now()
    is_open = {kind: handing.gate(desk, kind, now).is_open for kind in Kind}

    def has_somebody(ticket: Ticket) -> bool:
        pool = handing.pool_for(desk, ticket.team_id)
        members = online if pool is None or pool.agent_ids is None else online & {*pool.agent_ids}
        return pool is not None and is_open[ticket.channel] and bool(members)

    found = islice((t for t in waiting(desk) if has_somebody(t)), AT_ONCE)
    return sorted(found, key=lambda ticket: ticket.number)


def _hand_out(desk: Desk, ticket: Ticket) -> None:
    now = desk.now()
    is_open = handing.gate(desk, ticket.channel, now).is_open
    if is_open and assignment.is_waiting(ticket):
        own = desk.for_operation(desk.randomness(16).hex())
        apply(
            own, ticket.id, lambda t: handing.hand_out(desk, change(t, now)).done(), loaded=ticket
        )


def come_due(desk: Desk) -> None:
    """Order the backlog to be handed out, and say when to look next.

    Looked at again a minute later while tickets keep coming: one may be on its way into the table
    just when somebody comes online. In quiet, the hours' next opening is the next moment.
    """
    look, now = roster.look(desk), desk.now()
    if look.due_at is None or look.due_at > now:
        return
    desk.queues.put("jobs", [order(desk.account_id)])
    roster.sleep(desk, look, now + AGAIN if look.has_news else _next_opening(desk))


def _next_opening(desk: Desk) -> datetime | None:
    now = desk.now()
    gates = [handing.gate(desk, kind, now) for kind in Kind]
    openings = [gate.opens_at for gate in gates if gate.opens_at is not None]
    return min(openings) if openings and next(waiting(desk), None) else None

"""The backlog: open tickets that wait for somebody, handed out the oldest first (decision 28).

Looked at when somebody comes online, when hours open, when settings or teams change, and by the
sweep through the roster, which falls due for it.
"""

import json
from datetime import datetime, timedelta

from chalicelib.accounts import roster
from chalicelib.accounts import storage as accounts
from chalicelib.accounts.roster import Roster
from chalicelib.channels.model import Kind
from chalicelib.core.desk import Desk
from chalicelib.routing import handing, rotation
from chalicelib.tickets import assignment, storage
from chalicelib.tickets.apply import apply
from chalicelib.tickets.model import Ticket
from chalicelib.tickets.waiting import unassigned

DRAIN_JOB = "drain"
CHUNK = 25
AT_ONCE = 1_000
"""Of more waiting tickets, those come first that were silent the longest."""
AGAIN = timedelta(minutes=1)


def order(account_id: str, *, after: int = 0) -> str:
    """Return the order, for the queue of jobs, to hand out what waits behind a ticket's number."""
    return json.dumps({"job": DRAIN_JOB, "account_id": account_id, "after": after})


def drain(desk: Desk, *, after: int = 0) -> int | None:
    """Hand out a chunk of what waits; return the number to go on after, None at the end."""
    if not accounts.account(desk).settings.drain_backlog:
        return None
    online = roster.read(desk)
    if not online.shifts:
        return None
    waiting = sorted(unassigned(desk, most=AT_ONCE), key=lambda ticket: ticket.number)
    behind = [t for t in waiting if t.number > after and handing.pool_for(desk, t.team_id)]
    chunk = behind[:CHUNK]
    for ticket in storage.heads(desk, [ticket.id for ticket in chunk]):
        hand_out(desk, ticket, online)
    return chunk[-1].number if len(behind) > CHUNK else None


def hand_out(desk: Desk, ticket: Ticket, online: Roster) -> Ticket:
    """Give a waiting ticket to whose turn it is; to nobody out of hours or with nobody online."""
    now = desk.now()
    pool = handing.pool_for(desk, ticket.team_id)
    is_open = handing.gate(desk, ticket.channel, now).is_open
    if pool is None or not is_open or not assignment.is_waiting(ticket):
        return ticket
    agent_id = handing.next_agent(desk, pool, online.shifts, ticket.id)
    if agent_id is None:
        return ticket
    name = accounts.agent_names(desk).get(agent_id, "")
    own = desk.for_operation(desk.randomness(16).hex())
    done = apply(
        own,
        ticket.id,
        lambda now_is: assignment.hand_out(now_is, agent_id, now, name=name, because=pool.way),
        loaded=ticket,
    )
    if not done.entries:
        # Somebody took it in the same moment: the turn stays theirs who would have had it.
        rotation.give_back(desk, pool.key, ticket.id)
    return done.ticket


def come_due(desk: Desk) -> None:
    """Order the backlog to be handed out, and say when to look next.

    Looked at again a minute later while tickets keep coming: one may be on its way into the table
    just when somebody comes online. In quiet, the hours' next opening is the next moment.
    """
    desk.queues.put("jobs", [order(desk.account_id)])
    now = desk.now()
    if roster.look(desk):
        roster.sleep(desk, now + AGAIN)
    else:
        roster.sleep(desk, _next_opening(desk))


def _next_opening(desk: Desk) -> datetime | None:
    now = desk.now()
    gates = [handing.gate(desk, kind, now) for kind in Kind]
    openings = [gate.opens_at for gate in gates if gate.opens_at is not None]
    return min(openings, default=None) if unassigned(desk, most=1) else None

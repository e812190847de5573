"""Handing tickets to agents: who is online takes turns, within office hours (decisions 25-27)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from chalicelib.accounts import roster
from chalicelib.accounts import rules as plans
from chalicelib.accounts import storage as accounts
from chalicelib.accounts.roster import Shift
from chalicelib.channels.model import Kind
from chalicelib.core import hours
from chalicelib.core.desk import Desk
from chalicelib.routing import rotation
from chalicelib.routing.model import Pool
from chalicelib.teams import storage as teams
from chalicelib.tickets.assignment import given, is_waiting
from chalicelib.tickets.changes import Draft
from chalicelib.tickets.model import SYSTEM

_EVERYBODY = Pool(key="account", way="round_robin")


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """Whether tickets of a channel are handed out now, and if not, from when on."""

    is_open: bool
    opens_at: datetime | None = None


def gate(desk: Desk, channel: Kind, now: datetime) -> Gate:
    """Return whether office hours let automatic assignment through (acceptance 102, 103)."""
    scope = accounts.account(desk).settings.office_hours_scope
    calendar = accounts.calendar(desk)
    if scope not in ("all", channel.value) or hours.is_open(calendar, now):
        return Gate(is_open=True)
    return Gate(is_open=False, opens_at=hours.opens_at(calendar, now))


def pool_for(desk: Desk, team_id: str | None) -> Pool | None:
    """Return who takes turns for a ticket; None where agents take tickets themselves (106).

    A team's members do, also while round robin is off. Of a team that is gone, everybody does.
    """
    known = accounts.account(desk)
    if team_id and plans.includes(known.plan, "routing"):
        for team in teams.teams(desk):
            if team.id == team_id:
                return Pool(key=team.id, way="team", agent_ids=team.agent_ids)
    is_on = known.settings.round_robin.enabled and plans.includes(known.plan, "round_robin")
    return _EVERYBODY if is_on else None


def next_agent(desk: Desk, pool: Pool, shifts: Sequence[Shift], draw: str) -> str | None:
    """Return whose turn it is among those online; None where there is nobody.

    The same `draw` again is the same turn. Who went and came back is a newcomer: last in turn.
    """
    online = [s for s in shifts if pool.agent_ids is None or s.agent_id in pool.agent_ids]
    members = [f"{shift.agent_id}@{int(shift.since.timestamp() * 1000)}" for shift in online]
    drawn = rotation.draw(desk, pool.key, members, draw)
    return drawn.partition("@")[0] if drawn else None


def hand_out(desk: Desk, draft: Draft) -> Draft:
    """Give a waiting ticket to whose turn it is, as a step of a change.

    To nobody where nobody is online, nor out of hours; then it is looked at when they begin.
    """
    ticket = draft.ticket
    pool = None if ticket.is_test else pool_for(desk, ticket.team_id)
    if pool is None:
        return draft
    if not is_waiting(ticket):
        if ticket.assignee_id and ticket.assigned_by != pool.way:
            # Somebody took it in the same moment: the turn stays theirs who would have had it.
            rotation.give_back(desk, pool.key, ticket.id)
        return draft
    now_is = gate(desk, ticket.channel, draft.now)
    if not now_is.is_open:
        if now_is.opens_at:
            roster.wake(desk, by=now_is.opens_at)
        return draft
    agent_id = next_agent(desk, pool, roster.read(desk).shifts, ticket.id)
    if agent_id is None:
        return draft
    name = accounts.agent_names(desk).get(agent_id, "")
    return given(draft, agent_id, SYSTEM, name=name, because=pool.way)

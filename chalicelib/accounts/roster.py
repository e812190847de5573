"""The roster: who of the team is online. The row also counts the tickets.

Both are in one row because a new ticket needs both: the write that draws its number returns who is
online at that very moment, so nobody who has just left gets it (acceptance 98), at no extra cost.
"""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from pynamodb.attributes import MapAttribute, NumberAttribute

from chalicelib.accounts import rules
from chalicelib.accounts.model import Agent
from chalicelib.core.desk import Desk
from chalicelib.core.errors import Unavailable
from chalicelib.core.moments import from_rfc3339, rfc3339
from chalicelib.table import keys
from chalicelib.table.read import find
from chalicelib.table.row import Row
from chalicelib.table.write import ConditionFailed, Put, Update, pause, translated

_ATTEMPTS = 6


class RosterRow(Row, discriminator="roster"):
    """Shifts by agent, each as an ISO 8601 interval; the number of the newest ticket.

    It falls due when tickets that wait for somebody should be handed out.
    """

    online = MapAttribute[str, Any]()
    number = NumberAttribute(default=0)
    looked = NumberAttribute(null=True)
    """The newest number when waiting tickets were looked at last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """An agent's time online; `until` is when their session ends, if it ends by itself."""

    agent_id: str
    since: datetime
    until: datetime | None = None

    def covers(self, now: datetime) -> bool:
        """Tell whether the agent is still online: expiry counts at once, logged or not."""
        return self.until is None or now < self.until


@dataclass(frozen=True, slots=True, kw_only=True)
class Roster:
    """The newest ticket's number, and who is online, in the order they came."""

    number: int
    shifts: tuple[Shift, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What waiting tickets are looked at for; `has_news` where some were made since last time."""

    number: int
    due_at: datetime | None
    has_news: bool


def first_put(desk: Desk) -> Put:
    """Return the write of a new account's roster."""
    return Put(row=RosterRow(*keys.roster(desk.account_id), online={}, number=0))


def moved(desk: Desk, before: Agent, after: Agent) -> list[Update]:
    """Return the write that goes with a change of an agent, where it changes who is online.

    Coming online makes the roster due, so that waiting tickets are handed out.
    """
    was, is_now = _interval(before), _interval(after)
    if was == is_now:
        return []
    row = RosterRow(*keys.roster(desk.account_id))
    place: Any = RosterRow.online[after.id]
    if not is_now:
        return [Update(row=row, actions=[place.remove()])]
    return [Update(row=row, actions=[place.set(is_now), *wakes(desk, desk.now())])]


def draw(desk: Desk, *, wakes_at: datetime | None = None) -> Roster:
    """Take the next ticket number, from 1, and see who is online: one write.

    A retried write leaves a gap, never a repeat. `wakes_at` makes the roster due then, unless it is
    due already.
    """
    actions: list[Any] = [
        Row.type.set(RosterRow),
        RosterRow.number.add(1),
        RosterRow.online.set(RosterRow.online | {}),
        *(_wakes_unless_due(desk, wakes_at) if wakes_at else ()),
    ]
    for attempt in range(_ATTEMPTS):
        row = RosterRow(*keys.roster(desk.account_id))
        try:
            with translated():
                row.update(actions=actions)
        except Unavailable:
            # Somebody comes or goes in the same instant.
            pause(desk, attempt)
        else:
            return _roster(row, desk.now())
    raise Unavailable("The roster is busy; try again.")


def read(desk: Desk) -> Roster:
    """Return the roster as it is."""
    row = find(RosterRow, keys.roster(desk.account_id), consistent=True)
    return _roster(row, desk.now()) if row else Roster(number=0, shifts=())


def look(desk: Desk) -> Look:
    """Return what there is to know before waiting tickets are looked at."""
    row = find(RosterRow, keys.roster(desk.account_id), consistent=True)
    if row is None:
        return Look(number=0, due_at=None, has_news=False)
    return Look(number=int(row.number), due_at=row.due_at, has_news=row.looked != row.number)


def sleep(desk: Desk, look: Look, until: datetime | None) -> None:
    """Make the roster due at another moment, or not at all, as they were looked at.

    It stays due where tickets or agents came meanwhile, or another sweep was here.
    """
    actions: list[Any] = [RosterRow.due_at.remove(), RosterRow.due_shard.remove()]
    if until is not None:
        actions = wakes(desk, until)
    unchanged = (RosterRow.due_at == look.due_at) & (RosterRow.number == look.number)
    with suppress(ConditionFailed), translated():
        RosterRow(*keys.roster(desk.account_id)).update(
            actions=[RosterRow.looked.set(look.number), *actions], condition=unchanged
        )


def wake(desk: Desk, *, by: datetime) -> None:
    """Make the roster due by a moment, or leave it where it is due before."""
    is_later = RosterRow.due_at.does_not_exist() | (RosterRow.due_at > by)
    with suppress(ConditionFailed), translated():
        RosterRow(*keys.roster(desk.account_id)).update(actions=wakes(desk, by), condition=is_later)


def wakes(desk: Desk, moment: datetime) -> list[Any]:
    """Return what makes the roster due at a moment."""
    shard = keys.due_shard(keys.roster(desk.account_id)[0])
    return [RosterRow.due_at.set(moment), RosterRow.due_shard.set(shard)]


def _wakes_unless_due(desk: Desk, moment: datetime) -> list[Any]:
    shard = keys.due_shard(keys.roster(desk.account_id)[0])
    return [
        RosterRow.due_at.set(RosterRow.due_at | moment),
        RosterRow.due_shard.set(RosterRow.due_shard | shard),
    ]


def came_online(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Tell from a roster's two images whether somebody came, or came back."""
    return bool(set(_shifts(after).items()) - set(_shifts(before).items()))


def _shifts(image: Mapping[str, Any]) -> dict[str, str]:
    online = image.get("online", {}).get("M", {})
    return {agent_id: shift["S"] for agent_id, shift in online.items()}


def _interval(agent: Agent) -> str:
    # The switch of somebody who may not work here any more does not count.
    is_on = agent.is_switched_on and agent.is_active and rules.may_use_helpdesk(agent.role)
    if not is_on or agent.online_since is None:
        return ""
    end = rfc3339(agent.online_until) if agent.online_until else ".."
    return f"{rfc3339(agent.online_since)}/{end}"


def _roster(row: RosterRow, now: datetime) -> Roster:
    stored = cast("dict[str, str]", row.online.as_dict())
    shifts = [_shift(agent_id, text) for agent_id, text in stored.items()]
    online = sorted((s for s in shifts if s.covers(now)), key=lambda s: (s.since, s.agent_id))
    return Roster(number=int(row.number), shifts=tuple(online))


def _shift(agent_id: str, text: str) -> Shift:
    since, _, until = text.partition("/")
    end = None if until == ".." else from_rfc3339(until)
    return Shift(agent_id=agent_id, since=from_rfc3339(since), until=end)

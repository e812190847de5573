"""The tickets of a backlog: what was not closed when a day ended, however long ago it came.

The lists name a ticket on the days on which something of it was counted, and most of a backlog
rests. So it is sought from its other end: what is not closed now, and what was closed since that
day. The tickets' shares say which of these it holds, so each is shown at one place only.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from chalicelib.channels.model import Kind
from chalicelib.core.desk import Desk
from chalicelib.reports.activity import lists, storage
from chalicelib.reports.activity.drill import Line, Place, Places
from chalicelib.reports.activity.model import CLOSED, OPENED, Head, Held
from chalicelib.tickets import session, views
from chalicelib.tickets import storage as tickets
from chalicelib.tickets.filters import Filter
from chalicelib.tickets.model import Status, Ticket

_LOOKS = 5
"""So often something is read before a page is left unfilled."""
_NOW: tuple[Filter, ...] = (
    Filter(statuses=(Status.open, Status.snoozed)),
    # What is silent for longer is closed; to look at all that ever was would cost without bound.
    Filter(statuses=(Status.open,), is_helped=True, updated_within=2 * session.QUIET_ELSEWHERE_FOR),
)
_CLOSED_SINCE = len(_NOW)
_DAY = timedelta(days=1)
_Position = Mapping[str, Any]
_Part = tuple[list[Line], _Position | None]
_Days = Mapping[date, Held]


def page(
    desk: Desk, head: Head, day: date, channel: str, position: _Position, *, limit: int
) -> _Part:
    """Return at most so many, and where the next ones are; a page may be short before the end."""
    found: list[Line] = []
    following: _Position | None = position
    for _ in range(_LOOKS):
        if following is None or len(found) >= limit:
            break
        some, following = _next(desk, head, day, channel, following, limit=limit - len(found))
        found += some
    return found, following


def since(days: _Days, day: date) -> date | None:
    """Return since when a ticket was not closed when a day ended, None where it was."""
    before = [each for each in sorted(days) if each <= day]
    if sum(lists.net(days[each].day.amounts) for each in before) <= 0:
        return None
    return [each for each in before if _has(days[each], OPENED)][-1]


def closed_after(days: _Days, day: date) -> date | None:
    """Return the last day after this one on which a ticket was closed."""
    return max((each for each in days if each > day and _has(days[each], CLOSED)), default=None)


def _next(
    desk: Desk, head: Head, day: date, channel: str, position: _Position, *, limit: int
) -> _Part:
    part: int = position.get("part", 0)
    at = position.get("at", {})
    if part == _CLOSED_SINCE:
        found, following = _closed_since(desk, head, day, channel, at, limit=limit)
        return found, {"part": part, "at": following} if following else None
    wanted = replace(_NOW[part], channels=(Kind(channel),) if channel else None)
    some, following = views.read_on(desk, wanted, at, limit=limit)
    found = _not_closed(desk, head, day, some)
    return found, {"part": part, "at": following} if following else {"part": part + 1}


def _not_closed(desk: Desk, head: Head, day: date, some: Sequence[Ticket]) -> list[Line]:
    known = _held(desk, head, [ticket.id for ticket in some])
    return [
        _line(ticket.id, ticket.channel.value, known[ticket.id], begun, ticket=ticket)
        for ticket in some
        if (begun := since(known[ticket.id], day)) and not closed_after(known[ticket.id], day)
    ]


def _closed_since(
    desk: Desk, head: Head, day: date, channel: str, at: Mapping[str, Any], *, limit: int
) -> tuple[list[Line], dict[str, Any] | None]:
    marks = frozenset(count.value for count in CLOSED)
    places = Places(desk, head, (day + _DAY, date.max), marks, channel=channel, position=at)
    some = places.next(limit)
    known = _held(desk, head, {place.named.ticket_id for place in some})
    found = [place for place in some if _is_its_place(place, known[place.named.ticket_id], day)]
    ids = [place.named.ticket_id for place in found]
    heads = {ticket.id: ticket for ticket in tickets.heads(desk, ids)}
    lines = [
        _line(own_id, place.named.channel, known[own_id], begun, ticket=heads.get(own_id))
        for own_id, place in zip(ids, found, strict=True)
        if (begun := since(known[own_id], day))
    ]
    return lines, places.onward()


def _is_its_place(place: Place, days: _Days, day: date) -> bool:
    """Tell whether a ticket is shown here: where it was closed last, by whoever comes first."""
    if place.day != closed_after(days, day) or not since(days, day):
        return False
    marks = [count for count in CLOSED if lists.number(days[place.day].day.amounts, count)]
    return marks[0] in place.named.marks


def _has(held: Held, counts: Sequence[Any]) -> bool:
    return any(lists.number(held.day.amounts, count) for count in counts)


def _held(desk: Desk, head: Head, ids: Collection[str]) -> dict[str, _Days]:
    found = storage.shares(desk, ids, head.shown, consistent=False)
    return {own_id: share.held for own_id, share in found.items()}


def _line(own_id: str, channel: str, days: _Days, begun: date, *, ticket: Ticket | None) -> Line:
    held = days[begun]
    return Line(
        day=begun,
        ticket_id=own_id,
        channel=channel,
        ticket=ticket,
        held=held,
        amounts=held.day.amounts,
    )

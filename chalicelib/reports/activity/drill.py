"""From a figure to the tickets that it is made of, newest day first, a page at a time.

The lists of each day say where to look, the tickets' shares what they add. So a page costs about
as much as it shows: lists are dense, and only tickets with the mark that was sought are looked at.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from chalicelib.core.desk import Desk
from chalicelib.reports.activity import listing, lists, storage
from chalicelib.reports.activity.lists import Wanted
from chalicelib.reports.activity.model import Amounts, Head, Held
from chalicelib.reports.periods import Period
from chalicelib.tickets import storage as tickets
from chalicelib.tickets.model import Ticket

AT_ONCE = 100
"""Shares, or heads, in a request."""
_ROWS = 100
_QUERIES = 5
_LOOKS = 5
"""So often a page's worth of shares is read before a page is left unfilled."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What a ticket adds on a day to what was asked for; `ticket` is None when that is gone."""

    day: date
    ticket_id: str
    channel: str
    ticket: Ticket | None
    held: Held
    amounts: Amounts


@dataclass(frozen=True, slots=True)
class Place:
    """Where a list names a ticket."""

    sk: str
    at: int
    named: lists.Named

    @property
    def day(self) -> date:
        """Return the list's day."""
        return date.fromisoformat(self.sk.partition("#")[0])


@dataclass(frozen=True, slots=True)
class _Known:
    place: Place
    held: Held
    amounts: Amounts


def page(
    desk: Desk, head: Head, days: Period, wanted: Wanted, position: Mapping[str, Any], *, limit: int
) -> tuple[list[Line], dict[str, Any] | None]:
    """Return at most so many, and where the next ones are; a page may be short before the end."""
    found: list[_Known] = []
    looks = 0
    marks = frozenset({lists.sought(wanted)})
    places = Places(
        desk, head, (days.first, days.last), marks, channel=wanted.channel, position=position
    )
    while len(found) < limit and looks < _LOOKS and (some := places.next(limit - len(found))):
        found += _known(desk, head, wanted, some)
        looks += 1
    return _lines(desk, found), places.onward()


class Places:
    """The reading of the lists: what has a mark that is sought, and where that goes on."""

    def __init__(
        self,
        desk: Desk,
        head: Head,
        days: tuple[date, date],
        marks: frozenset[str],
        *,
        channel: str,
        position: Mapping[str, Any],
    ) -> None:
        """`days` are the first and the last; the lists are read from their end."""
        self._desk, self._generation, self._first = desk, head.shown, days[0]
        self._marks, self._channel = marks, channel
        self._until: str = position.get("row") or listing.behind(days[1])
        self._at: int = position.get("at", 0)
        self._waiting: list[Place] = []
        self._queries = 0
        self._is_read = False

    def next(self, limit: int) -> list[Place]:
        """Return at most so many that come next; none where there are none, or too far away."""
        while not self._waiting and not self._is_read and self._queries < _QUERIES:
            self._fill()
        some, self._waiting = self._waiting[:limit], self._waiting[limit:]
        return some

    def onward(self) -> dict[str, Any] | None:
        """Return where those that were not returned begin."""
        if self._waiting:
            return {"row": self._waiting[0].sk, "at": self._waiting[0].at}
        return None if self._is_read else {"row": self._until, "at": self._at}

    def _fill(self) -> None:
        found = listing.listed(self._desk, self._generation, self._first, self._until, limit=_ROWS)
        self._waiting = list(self._sought(found))
        self._is_read = len(found) < _ROWS
        self._queries += 1
        if found:
            self._until, self._at = found[-1][0], len(found[-1][1])

    def _sought(self, found: Sequence[tuple[str, list[lists.Named]]]) -> Iterator[Place]:
        for sk, named in found:
            for at, each in enumerate(named):
                is_new = sk != self._until or at >= self._at
                is_of_channel = not self._channel or each.channel == self._channel
                if is_new and is_of_channel and self._marks & each.marks:
                    yield Place(sk, at, each)


def _known(desk: Desk, head: Head, wanted: Wanted, places: Sequence[Place]) -> list[_Known]:
    ids = {place.named.ticket_id for place in places}
    shares = storage.shares(desk, ids, head.shown, consistent=False)
    found: list[_Known] = []
    for place in places:
        held = shares[place.named.ticket_id].held.get(place.day)
        if held and (amounts := lists.matching(held, wanted)):
            found.append(_Known(place, held, amounts))
    return found


def _lines(desk: Desk, found: Sequence[_Known]) -> list[Line]:
    ids = list(dict.fromkeys(each.place.named.ticket_id for each in found))
    heads: dict[str, Ticket] = {}
    for start in range(0, len(ids), AT_ONCE):
        some = tickets.heads(desk, ids[start : start + AT_ONCE])
        heads |= {ticket.id: ticket for ticket in some}
    return [
        Line(
            day=each.place.day,
            ticket_id=each.place.named.ticket_id,
            channel=each.place.named.channel,
            ticket=heads.get(each.place.named.ticket_id),
            held=each.held,
            amounts=each.amounts,
        )
        for each in found
    ]

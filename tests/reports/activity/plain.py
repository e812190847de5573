"""A plain reckoning of a ticket's life, which looks through all of it again for each figure."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from chalicelib.core.hours import Calendar, is_open
from chalicelib.reports.activity.histogram import bucket
from chalicelib.reports.activity.model import Amounts, Cell
from chalicelib.tickets.event_names import EventName
from chalicelib.tickets.model import AuthorType, Entry, Event, Message, Ticket
from tests.reports.activity.story import GRID

Line = tuple[str, str, str, str]
"""Family, subject, day and amount."""
_SIGNS = {"c": 1, "o": 1, "d": -1, "x": -1, "i": -1}
_HANDS = (EventName.assigned, EventName.unassigned)


@dataclass
class Plain:
    """One ticket; `holder` is who was given it as it came."""

    ticket: Ticket
    entries: list[Entry]
    holder: str
    calendar: Calendar
    book: dict[Line, int] = field(default_factory=lambda: defaultdict(int))
    ends: set[int] = field(default_factory=set[int])

    def sums(self) -> dict[Line, int]:
        """Return what the counters should hold."""
        people = [at for at, entry in enumerate(self.entries) if _asks(entry) or _tells(entry)]
        if self.ticket.is_spam or not people:
            return {}
        spans = list(self._episodes(people[0]))
        self.ends = {end for _, end in spans if end is not None}
        before = -1
        for number, (start, end) in enumerate(spans):
            self._note(start, "o" if number else "c")
            self._first_response(before, start, len(self.entries) if end is None else end)
            if end is not None:
                self._closed(start, end)
                before = end
        self._responses(self.ends)
        self._assigned(people[0])
        return {line: amount for line, amount in self.book.items() if amount}

    def _episodes(self, start: int) -> Iterator[tuple[int, int | None]]:
        opened: int | None = start
        for place in range(start + 1, len(self.entries)):
            if opened is not None and _named(self.entries[place], EventName.closed):
                yield opened, place
                opened = None
            elif opened is None and _named(self.entries[place], EventName.reopened):
                opened = place
        if opened is not None:
            yield opened, None

    def _first_response(self, before: int, start: int, end: int) -> None:
        asked = [at for at in range(before + 1, end) if _asks(self.entries[at])]
        told = [at for at in range(start, end) if _tells(self.entries[at])]
        if said := [at for at in told if asked and at > asked[0]]:
            self._time("f", asked[0], said[0], self._author(said[0]))

    def _closed(self, start: int, end: int) -> None:
        match self.entries[end].author.type:
            case AuthorType.agent:
                who = self._holder(end) or self._author(end)
                self._note(end, "d", agent=who)
                self._time("r", start, end, who)
            case AuthorType.customer_agent:
                self._note(end, "i")
            case _:
                self._note(end, "x")

    def _responses(self, closings: set[int]) -> None:
        for place, entry in enumerate(self.entries):
            stops = [at for at in range(place) if _tells(self.entries[at]) or at in closings]
            since = range(max(stops, default=-1) + 1, place)
            waiting = [at for at in since if _asks(self.entries[at])]
            if _tells(entry) and waiting:
                self._time("a", waiting[0], place, self._author(place))

    def _assigned(self, first: int) -> None:
        if who := self._holder(first):
            self._note(first, "g", agent=who)
        for place, entry in enumerate(self.entries[first + 1 :], first + 1):
            if isinstance(entry, Event) and entry.name is EventName.assigned:
                self._note(place, "g", agent=entry.details["agent_id"])

    def _holder(self, end: int) -> str:
        events = [entry for entry in self.entries[:end] if isinstance(entry, Event)]
        hands = [event for event in events if event.name in _HANDS]
        if not hands:
            return self.holder
        return hands[-1].details["agent_id"] if hands[-1].name is EventName.assigned else ""

    def _time(self, name: str, start: int, end: int, agent: str) -> None:
        since, at = self._at(start), self._at(end)
        steps = range(int((at - since) / GRID))
        office = sum(600 for step in steps if is_open(self.calendar, since + step * GRID))
        self._note(end, f"{name}n", agent=agent)
        for clock, took in ((name, int((at - since).total_seconds())), (name.upper(), office)):
            self._note(end, f"{clock}s", took, agent=agent)
            self._note(end, f"{clock}{bucket(took)}", agent=agent)

    def _note(self, place: int, name: str, amount: int = 1, *, agent: str = "") -> None:
        day = self._at(place).astimezone(self.calendar.zone).date()
        for family, subject in self._whose(name, agent, self._source(place)):
            self.book[family, subject, day.isoformat(), name] += amount
        for family, subject in (("backlog", ""), ("channel_backlog", "email")):
            line = (family, subject, f"{day:%Y-%m}-01", f"{day.day:02d}")
            self.book[line] += _SIGNS.get(name, 0)

    def _source(self, place: int) -> str:
        """Return what the customer answered last since the episode before this place ended."""
        asked = [
            (at, entry.attribution.name)
            for at, entry in enumerate(self.entries[: place + 1])
            if isinstance(entry, Message) and entry.attribution and _asks(entry)
        ]
        ends = [end for end in self.ends if end < place]
        told = [name for at, name in asked if not ends or at > max(ends)]
        return f"email:campaign:{told[-1]}" if told else ""

    def _whose(self, name: str, agent: str, source: str) -> Iterator[tuple[str, str]]:
        is_plain, team = len(name) < 3, self.ticket.team_id or ""
        if name != "g":
            yield from (("all", ""), ("channel", "email"))
            yield from [("team", team)] * bool(team and is_plain)
        yield from [("agent", agent)] * bool(agent and is_plain)
        yield from [("one_agent", agent)] * bool(agent)
        if name != "g":
            yield from [("source", source)] * bool(source and is_plain)
            yield from [("one_source", source)] * bool(source)
            yield from [("one_team", team)] * bool(team)
            yield from (("one_tag", tag.name.casefold()) for tag in self.ticket.tags)
        if name in ("c", "d", "rn", "rs", "Rs"):
            yield from (("tag", tag.name) for tag in self.ticket.tags)

    def _at(self, place: int) -> datetime:
        return self.entries[place].created_at

    def _author(self, place: int) -> str:
        return self.entries[place].author.id


def lines(sums: Mapping[Cell, Amounts]) -> dict[Line, int]:
    """Return the product's cells in the same shape."""
    return {
        (cell.family.value, cell.subject, cell.day.isoformat(), name): amount
        for cell, amounts in sums.items()
        for name, amount in amounts.items()
        if amount
    }


def _named(entry: Any, name: EventName) -> bool:
    return isinstance(entry, Event) and entry.name is name


def _asks(entry: Entry) -> bool:
    return isinstance(entry, Message) and entry.is_inbound and not entry.is_automatic


def _tells(entry: Entry) -> bool:
    is_own = isinstance(entry, Message) and not entry.is_inbound and not entry.is_automatic
    return is_own and entry.author.type is AuthorType.agent

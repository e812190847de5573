"""What a ticket's entries are counted as (`docs/adr/0025`); values only."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from chalicelib.core.hours import Calendar, open_seconds
from chalicelib.reports.activity.histogram import bucket
from chalicelib.reports.activity.model import (
    Amounts,
    Count,
    Day,
    Days,
    Fact,
    Thread,
    Time,
)
from chalicelib.reports.rules import source_of
from chalicelib.tickets.event_names import EventName
from chalicelib.tickets.model import AuthorType, Entry, Event, Message, State, Ticket

_HANDS = (EventName.assigned, EventName.unassigned)
_BUCKET = 3
"""So long is the name of a histogram's bucket, and no other."""
_Step = tuple[Thread, list[Fact]]


def begun(ticket: Ticket, entries: Iterable[Entry]) -> Thread:
    """Return the thread before its first entry: who was given the ticket as it came is in none."""
    for entry in entries:
        if isinstance(entry, Event) and entry.name in _HANDS:
            return Thread(holder=_before(entry))
    return Thread(holder=ticket.assignee_id or "")


def is_settled(entry: Entry) -> bool:
    """Tell whether it stays: an answer that has not left can be taken back."""
    if not isinstance(entry, Message) or entry.author.type is not AuthorType.agent:
        return True
    return entry.state is not State.queued or bool(entry.attempts)


def read(thread: Thread, entry: Entry) -> _Step:
    """Return the thread after an entry, and what that is counted as."""
    if isinstance(entry, Message) and entry.attribution and not entry.is_automatic:
        thread = replace(thread, source=source_of(entry.attribution, entry.channel.value).called)
    after, facts = _read(thread, entry)
    return after, [replace(fact, source=thread.source) for fact in facts]


def _read(thread: Thread, entry: Entry) -> _Step:
    match entry:
        case Message(is_automatic=False, is_inbound=True):
            return _asked(*_opened(thread, entry), entry)
        case Message(is_automatic=False, author=author) if author.type is AuthorType.agent:
            return _answered(*_opened(thread, entry), entry)
        case Event(name=EventName.closed):
            return _closed(thread, entry)
        case Event(name=EventName.reopened) if thread.has_begun and not thread.opened_at:
            at = entry.created_at
            after = replace(thread, opened_at=at, asked_at=thread.waits_since)
            return after, [Fact(name=Count.reopened, at=at)]
        case Event(name=EventName.assigned | EventName.unassigned):
            return _handed(thread, entry)
        case _:
            return thread, []


def added(days: Days, facts: Iterable[Fact], calendar: Calendar) -> dict[date, Day]:
    """Return the days with these facts, each on its own."""
    after = dict(days)
    for fact in facts:
        day = fact.at.astimezone(calendar.zone).date()
        known, amounts = after.get(day, Day()), dict(_amounts(fact, calendar))
        shared = {} if fact.name is Count.assigned else amounts
        after[day] = Day(
            plus(known.amounts, shared),
            _with(known.agents, fact.agent, amounts),
            _with(known.sources, fact.source, shared),
        )
    return after


def _with(known: Mapping[str, Amounts], whose: str, amounts: Amounts) -> Mapping[str, Amounts]:
    return {**known, whose: plus(known.get(whose, {}), amounts)} if whose and amounts else known


def plus(some: Amounts, more: Amounts) -> dict[str, int]:
    """Return both together; what comes to nothing is left out."""
    names = dict.fromkeys([*some, *more])
    sums = {name: some.get(name, 0) + more.get(name, 0) for name in names}
    return {name: amount for name, amount in sums.items() if amount}


def without(some: Amounts, less: Amounts) -> dict[str, int]:
    """Return what is left of some."""
    return plus(some, {name: -amount for name, amount in less.items()})


def plain(amounts: Amounts) -> dict[str, int]:
    """Return them without histograms."""
    return {name: amount for name, amount in amounts.items() if len(name) < _BUCKET}


def buckets(amounts: Amounts, time: str) -> Mapping[str, int]:
    """Return the histogram of a time among some amounts."""
    return {
        name[1:]: count
        for name, count in amounts.items()
        if len(name) == _BUCKET and name[0] == time
    }  # fmt: skip


def _amounts(fact: Fact, calendar: Calendar) -> Iterator[tuple[str, int]]:
    if fact.since is None:
        yield fact.name, 1
        return
    wall = max(0, int((fact.at - fact.since).total_seconds()))
    office = open_seconds(calendar, fact.since, fact.at)
    yield f"{fact.name}n", 1
    for clock, seconds in ((fact.name, wall), (fact.name.upper(), office)):
        yield f"{clock}s", seconds
        yield f"{clock}{bucket(seconds)}", 1


def _opened(thread: Thread, entry: Message) -> _Step:
    if thread.has_begun:
        return thread, []
    at = entry.created_at
    facts = [Fact(name=Count.created, at=at)]
    if thread.holder:
        facts.append(Fact(name=Count.assigned, at=at, agent=thread.holder))
    return replace(thread, has_begun=True, opened_at=at), facts


def _asked(thread: Thread, facts: list[Fact], entry: Message) -> _Step:
    since = thread.waits_since or entry.created_at
    asked_at = thread.asked_at or (entry.created_at if thread.opened_at else None)
    return replace(thread, waits_since=since, asked_at=asked_at), facts


def _answered(thread: Thread, facts: list[Fact], entry: Message) -> _Step:
    at, agent = entry.created_at, entry.author.id
    if thread.waits_since:
        facts = [*facts, Fact(name=Time.response, at=at, since=thread.waits_since, agent=agent)]
    if thread.opened_at and thread.asked_at and not thread.is_answered:
        facts = [*facts, Fact(name=Time.first_response, at=at, since=thread.asked_at, agent=agent)]
        thread = replace(thread, is_answered=True)
    return replace(thread, waits_since=None), facts


def _closed(thread: Thread, entry: Event) -> _Step:
    if not thread.opened_at:
        return thread, []
    at, author = entry.created_at, entry.author
    match author.type:
        case AuthorType.agent:
            agent = thread.holder or author.id
            facts = [
                Fact(name=Count.resolved, at=at, agent=agent),
                Fact(name=Time.resolution, at=at, since=thread.opened_at, agent=agent),
            ]
        case AuthorType.customer_agent:
            facts = [Fact(name=Count.ai_resolved, at=at)]
        case _:
            facts = [Fact(name=Count.auto_closed, at=at)]
    return Thread(holder=thread.holder, has_begun=True), facts


def _handed(thread: Thread, entry: Event) -> _Step:
    given = entry.details.get("agent_id", "") if entry.name is EventName.assigned else ""
    is_counted = bool(given) and thread.has_begun
    facts = [Fact(name=Count.assigned, at=entry.created_at, agent=given)] if is_counted else []
    return replace(thread, holder=given), facts


def _before(entry: Event) -> str:
    if entry.name is EventName.unassigned:
        return entry.details.get("agent_id", "")
    return entry.details.get("taken_from", "") or entry.details.get("before", "")


def folded(
    thread: Thread, days: Days, entries: Sequence[Entry], calendar: Calendar
) -> tuple[Thread, dict[date, Day]]:
    """Return the thread and the days after some entries."""
    after = dict(days)
    for entry in entries:
        thread, facts = read(thread, entry)
        after = added(after, facts, calendar)
    return thread, after

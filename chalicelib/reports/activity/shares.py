"""From a ticket's days to the counters: what these lack, or have too much; values only."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from chalicelib.core.hours import Calendar
from chalicelib.reports.activity import lists, rules
from chalicelib.reports.activity.model import (
    Amounts,
    Cell,
    Count,
    Family,
    Held,
    Share,
    Time,
)
from chalicelib.tickets.model import Entry, Ticket

AT_ONCE = 97
"""So many counters change for one ticket at once, and a list for each day: a transaction takes a
hundred rows."""
_REREAD = 20
"""So many entries may be read again before that costs more than writing a share."""
_OF_TAGS = {Count.created, Count.resolved, f"{Time.resolution}n", f"{Time.resolution}s",
            f"{Time.resolution.upper()}s"}  # fmt: skip

Moves = Mapping[Cell, Amounts]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A share as it becomes, what that moves, and whether more is lacking after it."""

    ticket_id: str
    before: Share
    after: Share
    moves: Moves
    listed: Mapping[date, lists.Named]
    """What the lists of days are to name that they do not name yet."""
    is_partial: bool


def plan(
    ticket: Ticket, before: Share, entries: Sequence[Entry], calendar: Calendar
) -> Plan | None:
    """Return what is to be written, None where it is not worth a write."""
    settled = list(_settled(entries))
    thread = before.thread if before.sequence else rules.begun(ticket, entries)
    thread, days = rules.folded(thread, before.days, settled, calendar)
    _, every = rules.folded(thread, days, entries[len(settled) :], calendar)
    wanted = {} if ticket.is_spam or ticket.is_test else _wanted(ticket, every)
    held, moves = _moved(before.held, wanted, ticket.channel.value)
    if not moves and len(settled) < _REREAD:
        return None
    after = replace(
        before,
        sequence=settled[-1].sequence if settled else before.sequence,
        thread=thread if settled else before.thread,
        days=days,
        held=held,
    )
    after, listed = _listed(after, ticket)
    return Plan(
        ticket_id=ticket.id,
        before=before,
        after=after,
        moves=moves,
        listed=listed,
        is_partial=held != wanted,
    )


def cells(held: Mapping[date, Held], channel: str) -> dict[Cell, Amounts]:
    """Return what these days are in the counters."""
    found: dict[Cell, Amounts] = {}
    for day, each in held.items():
        for cell, amounts in _of_day(day, each, channel):
            if sums := rules.plus(found.get(cell, {}), amounts):
                found[cell] = sums
    return found


def _settled(entries: Sequence[Entry]) -> Iterator[Entry]:
    for entry in entries:
        if not rules.is_settled(entry):
            return
        yield entry


def _listed(share: Share, ticket: Ticket) -> tuple[Share, dict[date, lists.Named]]:
    """Name the ticket under whatever its days are new to."""
    after, named = dict(share.listed), dict[date, lists.Named]()
    for day, held in share.held.items():
        known = after.get(day, frozenset())
        if new := lists.marks(held) - known:
            after[day] = known | new
            named[day] = lists.Named(ticket.id, ticket.channel.value, new)
    return replace(share, listed=after), named


def _wanted(ticket: Ticket, days: Mapping[date, rules.Day]) -> dict[date, Held]:
    tags = tuple(tag.name for tag in ticket.tags)
    return {day: Held(each, ticket.team_id or "", tags) for day, each in days.items()}


def _moved(
    held: Mapping[date, Held], wanted: Mapping[date, Held], channel: str
) -> tuple[dict[date, Held], Moves]:
    """Go from one to the other day by day, as many as there is room for."""
    after, moves = dict(held), dict[Cell, Amounts]()
    changed = [day for day in sorted({*held, *wanted}) if held.get(day) != wanted.get(day)]
    for days, day in enumerate(changed, 1):
        new = dict(moves)
        for cell, amounts in _change(day, held.get(day), wanted.get(day), channel):
            new[cell] = rules.plus(new.get(cell, {}), amounts)
        is_too_much = len(new) + days > AT_ONCE
        if moves and is_too_much:
            break
        after.pop(day, None)
        if is_too_much:  # it is taken out first, and put in as it should be after that
            moves = dict(_change(day, held.get(day), None, channel))
            break
        moves = new
        if day in wanted:
            after[day] = wanted[day]
    return after, {cell: amounts for cell, amounts in moves.items() if amounts}


def _change(
    day: date, held: Held | None, wanted: Held | None, channel: str
) -> Iterator[tuple[Cell, Amounts]]:
    old = dict(_of_day(day, held, channel)) if held else {}
    new = dict(_of_day(day, wanted, channel)) if wanted else {}
    for cell in dict.fromkeys([*old, *new]):
        if lacking := rules.without(new.get(cell, {}), old.get(cell, {})):
            yield cell, lacking


def _of_day(day: date, held: Held, channel: str) -> Iterator[tuple[Cell, Amounts]]:
    amounts = held.day.amounts
    if amounts:
        yield Cell(Family.everything, "", day), amounts
        yield Cell(Family.channel, channel, day), amounts
        if held.team:
            yield Cell(Family.team, held.team, day), rules.plain(amounts)
            yield Cell(Family.one_team, held.team, day), amounts
        for tag in lists.folded_tags(held):
            yield Cell(Family.one_tag, tag, day), amounts
    for agent in lists.agents(held):
        yield Cell(Family.agent, agent, day), rules.plain(held.day.agents[agent])
        yield Cell(Family.one_agent, agent, day), held.day.agents[agent]
    for source in lists.sources(held):
        yield Cell(Family.source, source, day), rules.plain(held.day.sources[source])
        yield Cell(Family.one_source, source, day), held.day.sources[source]
    if of_tags := {name: amount for name, amount in amounts.items() if name in _OF_TAGS}:
        yield from ((Cell(Family.tag, tag, day), of_tags) for tag in lists.tags(held))
    if net := lists.net(amounts):
        month, change = day.replace(day=1), {f"{day.day:02d}": net}
        yield Cell(Family.backlog, "", month), change
        yield Cell(Family.channel_backlog, channel, month), change

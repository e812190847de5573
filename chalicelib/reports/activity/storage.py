"""Shares of tickets, the counters and lists that are made of them, and how far these go."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from pynamodb.attributes import JSONAttribute, NumberAttribute

from chalicelib.channels.model import Kind
from chalicelib.core.desk import Desk
from chalicelib.core.moments import from_rfc3339, rfc3339
from chalicelib.reports.activity import listing, lists
from chalicelib.reports.activity.model import (
    ONE,
    Amounts,
    Cell,
    Day,
    Days,
    Family,
    Head,
    Held,
    Share,
    Thread,
)
from chalicelib.reports.activity.shares import Plan
from chalicelib.table import counters, keys
from chalicelib.table.read import find, rows
from chalicelib.table.row import MomentAttribute, Row, VersionedRow
from chalicelib.table.write import Put, is_next, transact, translated

_BEHIND = "~"
"""Sorts behind every subject of a day."""
_DELETED = 300
"""So many rows at once."""
_BY_CHANNEL = {Family.channel, Family.channel_backlog}
_MOMENTS = ("opened_at", "asked_at", "waits_since")


class ActivityShareRow(Row, discriminator="activity_share"):
    """What a ticket adds to the counters; `days` is what they should hold, where that differs."""

    version = NumberAttribute()
    generation = NumberAttribute()
    sequence = NumberAttribute()
    thread = JSONAttribute()
    held = JSONAttribute()
    days = JSONAttribute(null=True)
    listed = JSONAttribute(null=True)


class ActivityHeadRow(VersionedRow, discriminator="activity_head"):
    """Which generation of counters is shown, which is made, and how far it goes."""

    shown = NumberAttribute()
    made = NumberAttribute()
    sequence = NumberAttribute()
    counted_until = MomentAttribute(null=True)
    walk = JSONAttribute(null=True)
    dropped = JSONAttribute(null=True)


def head(desk: Desk, *, consistent: bool = False) -> Head:
    """Return how far the account's counters go."""
    row = find(ActivityHeadRow, keys.activity_head(desk.account_id), consistent=consistent)
    if row is None:
        return Head()
    return Head(
        version=int(row.version),
        shown=int(row.shown),
        made=int(row.made),
        sequence=int(row.sequence),
        counted_until=row.counted_until,
        walk=row.walk,
        dropped=tuple(row.dropped or ()),
    )


def save_head(desk: Desk, before: Head, after: Head) -> None:
    """Write the head in the place of the one that was read; else raise ConditionFailed."""
    row = ActivityHeadRow(
        *keys.activity_head(desk.account_id),
        version=before.version + 1,
        shown=after.shown,
        made=after.made,
        sequence=after.sequence,
        counted_until=after.counted_until,
        walk=dict(after.walk) if after.walk is not None else None,
        dropped=list(after.dropped) or None,
        operation=desk.operation_id,
    )
    with translated():
        row.save(condition=is_next(desk, row))


def shares(
    desk: Desk, ticket_ids: Collection[str], generation: int, *, consistent: bool = True
) -> dict[str, Share]:
    """Return the shares of these tickets, at most 100; those of earlier counters are empty."""
    wanted = {keys.activity(desk.account_id, each): each for each in ticket_ids}
    found = {each: Share(generation=generation) for each in ticket_ids}
    with translated():
        for row in Row.batch_get(list(wanted), consistent_read=consistent) if wanted else ():
            if isinstance(row, ActivityShareRow):
                found[wanted[row.pk, row.sk]] = _of_generation(_share(row), generation)
    return found


def move(desk: Desk, plans: Sequence[Plan], moves: Mapping[Cell, Amounts]) -> None:
    """Write shares and add what they move, all or nothing; raise ConditionFailed if one changed."""
    generation = plans[0].after.generation
    puts = [Put(row=_row(desk, plan), condition=_is_as_read(plan)) for plan in plans]
    adding = [
        counters.plus(place(desk, generation, cell), amounts)
        for cell, amounts in sorted(moves.items(), key=lambda move: str(move[0]))
    ]
    transact(desk, [*puts, *listing.named(desk, plans), *adding])


def sums(
    desk: Desk, generation: int, family: Family, first: date, last: date, *, channel: str = ""
) -> Iterator[tuple[date, str, dict[str, int]]]:  # fmt: skip
    """Return day, subject and sums of these days, both included, in one query."""
    pk = keys.counters(desk.account_id, _report(generation, family, channel))
    for sk, amounts in counters.sums(pk, first.isoformat(), last.isoformat() + _BEHIND):
        day, _, subject = sk.partition("#")
        yield date.fromisoformat(day), subject, amounts


def sums_of(desk: Desk, generation: int, first: Cell, last: date) -> dict[date, Amounts]:
    """Return the sums of one agent, team or tag, from a day to another, in one query."""
    pk, start = place(desk, generation, first)
    _, end = place(desk, generation, replace(first, day=last))
    return {
        date.fromisoformat(sk.rpartition("#")[2]): amounts
        for sk, amounts in counters.sums(pk, start, end)
    }


def place(desk: Desk, generation: int, cell: Cell) -> keys.Key:
    """Return the key of a counter."""
    day, is_by_channel = cell.day.isoformat(), cell.family in _BY_CHANNEL
    report = _report(generation, cell.family, cell.subject if is_by_channel else "")
    if cell.family in ONE.values():
        return keys.daily_of(desk.account_id, report, cell.subject, day)
    return keys.daily(desk.account_id, report, day, "" if is_by_channel else cell.subject)


def drop(desk: Desk, generation: int) -> bool:
    """Delete some of the counters and lists of a generation; return whether there are more."""
    for pk in _partitions(desk, generation):
        if found := rows(pk, limit=_DELETED):
            with translated(), Row.batch_write() as batch:
                for row in found:
                    batch.delete(row)
            return True
    return False


def _partitions(desk: Desk, generation: int) -> Iterator[str]:
    for family in Family:
        for channel in Kind if family in _BY_CHANNEL else ("",):
            yield keys.counters(desk.account_id, _report(generation, family, channel))
    yield keys.lists(desk.account_id, generation)


def _report(generation: int, family: Family, channel: str) -> str:
    return f"{generation}.{family}.{channel}" if channel else f"{generation}.{family}"


def _is_as_read(plan: Plan) -> Any:
    if not plan.before.version:
        return Row.pk.does_not_exist()
    return ActivityShareRow.version == plan.before.version


def _of_generation(share: Share, generation: int) -> Share:
    if share.generation >= generation:
        return share
    return Share(version=share.version, generation=generation)


def _row(desk: Desk, plan: Plan) -> ActivityShareRow:
    share = plan.after
    is_whole = {day: held.day for day, held in share.held.items()} == share.days
    return ActivityShareRow(
        *keys.activity(desk.account_id, plan.ticket_id),
        version=plan.before.version + 1,
        generation=share.generation,
        sequence=share.sequence,
        thread=_told(share.thread),
        held=[_held(day, each) for day, each in share.held.items()],
        days=None if is_whole else [_day(day, each) for day, each in share.days.items()],
        listed=_no_longer_held(share) or None,
    )


def _share(row: ActivityShareRow) -> Share:
    held = {
        date.fromisoformat(day): Held(Day(amounts, agents, *sources), team, tuple(tags))
        for day, amounts, agents, team, tags, *sources in row.held
    }
    days: Days = {day: each.day for day, each in held.items()}
    if row.days is not None:
        days = {date.fromisoformat(day): Day(*each) for day, *each in row.days}
    return Share(
        sequence=int(row.sequence),
        thread=_thread(row.thread),
        days=days,
        held=held,
        listed=_listed(row.listed or {}, held),
        version=int(row.version),
        generation=int(row.generation),
    )


def _no_longer_held(share: Share) -> dict[str, list[str]]:
    """Return only the marks that what is held does not have: mostly there are none."""
    more = {
        day: marks - lists.marks(share.held.get(day, Held(Day())))
        for day, marks in share.listed.items()
    }
    return {day.isoformat(): sorted(marks) for day, marks in more.items() if marks}


def _listed(told: Mapping[str, list[str]], held: Mapping[date, Held]) -> dict[date, frozenset[str]]:
    found = {day: lists.marks(each) for day, each in held.items()}
    for text, marks in told.items():
        day = date.fromisoformat(text)
        found[day] = found.get(day, frozenset()) | set(marks)
    return found


def _held(day: date, each: Held) -> list[Any]:
    own, amounts, agents, *sources = _day(day, each.day)
    return [own, amounts, agents, each.team, list(each.tags), *sources]


def _day(day: date, each: Day) -> list[Any]:
    """Return a day as it lies in its row: few have sources, the others leave them out."""
    parts = [each.agents, each.sources] if each.sources else [each.agents]
    told = [{whose: dict(own) for whose, own in part.items()} for part in parts]
    return [day.isoformat(), dict(each.amounts), *told]


def _told(thread: Thread) -> list[Any]:
    moments = [getattr(thread, name) for name in _MOMENTS]
    flags = [int(thread.has_begun), int(thread.is_answered)]
    more = [thread.source] if thread.source else []
    return [thread.holder, *flags, *(moment and rfc3339(moment) for moment in moments), *more]


def _thread(told: list[Any]) -> Thread:
    holder, has_begun, is_answered, *texts = told
    moments: dict[str, datetime | None] = {
        name: from_rfc3339(text) if text else None
        for name, text in zip(_MOMENTS, texts, strict=False)
    }
    thread = Thread(
        holder=holder,
        has_begun=bool(has_begun),
        is_answered=bool(is_answered),
        source="".join(texts[len(_MOMENTS) :]),
    )
    return replace(thread, **moments)

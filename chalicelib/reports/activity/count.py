"""Counting tickets: load, decide, commit; ordered by the stream, done by a worker, by the piece.

The account's feed says which tickets to look at, the ticket itself says what there is. Many are
counted in one transaction, since they add to the same counters; their shares go with it. So a
ticket that is looked at again adds nothing, and what the feed has forgotten, or what was there
before there were counters, is made good by a walk through all tickets.
"""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from chalicelib.accounts import storage as accounts
from chalicelib.core.desk import Desk
from chalicelib.core.errors import NotFound, Unavailable
from chalicelib.reports.activity import rules, shares, storage
from chalicelib.reports.activity.model import Amounts, Cell, Head
from chalicelib.reports.activity.shares import Plan
from chalicelib.table.recent import Recent
from chalicelib.table.write import ConditionFailed, attempts
from chalicelib.tickets import feed, views
from chalicelib.tickets import storage as tickets
from chalicelib.tickets.filters import EVERYTHING, walk_part

JOB = "count_activity"
EVERY = timedelta(minutes=2)
AT_ONCE = 100
"""Tickets in a piece: a job does one within seconds, and orders the next."""
_ROWS = 95
"""In one transaction, which takes a hundred."""
_NAMES = 150
"""Added to one counter at once: an expression may have four kilobytes."""
_CHANGES = 300
_FORGETS = timedelta(hours=1)
"""So long before the feed forgets a change, it is no longer trusted."""

_ordered: Recent[bool] = Recent(EVERY)


def order(desk: Desk) -> None:
    """Have the account counted in two minutes, unless this process did so less than that ago."""
    _ordered.get(desk.account_id, JOB, desk.now(), lambda: _put(desk, delay=EVERY))


def order_anew(desk: Desk) -> None:
    """Have the counters thrown away and made anew from the tickets."""
    _put(desk, is_anew=True)


def work_off(desk: Desk, order: dict[str, Any]) -> None:
    """Count the next piece, and order the one after it; nothing to do is fine."""
    _ordered.forget(desk.account_id)  # whatever comes from now on may need another job
    for attempt in attempts(desk):
        own = desk.for_operation(f"{desk.operation_id}-{attempt}")
        try:
            has_more = begin_anew(own) if order.get("is_anew") else step(own)
        except ConditionFailed:
            if order.get("is_anew"):
                continue
            return  # whoever was faster orders the next piece
        if has_more:
            _put(desk)
        return
    raise Unavailable("Others count the same account; try again.")


def begin_anew(desk: Desk) -> bool:
    """Begin counters beside those that are shown, which are shown until the others have all."""
    before = storage.head(desk, consistent=True)
    if before.shown != before.made:
        return True  # that is under way
    storage.save_head(desk, before, replace(_walking(desk, before), made=before.made + 1))
    return True


def step(desk: Desk) -> bool:
    """Count what comes next; return whether there is more."""
    before = storage.head(desk, consistent=True)
    if before.walk is not None:
        return _counted(desk, before, *_of_walk(desk, before))
    changes = feed.news(desk, before.sequence, limit=_CHANGES)
    if _is_forgotten(desk, before, changes):
        return _counted(desk, before, _walking(desk, before), [])
    if not changes:
        return _tidied(desk, before)
    after, ids = _of_feed(before, changes)
    _counted(desk, before, after, ids)
    is_all = after.sequence == changes[-1].sequence and len(changes) < _CHANGES
    return not is_all or bool(after.dropped)


def _counted(desk: Desk, before: Head, after: Head, ticket_ids: Sequence[str]) -> bool:
    count(desk, ticket_ids, after.made)
    storage.save_head(desk, before, after)
    return True


def count(desk: Desk, ticket_ids: Collection[str], generation: int) -> None:
    """Add what is lacking of these tickets, at most 100; raise Unavailable to be tried again."""
    waiting = list(dict.fromkeys(ticket_ids))
    for attempt in attempts(desk):
        own = desk.for_operation(f"{desk.operation_id}-{attempt}")
        waiting = _round(own, waiting, generation)
        if not waiting:
            return
    raise Unavailable("Others count the same; try again.")


def _round(desk: Desk, ticket_ids: Sequence[str], generation: int) -> list[str]:
    """Count what can be counted at once; return the tickets that are to be looked at again."""
    known = storage.shares(desk, ticket_ids, generation)
    plans: list[Plan] = []
    again: list[str] = []
    for ticket_id in ticket_ids:
        if known[ticket_id].generation != generation:
            raise ConditionFailed(0)  # somebody began anew
        try:
            plan = _plan(desk, ticket_id, known[ticket_id])
        except _HalfSeen:
            again.append(ticket_id)
        else:
            plans += [plan] if plan else []
    for number, (some, sums) in enumerate(_packed(plans)):
        own = desk.for_operation(f"{desk.operation_id}-{number}")
        try:
            storage.move(own, some, {cell: each for cell, each in sums.items() if each})
        except ConditionFailed:
            again += [plan.ticket_id for plan in some]
        else:
            again += [plan.ticket_id for plan in some if plan.is_partial]
    return again


class _HalfSeen(Exception):
    """A query saw a ticket as it was about to change."""


def _plan(desk: Desk, ticket_id: str, before: shares.Share) -> Plan | None:
    try:
        ticket, entries = tickets.ahead(desk, ticket_id, before.sequence)
    except NotFound:
        return None
    if before.sequence + len(entries) != ticket.sequence:
        raise _HalfSeen
    return shares.plan(ticket, before, entries, accounts.calendar(desk))


def _packed(plans: Sequence[Plan]) -> Iterator[tuple[list[Plan], dict[Cell, Amounts]]]:
    """Yield as many as there is room for, with their sums: most add to the same counters."""
    some: list[Plan] = []
    sums: dict[Cell, Amounts] = {}
    days: set[date] = set()
    for plan in plans:
        more = _summed(sums, plan)
        if some and (
            len(some) + 1 + len(days | set(plan.listed)) + len(more) > _ROWS
            or max(map(len, more.values()), default=0) > _NAMES
        ):
            yield some, sums
            some, more, days = [], dict(plan.moves), set[date]()
        some, sums, days = [*some, plan], more, days | set(plan.listed)
    if some:
        yield some, sums


def _summed(sums: Mapping[Cell, Amounts], plan: Plan) -> dict[Cell, Amounts]:
    more = {cell: rules.plus(sums.get(cell, {}), plan.moves[cell]) for cell in plan.moves}
    return {**sums, **more}


def _of_feed(before: Head, changes: Sequence[feed.News]) -> tuple[Head, list[str]]:
    ids: dict[str, None] = {}
    last = changes[0]
    for change in changes:
        if change.since is not None:
            if change.ticket_id not in ids and len(ids) == AT_ONCE:
                break
            ids[change.ticket_id] = None
        last = change
    return replace(before, sequence=last.sequence, counted_until=last.at), list(ids)


def _of_walk(desk: Desk, before: Head) -> tuple[Head, list[str]]:
    """Go on through all tickets, oldest first: what changes meanwhile is in the feed."""
    walk: dict[str, Any] = dict(before.walk or {})
    part = walk_part(walk)
    page, position = views.read_on(desk, EVERYTHING[part], walk.get("position", {}), limit=AT_ONCE)
    ids = [ticket.id for ticket in page]
    if position is not None:
        return replace(before, walk={"part": part, "position": position}), ids
    if part + 1 < len(EVERYTHING):
        return replace(before, walk={"part": part + 1, "position": {}}), ids
    dropped = (*before.dropped, before.shown) if before.shown != before.made else before.dropped
    return replace(before, walk=None, shown=before.made, dropped=dropped), ids


def _walking(desk: Desk, before: Head) -> Head:
    return replace(before, sequence=feed.sequence(desk), counted_until=desk.now(), walk={})


def _is_forgotten(desk: Desk, before: Head, changes: Sequence[feed.News]) -> bool:
    if changes:
        return changes[0].sequence != before.sequence + 1
    is_old = (
        before.counted_until is None or desk.now() - before.counted_until > feed.KEPT - _FORGETS
    )
    # The feed stands before that where its head was lost, and made anew.
    return is_old and feed.sequence(desk) != before.sequence


def _tidied(desk: Desk, before: Head) -> bool:
    if not before.dropped:
        return False
    if not storage.drop(desk, before.dropped[0]):
        storage.save_head(desk, before, replace(before, dropped=before.dropped[1:]))
    return True


def _put(desk: Desk, *, delay: timedelta = timedelta(), is_anew: bool = False) -> bool:
    body = json.dumps({"job": JOB, "account_id": desk.account_id, "is_anew": is_anew})
    desk.queues.put("jobs", [body], delay=delay)
    return True

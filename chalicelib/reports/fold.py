"""Folding the table's stream into counters: load, decide, commit.

The stream says *look*, the ticket itself says what there is: entries are read from where its share
stopped. A share and what it adds are written together, on the condition that the share is as it
was read, and then it is looked at again until there is nothing to add. So a record that comes
again, late, or out of order, or a worker that dies in between, adds nothing twice, and what was
missed is made good with the ticket's next record.
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime

from chalicelib.accounts import storage as accounts
from chalicelib.core.desk import Desk
from chalicelib.core.errors import NotFound, Unavailable
from chalicelib.reports import folding, rules, storage
from chalicelib.reports.folding import Record, Sent
from chalicelib.reports.model import Fact
from chalicelib.table.write import ConditionFailed, pause
from chalicelib.tickets import storage as tickets

_ATTEMPTS = 8
_SENDS = 40
"""In one transaction: each has its mark, and at most one counter."""


def fold(desk: Desk, records: Sequence[Record]) -> None:
    """Count what these records of one account tell; raise Unavailable to be tried again."""
    found = folding.told(records)
    for start in range(0, len(found.sends), _SENDS):
        some = found.sends[start : start + _SENDS]
        _until_done(desk, lambda some=some: _count_sends(desk, some))
    for ticket_id, facts in found.tickets.items():
        _until_done(desk, lambda ticket=ticket_id, facts=facts: _count(desk, ticket, facts))


def _until_done(desk: Desk, step: Callable[[], bool]) -> None:
    failures = 0
    while failures < _ATTEMPTS:
        try:
            if step():
                return
        except ConditionFailed:
            pause(desk, failures)
            failures += 1
    raise Unavailable("Others count the same; try again.")


def _count(desk: Desk, ticket_id: str, facts: Sequence[Fact]) -> bool:
    """Count what a ticket lacks; return whether there was nothing.

    Whoever counted looks once more: the ticket may have become spam, or none, since it was read.
    """
    before = storage.load(desk, ticket_id)
    try:
        ticket, entries = tickets.ahead(desk, ticket_id, before.sequence)
    except NotFound:
        return True
    channel, day_of = ticket.channel.value, _day_of(desk)
    after = rules.told(rules.read(before, entries, channel, day_of), facts, channel, day_of)
    moves = rules.moves(after, is_spam=ticket.is_spam)[: rules.AT_ONCE]
    if not moves and after.sums == before.sums:
        return True
    storage.move(desk, ticket_id, before, rules.counted(after, moves), moves)
    return False


def _count_sends(desk: Desk, sends: Sequence[Sent]) -> bool:
    by_place = {send.place: send for send in sends}
    new = storage.uncounted(desk, list(by_place))
    if new:
        some = [by_place[place] for place in by_place if place in new]
        moves = rules.received([(send.source, send.at) for send in some], _day_of(desk))
        storage.count_sends(desk, new, moves)
    return True


def _day_of(desk: Desk) -> Callable[[datetime], date]:
    zone = accounts.calendar(desk).zone
    return lambda moment: moment.astimezone(zone).date()

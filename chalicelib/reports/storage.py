"""Shares of tickets, marks of counted sends, and the counters that they are the sum of."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from pynamodb.attributes import JSONAttribute, NumberAttribute

from chalicelib.core.desk import Desk
from chalicelib.reports.model import Amounts, Cell, Share, Source, Sums
from chalicelib.table import counters, keys
from chalicelib.table.read import find
from chalicelib.table.row import Row
from chalicelib.table.write import Put, Update, transact, translated

ATTRIBUTION = "attribution"
"""The report; others have counters of their own."""
_MARKED = timedelta(days=7)
"""Longer than the stream keeps anything that it could tell again."""
_BEHIND = "~"
"""Sorts behind every subject of a day."""


class ShareRow(Row, discriminator="share"):
    """What a ticket adds to the counters; `counted` is what they hold, where that is less."""

    version = NumberAttribute()
    facts = JSONAttribute()
    sums = JSONAttribute()
    counted = JSONAttribute(null=True)


class CountedSendRow(Row, discriminator="counted_send"):
    """That a send is in the counters; `expires_at` is the table's TTL attribute."""

    expires_at = NumberAttribute()


def load(desk: Desk, ticket_id: str) -> Share:
    """Return a ticket's share, an empty one where nothing was counted."""
    row = find(ShareRow, _share_of(desk, ticket_id), consistent=True)
    return _share(row) if row else Share()


def move(
    desk: Desk, ticket_id: str, before: Share, after: Share, moves: Sequence[tuple[Cell, Amounts]]
) -> None:
    """Write a share and add what it moves, both or nothing; raise ConditionFailed if it changed.

    So nothing is added twice: whoever comes second finds another version.
    """
    row = _row(_share_of(desk, ticket_id), after, version=before.version + 1)
    is_as_read = ShareRow.version == before.version if before.version else Row.pk.does_not_exist()
    transact(desk, [Put(row=row, condition=is_as_read), *added(desk, moves)])


def uncounted(desk: Desk, sends: Sequence[keys.Key]) -> set[keys.Key]:
    """Return those of these sends, at most 100, that are not in the counters."""
    marks = {keys.counted(send): send for send in sends}
    with translated():
        found = {(row.pk, row.sk) for row in Row.batch_get(list(marks), consistent_read=True)}
    return {send for mark, send in marks.items() if mark not in found}


def count_sends(
    desk: Desk, sends: Iterable[keys.Key], moves: Sequence[tuple[Cell, Amounts]]
) -> None:
    """Mark sends and add them, all or nothing; raise ConditionFailed if one was counted."""
    until = int((desk.now() + _MARKED).timestamp())
    rows = [CountedSendRow(*keys.counted(send), expires_at=until) for send in sends]
    marks = [Put(row=row, condition=Row.pk.does_not_exist()) for row in rows]
    transact(desk, [*marks, *added(desk, moves)])


def sums(desk: Desk, first: date, last: date) -> Iterator[tuple[Cell, Amounts]]:
    """Return the counters of these days, both included: reads grow with days, not with tickets."""
    pk = keys.counters(desk.account_id, ATTRIBUTION)
    for counter in counters.between(pk, first.isoformat(), last.isoformat() + _BEHIND):
        day = date.fromisoformat(counter.sk.partition("#")[0])
        yield Cell(day, _source(counter.label)), counter.amounts


def added(desk: Desk, moves: Sequence[tuple[Cell, Amounts]]) -> list[Update]:
    """Return the writes that add these; they go with what guards them."""
    return [
        counters.added(_place(desk, cell), _label(cell.source), amounts) for cell, amounts in moves
    ]


def _share_of(desk: Desk, ticket_id: str) -> keys.Key:
    return keys.counted(keys.ticket(desk.account_id, ticket_id))


def _place(desk: Desk, cell: Cell) -> keys.Key:
    subject = (cell.source.channel, cell.source.kind, cell.source.id)
    return keys.counter(desk.account_id, ATTRIBUTION, cell.day.isoformat(), subject)


def _label(source: Source) -> list[str]:
    return [source.channel, source.kind, source.id, source.name]


def _source(label: list[str]) -> Source:
    channel, kind, own_id, name = label
    return Source(channel=channel, kind=kind, id=own_id, name=name)


def _row(key: keys.Key, share: Share, *, version: int) -> ShareRow:
    facts: dict[str, Any] = {
        "sequence": share.sequence,
        "answered": [[sequence, _label(source)] for sequence, source in share.answered],
        "automatic": sorted(share.automatic),
        "left": sorted(share.left),
        "clicks": dict(share.clicks),
        "orders": sorted(share.orders),
    }
    return ShareRow(
        *key,
        version=version,
        facts={name: value for name, value in facts.items() if value},
        sums=_told(share.sums),
        counted=None if share.counted is None else _told(share.counted),
    )


def _share(row: ShareRow) -> Share:
    facts: dict[str, Any] = row.facts
    return Share(
        sequence=facts.get("sequence", 0),
        answered=tuple((n, _source(label)) for n, label in facts.get("answered", ())),
        automatic=frozenset(facts.get("automatic", ())),
        left=frozenset(facts.get("left", ())),
        clicks=facts.get("clicks", {}),
        orders=frozenset(facts.get("orders", ())),
        sums=_sums(row.sums),
        counted=None if row.counted is None else _sums(row.counted),
        version=int(row.version),
    )


def _told(sums: Sums) -> list[list[Any]]:
    return [
        [cell.day.isoformat(), _label(cell.source), {name: str(n) for name, n in amounts.items()}]
        for cell, amounts in sums.items()
    ]


def _sums(told: list[list[Any]]) -> dict[Cell, Amounts]:
    return {
        Cell(date.fromisoformat(day), _source(label)): {
            name: Decimal(n) for name, n in amounts.items()
        }
        for day, label, amounts in told
    }

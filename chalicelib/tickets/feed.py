"""What changed, in order, and the counts of the badges: folded from the table's stream
and never written in a ticket's own transaction.

One transaction folds a batch of an account, so that a reader sees
a prefix, and a record that comes again, late or out of order changes nothing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute

from chalicelib.core.desk import Desk
from chalicelib.core.errors import Unavailable
from chalicelib.table import keys
from chalicelib.table.read import find, rows
from chalicelib.table.row import Row
from chalicelib.table.write import ConditionFailed, Put, attempts, transact, translated
from chalicelib.tickets import counts
from chalicelib.tickets.model import Ticket

KEPT = timedelta(days=2)
AT_ONCE = 40
_PAGE = 100
_SETTLED = timedelta(seconds=10)
"""After this no transaction is half done."""
_DIGITS = 14


class BadgesRow(Row, discriminator="badges"):
    """The feed's head, and the sums of what is unread and open in an account."""

    counts = JSONAttribute()
    sequence = NumberAttribute()


class FoldedRow(Row, discriminator="folded"):
    """The version of a ticket that was folded last, and its share of the sums then."""

    version = NumberAttribute()
    counts = JSONAttribute()


class FeedRow(Row, discriminator="feed"):
    """One change; `expires_at` is the table's TTL attribute."""

    ticket_id = UnicodeAttribute()
    version = NumberAttribute()
    since = NumberAttribute(null=True)
    expires_at = NumberAttribute()


@dataclass(frozen=True, slots=True, kw_only=True)
class Touched:
    """A ticket that something happened to; `ticket` is None when only a message's state moved."""

    ticket_id: str
    ticket: Ticket | None


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """A change; `since` is the ticket's version before it, None where the ticket did not change."""

    sequence: int
    ticket_id: str
    since: int | None
    at: datetime


def fold(desk: Desk, touched: Sequence[Touched]) -> None:
    """Fold at most `AT_ONCE` tickets of the desk's account; raise Unavailable to be tried again."""
    for _ in attempts(desk):
        try:
            _fold(desk, touched)
        except ConditionFailed:
            continue
        else:
            return
    raise Unavailable("Others fold the same account; try again.")


def sums(desk: Desk) -> counts.Counts:
    """Return what all badges are made of: one small read."""
    row = find(BadgesRow, keys.badges(desk.account_id))
    return dict(row.counts) if row else {}


def sequence(desk: Desk) -> int:
    """Return where the feed stands."""
    row = find(BadgesRow, keys.badges(desk.account_id))
    return int(row.sequence) if row else 0


def shares(desk: Desk, ticket_ids: Sequence[str]) -> dict[str, counts.Counts]:
    """Return what at most a hundred tickets added to the sums when they were folded last."""
    return {name: dict(row.counts) for name, row in _known(desk, ticket_ids).items()}


def put_sums(desk: Desk, total: counts.Counts, reached: int) -> bool:
    """Write the sums anew, unless something was folded since the feed stood there."""
    head = find(BadgesRow, keys.badges(desk.account_id), consistent=True)
    if head is not None and int(head.sequence) != reached:
        return False
    try:
        transact(desk, [_head(desk, head, total, reached)])
    except ConditionFailed:
        return False
    return True


def after(desk: Desk, sequence: int) -> list[dict[str, Any]]:
    """Return changes above a sequence, oldest first; half a read unit when there are none."""
    found = rows(keys.feed(desk.account_id), Row.sk > _sort(sequence), limit=_PAGE)
    changes = [row for row in found if isinstance(row, FeedRow)]
    return [
        {"sequence": int(row.sk), "ticket_id": row.ticket_id, "version": int(row.version)}
        for row in _prefix(changes, sequence, desk.now())
    ]


def news(desk: Desk, sequence: int, *, limit: int) -> list[News]:
    """Return the changes above a sequence, oldest first, up to the first that is not settled.

    The first one may be later than the next: the table has forgotten what was between.
    """
    pk = keys.feed(desk.account_id)
    found = rows(pk, Row.sk > _sort(sequence), limit=limit, consistent=True)
    changes = [row for row in found if isinstance(row, FeedRow)]
    return [_news(row) for row in _prefix(changes, sequence, desk.now())]


def newest(desk: Desk, after: int, *, limit: int) -> list[str]:
    """Return the tickets that changed after a sequence, the last ones first."""
    pk = keys.feed(desk.account_id)
    found = rows(pk, Row.sk > _sort(after), limit=limit, is_newest_first=True)
    return list(dict.fromkeys(row.ticket_id for row in found if isinstance(row, FeedRow)))


def _news(row: FeedRow) -> News:
    at = datetime.fromtimestamp(float(row.expires_at), UTC) - KEPT
    since = int(row.since or 0) if row.version else None
    return News(sequence=int(row.sk), ticket_id=row.ticket_id, since=since, at=at)


def _prefix(changes: list[FeedRow], sequence: int, now: datetime) -> Iterator[FeedRow]:
    # A query may see half of a transaction, so nothing is read past a gap that is still young;
    # an old one is what the TTL took.
    young = (now - _SETTLED + KEPT).timestamp()
    for row in changes:
        if int(row.sk) != sequence + 1 and row.expires_at > young:
            return
        yield row
        sequence = int(row.sk)


def _fold(desk: Desk, touched: Sequence[Touched]) -> None:
    head = find(BadgesRow, keys.badges(desk.account_id), consistent=True)
    known = _known(desk, [one.ticket_id for one in touched])
    total: dict[str, int] = dict(head.counts) if head else {}
    reached = int(head.sequence) if head else 0
    puts: list[Put] = []
    for one in touched:
        row = known.get(one.ticket_id)
        if one.ticket is not None:
            if row is not None and row.version >= one.ticket.version:
                continue
            share = counts.of(one.ticket)
            total = counts.moved(total, row.counts if row else {}, share)
            puts.append(_folded(desk, one.ticket, share))
        reached += 1
        puts.append(_entry(desk, one, reached, known.get(one.ticket_id)))
    if puts:
        transact(desk, [_head(desk, head, total, reached), *puts])


def _known(desk: Desk, ticket_ids: Sequence[str]) -> dict[str, FoldedRow]:
    wanted = [keys.folded(desk.account_id, ticket_id) for ticket_id in ticket_ids]
    with translated():
        found = list(Row.batch_get(wanted, consistent_read=True))
    return {keys.ticket_of(row.pk): row for row in found if isinstance(row, FoldedRow)}


def _head(desk: Desk, before: BadgesRow | None, total: dict[str, int], reached: int) -> Put:
    pk, sk = keys.badges(desk.account_id)
    row = BadgesRow(pk=pk, sk=sk, counts=total, sequence=reached)
    mine = (Row.operation == desk.operation_id) & (BadgesRow.sequence == reached)
    if before is None:
        return Put(row=row, condition=Row.pk.does_not_exist() | mine)
    # A recount writes other sums where the feed stands still.
    as_read = (BadgesRow.sequence == before.sequence) & (BadgesRow.counts == before.counts)
    return Put(row=row, condition=as_read | mine)


def _folded(desk: Desk, ticket: Ticket, share: dict[str, int]) -> Put:
    pk, sk = keys.folded(desk.account_id, ticket.id)
    return Put(row=FoldedRow(pk=pk, sk=sk, version=ticket.version, counts=share))


def _entry(desk: Desk, one: Touched, reached: int, before: FoldedRow | None) -> Put:
    since = int(before.version) if before else 0
    row = FeedRow(
        pk=keys.feed(desk.account_id),
        sk=_sort(reached),
        ticket_id=one.ticket_id,
        version=one.ticket.version if one.ticket else 0,
        since=since if one.ticket else None,
        expires_at=int((desk.now() + KEPT).timestamp()),
    )
    return Put(row=row)


def _sort(sequence: int) -> str:
    return f"{sequence:0{_DIGITS}d}"

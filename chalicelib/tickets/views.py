"""The lists: which index partitions a view reads, and its pages (acceptance 38-42, 46, 47)."""

from dataclasses import dataclass
from typing import Any

from pynamodb.expressions.condition import Condition

from chalicelib.core.desk import Desk
from chalicelib.core.moments import from_rfc3339, rfc3339
from chalicelib.core.page import Page
from chalicelib.table import keys
from chalicelib.table.row import Row
from chalicelib.table.write import translated
from chalicelib.tickets.filters import Filter
from chalicelib.tickets.model import TAG_SOURCES, Status, Ticket
from chalicelib.tickets.rows import SPAM, TicketRow, to_ticket
from chalicelib.web import cursors

_PAGE_OF_FILTERED = 250
_READ_AT_MOST = 1_000
"""Entries looked at for one page of a rare filter; the page then ends early, with a cursor."""


def read(desk: Desk, wanted: Filter, *, limit: int, cursor: str | None) -> Page[Ticket]:
    """Return a page in order of last activity; one request where one partition is enough."""
    binding = wanted.binding(desk.caller.id)
    starts = cursors.unseal(desk, cursor, binding=binding) if cursor else {}
    runs = [
        _run(desk, wanted, partition, starts.get(partition), limit=limit)
        for partition in _partitions(desk, wanted)
        if starts.get(partition) != _END
    ]
    rows = _merged(runs, wanted)
    page = rows[:limit]
    positions = starts | {run.partition: run.position_after(page) for run in runs}
    is_last = len(page) == len(rows) and all(p == _END for p in positions.values())
    tickets = tuple(to_ticket(row) for _, row in page)
    return Page(tickets, None if is_last else cursors.seal(desk, positions, binding=binding))


_END = "end"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Run:
    """What one partition gave, and where its reading stopped."""

    partition: str
    start: Any
    rows: list[tuple[str, Any]]
    stopped_at: Any

    def position_after(self, page: list[tuple[str, Any]]) -> Any:
        taken = [row for partition, row in page if partition == self.partition]
        if len(taken) == len(self.rows):
            return self.stopped_at or _END
        return _key(taken[-1], self.partition) if taken else self.start


def _merged(runs: list[_Run], wanted: Filter) -> list[tuple[str, Any]]:
    # A partition that was read only in part may have more between the rows of the others: what
    # lies behind the point that it got to has to wait for the next page.
    stops = [from_rfc3339(run.stopped_at["updated_at"]["S"]) for run in runs if run.stopped_at]
    rows = [pair for run in runs for pair in run.rows]
    if wanted.is_oldest_first:
        rows = [pair for pair in rows if all(pair[1].updated_at <= stop for stop in stops)]
    else:
        rows = [pair for pair in rows if all(pair[1].updated_at >= stop for stop in stops)]
    newest_first = not wanted.is_oldest_first
    return sorted(rows, key=lambda pair: pair[1].updated_at, reverse=newest_first)


def _run(desk: Desk, wanted: Filter, partition: str, start: Any, *, limit: int) -> _Run:
    condition = _matching(wanted)
    index: Any = Row.by_assignee if _is_by_assignee(wanted) else Row.by_status
    found: Any = index.query(
        partition,
        _within(wanted),
        filter_condition=condition,
        scan_index_forward=wanted.is_oldest_first,
        last_evaluated_key=start,
        page_size=_PAGE_OF_FILTERED if _is_rare(wanted) else limit + 1,
    )
    rows: list[tuple[str, Any]] = []
    with translated():
        for page in found.page_iter:
            rows.extend((partition, Row.from_raw_data(item)) for item in page["Items"])
            if len(rows) > limit or found.page_iter.total_scanned_count >= _READ_AT_MOST:
                break
    return _Run(
        partition=partition,
        start=start,
        rows=rows,
        stopped_at=found.page_iter.last_evaluated_key,
    )


def _partitions(desk: Desk, wanted: Filter) -> list[str]:
    buckets = [SPAM] if wanted.view == SPAM else [status.value for status in wanted.statuses]
    if wanted.view == "mine":
        return [keys.by_assignee(desk.account_id, b, desk.caller.id) for b in buckets]
    if wanted.view == "unassigned" or wanted.is_unassigned:
        return [keys.by_assignee(desk.account_id, b, None) for b in buckets]
    if wanted.assignee_id:
        return [keys.by_assignee(desk.account_id, b, wanted.assignee_id) for b in buckets]
    return [keys.by_status(desk.account_id, b) for b in buckets]


def _is_by_assignee(wanted: Filter) -> bool:
    return wanted.view in ("mine", "unassigned") or wanted.is_unassigned or bool(wanted.assignee_id)


def _within(wanted: Filter) -> Condition | None:
    after, before = wanted.updated_after, wanted.updated_before
    if after and before:
        return Row.updated_at.between(after, before)
    if after:
        return Row.updated_at >= after
    return Row.updated_at <= before if before else None


def _matching(wanted: Filter) -> Condition | None:
    conditions: list[Any] = []
    if wanted.view == SPAM and set(wanted.statuses) != set(Status):
        conditions.append(TicketRow.status.is_in(*(status.value for status in wanted.statuses)))
    if wanted.channel:
        conditions.append(TicketRow.channel == wanted.channel)
    if wanted.tag:
        sources = [TicketRow.tags.contains(f"{source}:{wanted.tag}") for source in TAG_SOURCES]
        conditions.append(sources[0] | sources[1] | sources[2])
    if wanted.customer_id:
        # Written as JSON by its attribute: the id in quotes, as it stands in the row.
        conditions.append(TicketRow.customer.contains(wanted.customer_id))
    if not conditions:
        return None
    whole = conditions[0]
    for condition in conditions[1:]:
        whole &= condition
    return whole


def _is_rare(wanted: Filter) -> bool:
    return bool(wanted.channel or wanted.tag or wanted.customer_id)


def _key(row: Any, partition: str) -> dict[str, dict[str, str]]:
    hash_name = "status_key" if row.status_key == partition else "assignee_key"
    values = {
        "pk": row.pk,
        "sk": row.sk,
        hash_name: partition,
        "updated_at": rfc3339(row.updated_at),
    }
    return {name: {"S": value} for name, value in values.items()}

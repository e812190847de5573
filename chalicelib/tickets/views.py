"""The lists: which index partitions a filter reads, and its pages (acceptance 38-42, 46, 47)."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pynamodb.expressions.condition import Condition

from chalicelib.core.desk import Desk
from chalicelib.core.moments import from_rfc3339, rfc3339
from chalicelib.core.page import Page
from chalicelib.table import keys
from chalicelib.table.row import Row
from chalicelib.table.write import translated
from chalicelib.tickets import custom_views, filters
from chalicelib.tickets.filters import NOBODY, Filter
from chalicelib.tickets.model import EVERYONE, Status, Ticket
from chalicelib.tickets.rows import HELPED, SPAM, TicketRow, tag_to_find, to_ticket, understood
from chalicelib.web import cursors

_LEAST = 10
_PAGE_OF_FILTERED = 250
_READ_AT_MOST = 1_000
"""Entries looked at for one page of a rare filter; the page then ends early, with a cursor."""
_END = "end"
Position = Mapping[str, Any]
"""Where each partition's reading stopped, and since when "lately" counts in this list."""


def filter_for(desk: Desk, given: filters.Given) -> Filter:
    """Return a view's filter narrowed by a query's own; raise Invalid, or NotFound for the view."""
    view = (given.get("view") or ("",))[-1] or "all"
    of_view = filters.BUILT_IN[view][1] if view in filters.BUILT_IN else custom_views.of(desk, view)
    viewer_id = desk.caller.id
    own = filters.of_viewer(filters.parse(given), viewer_id)
    return filters.both(filters.of_viewer(of_view, viewer_id), own)


def read(desk: Desk, wanted: Filter, *, limit: int, cursor: str | None) -> Page[Ticket]:
    """Return a page in order of last activity; one request where one partition is enough.

    What this code does not understand is left out.
    """
    binding = f"tickets {desk.caller.id} {wanted!r}"
    start = cursors.unseal(desk, cursor, binding=binding) if cursor else {}
    page, position = _read_on(desk, wanted, start, limit=limit)
    tickets = tuple(understood(page))
    return Page(tickets, cursors.seal(desk, position, binding=binding) if position else None)


def read_on(
    desk: Desk, wanted: Filter, start: Position, *, limit: int
) -> tuple[tuple[Ticket, ...], Position | None]:
    """Return the page that starts at a position, and the next one's; empty is the list's start.

    Raises Newer where this code does not understand one of them: nothing is to be left out.
    """
    page, position = _read_on(desk, wanted, start, limit=limit)
    return tuple(map(to_ticket, page)), position


def _read_on(
    desk: Desk, wanted: Filter, start: Position, *, limit: int
) -> tuple[list[Any], Position | None]:
    if wanted.is_nothing:
        return [], None
    began = start.get("began") or rfc3339(desk.now())
    fixed = filters.at_moment(wanted, from_rfc3339(began))
    runs = [
        _run(desk, fixed, partition, start.get(partition), limit=limit)
        for partition in _partitions(desk, fixed)
        if start.get(partition) != _END
    ]
    rows = _merged(runs, fixed)
    page = rows[:limit]
    ends = {partition: end for partition, end in start.items() if partition != "began"}
    ends |= {run.partition: run.position_after(page) for run in runs}
    is_last = len(page) == len(rows) and all(end == _END for end in ends.values())
    return [row for _, row in page], None if is_last else {**ends, "began": began}


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
    rows: list[tuple[str, Any]] = []
    position, seen, size = start, 0, limit + 1
    while True:
        found, position, scanned = _query(desk, wanted, partition, position, size=size)
        rows.extend((partition, row) for row in found)
        seen += scanned
        if position is None or len(rows) > limit or seen >= _READ_AT_MOST:
            return _Run(partition=partition, start=start, rows=rows, stopped_at=position)
        size = _next_size(limit + 1 - len(rows), len(rows), seen)


def _next_size(missing: int, found: int, seen: int) -> int:
    """Return how many entries to look at for the rest of a page, as rare as they were so far."""
    likely = math.ceil(1.2 * missing * seen / found) if found else _PAGE_OF_FILTERED
    return min(max(likely, _LEAST), _PAGE_OF_FILTERED)


def _query(
    desk: Desk, wanted: Filter, partition: str, start: Any, *, size: int
) -> tuple[list[Any], Any, int]:
    index: Any = Row.by_assignee if wanted.assignee else Row.by_status
    found: Any = index.query(
        partition,
        _within(wanted),
        filter_condition=_matching(wanted, desk.caller.id),
        scan_index_forward=wanted.is_oldest_first,
        last_evaluated_key=start,
        page_size=size,
    )
    with translated():
        page = next(found.page_iter)
    rows = [Row.from_raw_data(item) for item in page["Items"]]
    return rows, found.page_iter.last_evaluated_key, found.page_iter.total_scanned_count


def _partitions(desk: Desk, wanted: Filter) -> list[str]:
    buckets = [status.value for status in wanted.shown_statuses]
    if wanted.is_spam or wanted.is_helped:
        buckets = [SPAM if wanted.is_spam else HELPED]
    if wanted.assignee:
        agent_id = None if wanted.assignee == NOBODY else wanted.assignee
        return [keys.by_assignee(desk.account_id, bucket, agent_id) for bucket in buckets]
    return [keys.by_status(desk.account_id, bucket) for bucket in buckets]


def _within(wanted: Filter) -> Condition | None:
    after, before = wanted.updated_after, wanted.updated_before
    if after and before:
        return Row.updated_at.between(after, before)
    if after:
        return Row.updated_at >= after
    return Row.updated_at <= before if before else None


def _matching(wanted: Filter, viewer_id: str) -> Condition | None:
    whole: Any = None
    for condition in _conditions(wanted, viewer_id):
        whole = condition if whole is None else whole & condition
    return whole


def _conditions(wanted: Filter, viewer_id: str) -> Iterator[Any]:
    if (wanted.is_spam or wanted.is_helped) and set(wanted.shown_statuses) != set(Status):
        yield TicketRow.status.is_in(*wanted.shown_statuses)
    if wanted.channels:
        yield TicketRow.channel.is_in(*wanted.channels)
    if wanted.team_id == NOBODY:
        yield TicketRow.team_id.does_not_exist()
    elif wanted.team_id:
        yield TicketRow.team_id == wanted.team_id
    if wanted.customer_id:
        # Written as JSON by its attribute: the id in quotes, as it stands in the row.
        yield TicketRow.customer.contains(wanted.customer_id)
    for tag in wanted.tags:
        yield TicketRow.tags.contains(tag_to_find(tag))
    if wanted.is_unread:
        readers: Any = TicketRow.read_by
        yield ~(readers.contains(viewer_id) | readers.contains(EVERYONE))


def _key(row: Any, partition: str) -> dict[str, dict[str, str]]:
    hash_name = "status_key" if row.status_key == partition else "assignee_key"
    values = {
        "pk": row.pk,
        "sk": row.sk,
        hash_name: partition,
        "updated_at": rfc3339(row.updated_at),
    }
    return {name: {"S": value} for name, value in values.items()}

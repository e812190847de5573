"""The one door for changes of tickets, and reading them back."""

from collections.abc import Collection, Sequence
from contextlib import suppress
from typing import Any

from pynamodb.expressions.condition import Condition

from chalicelib.core.desk import Desk
from chalicelib.core.errors import Duplicate, NotFound
from chalicelib.core.ids import is_id
from chalicelib.table import customer_keys, keys, operations
from chalicelib.table.read import find, rows
from chalicelib.table.row import Row
from chalicelib.table.write import ConditionFailed, Put, absent_or_mine, transact, translated
from chalicelib.tickets import markers
from chalicelib.tickets.due import Policy, due_at
from chalicelib.tickets.entry_rows import EntryRow, MessageRow, to_entry, to_entry_row
from chalicelib.tickets.model import Change, Entry, State, Ticket
from chalicelib.tickets.rows import CustomerTicketRow, TicketRow, to_row, to_ticket, understood


class LostRace(Exception):
    """Somebody changed the ticket, or the pointer to it, since it was read."""


def load(desk: Desk, ticket_id: str, *, consistent: bool = True) -> Ticket:
    """Return the ticket or raise NotFound; stale reads are safe for changes, the commit checks."""
    row = find(TicketRow, _place(desk, ticket_id), consistent=consistent)
    if row is None:
        raise NotFound("There is no such ticket.")
    return to_ticket(row)


def commit(desk: Desk, change: Change, policy: Policy, *, beside: Sequence[Put] = ()) -> Ticket:
    """Write ticket, entries, markers and due moment in one transaction, or nothing.

    `beside` are rows of others that the change goes with, or not at all. Raises LostRace when the
    ticket moved on, Duplicate when a provider's message is known, ConditionFailed when one of
    those beside is not as expected. A commit that won but whose answer was lost is reported as
    won, also when others wrote since.
    """
    if change.is_empty:
        return change.ticket
    puts = [
        Put(row=_head(desk, change, policy), condition=_expected(desk, change)),
        *(_entry_put(desk, entry, change.before) for entry in change.entries),
        *(markers.put(desk, marker, change.ticket.id) for marker in change.markers),
        *_first_puts(desk, change),
        *operations.mark(desk, _result(change)),
    ]
    try:
        transact(desk, [*puts, *beside])
    except ConditionFailed as failed:
        if failed.index >= len(puts):
            raise
        if isinstance(puts[failed.index].row, markers.SeenRow):
            # Nobody writes such a row again: were it ours, the condition would have held.
            raise Duplicate("This message is known.", extra=_known(failed)) from failed
        if _is_won(desk, change):
            return change.ticket
        raise LostRace from failed
    return change.ticket


def refresh_due(desk: Desk, ticket: Ticket, policy: Policy) -> None:
    """Write the due moment anew: settings change it without a change of the ticket."""
    moment = due_at(ticket, policy)
    pk, sk = keys.ticket(desk.account_id, ticket.id)
    actions: list[Any] = [TicketRow.due_at.remove(), TicketRow.due_shard.remove()]
    if moment is not None:
        shard = keys.due_shard(pk)
        actions = [TicketRow.due_at.set(moment), TicketRow.due_shard.set(shard)]
    with suppress(ConditionFailed), translated():
        unchanged = TicketRow.version == ticket.version
        TicketRow(pk=pk, sk=sk).update(actions=actions, condition=unchanged)


def entry_at(desk: Desk, ticket_id: str, sequence: int, *, consistent: bool = False) -> Entry:
    """Return one entry or raise NotFound."""
    pk, _ = _place(desk, ticket_id)
    row = find(EntryRow, (pk, keys.entry_sort(sequence)), consistent=consistent)
    if row is None:
        raise NotFound("There is no such message.")
    return to_entry(row)


def thread(
    desk: Desk, ticket_id: str, *, limit: int = 50, before: int | None = None, after: int = 0,
    consistent: bool = False,
) -> tuple[Ticket | None, list[Entry]]:  # fmt: skip
    """Return the head and the newest entries in one query, oldest first; or a page of older ones.

    With `after`, only newer ones are read. The head is None on older pages. Raises NotFound when
    there is no such ticket.
    """
    pk, head = _place(desk, ticket_id)
    if before is not None and before <= after + 1:
        return None, []  # AWS refuses a range that ends before it begins
    upper = head if before is None else keys.entry_sort(before - 1)
    between = Row.sk.between(keys.entry_sort(after + 1), upper)
    most = limit + (before is None)
    found = rows(pk, between, limit=most, is_newest_first=True, consistent=consistent)
    heads = [row for row in found if isinstance(row, TicketRow)]
    if before is None and not heads:
        raise NotFound("There is no such ticket.")
    entries = [to_entry(row) for row in reversed(found) if not isinstance(row, TicketRow)]
    return (to_ticket(heads[0]) if heads else None), entries


def entries_since(
    desk: Desk, ticket_id: str, version: int, *, most: int | None = None
) -> list[Entry]:
    """Return every entry that came after a version of the ticket, as it is now, oldest first.

    With `most`, no more than the newest so many.
    """
    pk, _ = _place(desk, ticket_id)
    within = Row.sk.startswith(keys.FIRST_ENTRY)
    found: list[Entry] = []
    with translated():
        for row in Row.query(
            pk, within, limit=most, consistent_read=True, scan_index_forward=False, page_size=25
        ):
            entry = to_entry(row)
            if entry.version <= version:
                break
            found.append(entry)
    return found[::-1]


def ahead(desk: Desk, ticket_id: str, sequence: int) -> tuple[Ticket, list[Entry]]:
    """Return the head and every entry after a sequence, as they are now, oldest first."""
    pk, head = _place(desk, ticket_id)
    found = rows(pk, Row.sk.between(keys.entry_sort(sequence + 1), head), consistent=True)
    if not found or not isinstance(found[-1], TicketRow):
        raise NotFound("There is no such ticket.")
    return to_ticket(found[-1]), [to_entry(row) for row in found[:-1]]


def tickets_of_customer(desk: Desk, customer_id: str, *, limit: int = 50) -> list[str]:
    """Return the ids of a customer's tickets, newest first (acceptance 60)."""
    pk = customer_keys.customer(desk.account_id, customer_id)[0]
    found = rows(pk, Row.sk.startswith("T#"), limit=limit, is_newest_first=True)
    return [row.sk.removeprefix("T#") for row in found]


def heads(desk: Desk, ticket_ids: Sequence[str], *, consistent: bool = False) -> list[Ticket]:
    """Return these tickets, at most 100, in one request and the order asked for.

    Those that this code does not understand are left out.
    """
    wanted = [keys.ticket(desk.account_id, ticket_id) for ticket_id in ticket_ids]
    rows = (row for row in _several(wanted, consistent=consistent) if isinstance(row, TicketRow))
    found = {ticket.id: ticket for ticket in understood(rows)}
    return [found[ticket_id] for ticket_id in ticket_ids if ticket_id in found]


def entries_at(desk: Desk, places: Collection[tuple[str, int]]) -> dict[tuple[str, int], Entry]:
    """Return what stands at these places (ticket, sequence), at most 100, in one request."""
    wanted = {keys.entry(desk.account_id, *place): place for place in places}
    rows = _several(list(wanted))
    return {wanted[row.pk, row.sk]: to_entry(row) for row in rows}


def _several(wanted: Sequence[keys.Key], *, consistent: bool = False) -> list[Row]:
    if not wanted:
        return []
    with translated():
        return list(Row.batch_get(list(wanted), consistent_read=consistent))


def _place(desk: Desk, ticket_id: str) -> keys.Key:
    # Strangers name tickets too: what cannot be an id is never made part of a key.
    if not is_id("tkt", ticket_id):
        raise NotFound("There is no such ticket.")
    return keys.ticket(desk.account_id, ticket_id)


def _head(desk: Desk, change: Change, policy: Policy) -> TicketRow:
    row = to_row(desk.account_id, change.ticket)
    row.due_at = due_at(change.ticket, policy)
    row.due_shard = keys.due_shard(row.pk) if row.due_at else None
    return row


def _expected(desk: Desk, change: Change) -> Condition:
    if change.before is None:
        return absent_or_mine(desk.operation_id)
    mine = (TicketRow.operation == desk.operation_id) & (TicketRow.version == change.ticket.version)
    return (TicketRow.version == change.before.version) | mine


def _entry_put(desk: Desk, entry: Entry, before: Ticket | None) -> Put:
    row = to_entry_row(desk.account_id, entry)
    if before is None or entry.sequence > before.sequence:
        return Put(row=row, condition=absent_or_mine(desk.operation_id))
    # It takes the place of a message, which no worker may have claimed.
    has_not_left = (MessageRow.state == State.queued.value) & MessageRow.attempts.does_not_exist()
    return Put(row=row, condition=has_not_left | (Row.operation == desk.operation_id))


def _first_puts(desk: Desk, change: Change) -> list[Put]:
    if change.before is not None:
        return []
    ticket = change.ticket
    pk, sk = customer_keys.customer_ticket(desk.account_id, ticket.customer.id, ticket.id)
    row = CustomerTicketRow(
        pk=pk,
        sk=sk,
        number=ticket.number,
        channel=ticket.channel.value,
        created_at=ticket.created_at,
    )
    return [Put(row=row)]


def _result(change: Change) -> dict[str, Any]:
    # What takes another's place is not this operation's to show again.
    known = change.before.sequence if change.before else 0
    added = [entry.sequence for entry in change.entries if entry.sequence > known]
    result = {"ticket_id": change.ticket.id, "sequences": added}
    return result if change.undo is None else {**result, "undo": dict(change.undo)}


def _is_won(desk: Desk, change: Change) -> bool:
    # Others may have moved the head since ours; our first entry tells that we were there.
    if not change.entries:
        return False
    first = change.entries[0]
    key = keys.entry(desk.account_id, first.ticket_id, first.sequence)
    row = find(EntryRow, key, consistent=True)
    return row is not None and row.operation == desk.operation_id


def _known(failed: ConditionFailed) -> dict[str, Any]:
    old = failed.old or {}
    return {"ticket_id": old.get("ticket_id", {}).get("S")}

"""Reading a thread: the newest page with its head in one query, and back from there."""

from dataclasses import replace

import pytest

from chalicelib.core.desk import Desk
from chalicelib.table.row import Row
from chalicelib.tickets import entry_rows, rows, storage
from chalicelib.tickets.model import Entry, Ticket
from dev.aws.gate import gate
from tests.builders import NOON, a_message, a_note, a_ticket, an_event

pytestmark = pytest.mark.any_engine


def long_thread(desk: Desk, length: int) -> Ticket:
    """Store a ticket of so many entries, past the rules: only reading is tried here."""
    ticket = a_ticket(id=desk.new_id("tkt"), version=length, sequence=length)
    with Row.batch_write() as batch:
        batch.save(rows.to_row(desk.account_id, ticket))
        for sequence in range(1, length + 1):
            batch.save(entry_rows.to_entry_row(desk.account_id, entry(ticket, sequence)))
    return ticket


def entry(ticket: Ticket, sequence: int) -> Entry:
    place = {"ticket_id": ticket.id, "sequence": sequence, "version": sequence}
    if sequence % 3 == 0:
        return a_note(**place)
    return an_event(**place) if sequence % 3 == 1 else a_message(**place, created_at=NOON)


def sequences(entries: list[Entry]) -> list[int]:
    return [entry.sequence for entry in entries]


@pytest.mark.acceptance(53)
@pytest.mark.parametrize("length", [1, 49, 50, 51, 120])
def test_the_newest_fifty_come_with_the_head_in_one_query(desk: Desk, length: int) -> None:
    ticket = long_thread(desk, length)

    with gate.recorded() as calls:
        head, entries = storage.thread(desk, ticket.id)

    assert [call.name for call in calls] == ["dynamodb.Query"]
    assert head == ticket
    assert sequences(entries) == list(range(max(1, length - 49), length + 1))


@pytest.mark.parametrize("limit", [1, 7, 50])
def test_older_pages_lead_back_to_the_first_entry(desk: Desk, limit: int) -> None:
    ticket = long_thread(desk, 60)

    _, page = storage.thread(desk, ticket.id, limit=limit)
    found = page
    while page:
        head, page = storage.thread(desk, ticket.id, limit=limit, before=page[0].sequence)
        assert head is None
        found = page + found

    assert sequences(found) == list(range(1, 61))
    assert found == [entry(ticket, sequence) for sequence in range(1, 61)]


@pytest.mark.parametrize(
    ("after", "expected"), [(0, [1, 2, 3]), (1, [2, 3]), (3, []), (9, []), (10**12, [])]
)
def test_who_knows_the_rest_reads_only_what_is_new(
    desk: Desk, after: int, expected: list[int]
) -> None:
    ticket = long_thread(desk, 3)

    head, entries = storage.thread(desk, ticket.id, after=after)

    assert (head, sequences(entries)) == (ticket, expected)


def test_what_the_feed_keeps_beside_a_ticket_is_no_entry(desk: Desk) -> None:
    ticket = long_thread(desk, 2)
    pk, _ = storage.keys.folded(desk.account_id, ticket.id)
    entry_rows.NoteRow(
        pk=pk, sk="FOLDED", author=["system"], version=1, created_at=NOON, text="x"
    ).save()

    assert sequences(storage.thread(desk, ticket.id)[1]) == [1, 2]


def test_neighbours_are_not_mixed_up(desk: Desk) -> None:
    first, second = long_thread(desk, 2), long_thread(desk, 3)

    assert sequences(storage.thread(desk, first.id)[1]) == [1, 2]
    assert sequences(storage.thread(desk, second.id)[1]) == [1, 2, 3]


@pytest.mark.thorough
def test_a_page_of_ten_thousand_costs_what_a_page_of_sixty_costs(desk: Desk) -> None:
    costs = []
    for length in (60, 10_000):
        ticket = long_thread(desk, length)
        with gate.recorded() as calls:
            _, newest = storage.thread(desk, ticket.id)
            storage.thread(desk, ticket.id, before=newest[0].sequence)
        costs.append([(call.name, call.parameters()["Limit"]) for call in calls])

    assert costs[0] == costs[1] == [("dynamodb.Query", 51), ("dynamodb.Query", 50)]


def test_sequences_sort_as_numbers(desk: Desk) -> None:
    ticket = a_ticket(id=desk.new_id("tkt"), sequence=1_000_000_000)
    rows.to_row(desk.account_id, ticket).save()
    for sequence in (9, 10, 99, 100, 1_000_000_000):
        entry_rows.to_entry_row(desk.account_id, replace(a_note(), ticket_id=ticket.id,
                                                   sequence=sequence)).save()  # fmt: skip

    assert sequences(storage.thread(desk, ticket.id)[1]) == [9, 10, 99, 100, 1_000_000_000]

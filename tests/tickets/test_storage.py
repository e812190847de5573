"""The one door for changes of tickets, and reading them back."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from chalicelib.core.desk import Desk
from chalicelib.core.errors import NotFound
from chalicelib.customers import storage as customers
from chalicelib.table import customer_keys, keys
from chalicelib.table.read import rows
from chalicelib.table.row import Row
from chalicelib.tickets import changes, storage
from chalicelib.tickets.due import Policy
from chalicelib.tickets.marks import Conversation, Seen
from chalicelib.tickets.model import Change, Entry, Status, Ticket
from chalicelib.tickets.rules import speaking, states
from chalicelib.tickets.storage import LostRace, commit
from dev.aws.gate import gate
from tests.builders import (
    NOON,
    TICKET,
    a_message,
    a_ticket,
    a_ticket_id,
    an_agent,
    later,
)
from tests.tickets import strategies as some
from tests.tickets.verbs import POLICY

pytestmark = pytest.mark.any_engine
ANN = Conversation(channel=some.Kind.webchat, inbox="webchat", person="chs_ann")


def noted(ticket: Ticket, text: str = "Hm") -> Change:
    return speaking.note(ticket, an_agent(), text, NOON)


def opened(number: int, *markers: Any) -> Change:
    ticket = a_ticket(id=a_ticket_id(number))
    first = a_message(sequence=1, ticket_id=ticket.id, version=1)
    return Change(before=None, ticket=ticket, entries=(first,), markers=markers)


def item(key: keys.Key) -> Any:
    return Row.get(*key, consistent_read=True)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(head=some.TICKETS, entry=some.ENTRIES)
def test_any_ticket_with_any_entry_comes_back_from_the_table(
    desk: Desk, head: Ticket, entry: Entry
) -> None:
    own = desk.for_operation(desk.new_id("op"))
    ticket = replace(head, id=own.new_id("tkt"))
    placed = replace(entry, ticket_id=ticket.id)

    commit(own, Change(before=None, ticket=ticket, entries=(placed,)), Policy())

    assert storage.load(own, ticket.id) == ticket
    assert storage.entry_at(own, ticket.id, placed.sequence) == placed


@pytest.mark.acceptance(10, 11)
def test_a_ticket_holds_the_thread(desk: Desk, ticket: Ticket) -> None:
    commit(desk, noted(ticket), Policy())

    head, entries = storage.thread(desk, ticket.id)

    assert head == storage.load(desk, ticket.id)
    assert [getattr(entry, "text", "") for entry in entries] == ["Hello", "Hm"]


def test_a_change_of_nothing_writes_nothing(desk: Desk, ticket: Ticket) -> None:
    with gate.recorded() as calls:
        assert commit(desk, changes.change(ticket, NOON).done(), Policy()) == ticket

    assert calls == []


def test_a_change_is_one_transaction(desk: Desk, ticket: Ticket) -> None:
    with gate.recorded() as calls:
        commit(desk, states.close(ticket, an_agent(), NOON), Policy())

    assert [call.name for call in calls] == ["dynamodb.TransactWriteItems"]


def test_who_decided_from_an_old_ticket_loses_the_race(desk: Desk, ticket: Ticket) -> None:
    commit(desk.for_operation("theirs"), noted(ticket, "first"), Policy())

    with pytest.raises(LostRace):
        commit(desk.for_operation("mine"), noted(ticket, "second"), Policy())

    assert [getattr(e, "text", "") for e in storage.thread(desk, ticket.id)[1]] == [
        "Hello",
        "first",
    ]


def test_a_new_ticket_never_replaces_another(desk: Desk) -> None:
    commit(desk.for_operation("theirs"), opened(1), Policy())

    with pytest.raises(LostRace):
        commit(desk.for_operation("mine"), opened(1), Policy())


@pytest.mark.acceptance(60)
def test_a_customers_tickets_are_counted_and_listed_newest_first(desk: Desk) -> None:
    for number in (1, 3, 2):
        commit(desk.for_operation(f"op {number}"), opened(number), Policy())
    customer = opened(1).ticket.customer.id

    assert storage.tickets_of_customer(desk, customer) == [a_ticket_id(n) for n in (3, 2, 1)]
    assert storage.tickets_of_customer(desk, customer, limit=1) == [a_ticket_id(3)]
    assert customers.count_tickets(desk, customer) == 3
    assert customers.count_tickets(desk, "cus_" + "0" * 26) == 0


def test_what_is_due_lies_in_the_due_index_and_nothing_else(desk: Desk, ticket: Ticket) -> None:
    key = keys.ticket(desk.account_id, ticket.id)
    assert (item(key).due_at, item(key).due_shard) == (None, None)

    until = later(hours=3)
    asleep = commit(desk, states.snooze(ticket, until, an_agent(), NOON), Policy())
    assert (item(key).due_at, item(key).due_shard) == (until, keys.due_shard(key[0]))

    commit(desk.for_operation("b"), states.close(asleep, an_agent(), NOON), Policy())
    assert (item(key).due_at, item(key).due_shard) == (None, None)


def test_settings_move_a_due_moment_without_a_change(desk: Desk, ticket: Ticket) -> None:
    quiet = replace(ticket, quiet_since=NOON, version=2)
    commit(desk, Change(before=ticket, ticket=quiet), Policy())
    key = keys.ticket(desk.account_id, ticket.id)

    storage.refresh_due(desk, quiet, POLICY)
    assert (item(key).due_at, item(key).version) == (later(hours=48), 2)

    storage.refresh_due(desk, ticket, Policy())  # of an old version: another knows better
    assert item(key).due_at == later(hours=48)

    storage.refresh_due(desk, quiet, Policy())
    assert item(key).due_at is None


def test_every_row_names_the_operation_that_wrote_it(desk: Desk) -> None:
    seen = Seen(channel=some.Kind.email, provider_id="m@x", sequence=1)
    commit(desk.for_operation("mine"), opened(1, seen, ANN), Policy())

    pk, _ = keys.ticket(desk.account_id, a_ticket_id(1))
    customer = customer_keys.customer_ticket(
        desk.account_id, a_ticket().customer.id, a_ticket_id(1)
    )
    written = [*rows(pk), item(customer), *rows(keys.seen(desk.account_id, "email", "m@x"))]
    assert {row.operation for row in written} == {"mine"}
    assert len(written) == 4


@pytest.mark.parametrize(
    "ticket_id",
    ["tkt_1", "", "x#T", "tkt_" + "0" * 26 + "#T", "x" * 3_000, "\ud800", TICKET.lower(), TICKET],
)
def test_what_is_not_there_is_not_found(desk: Desk, ticket_id: str) -> None:
    for read in (storage.load, storage.thread, lambda d, t: storage.entry_at(d, t, 1)):
        with pytest.raises(NotFound):
            read(desk, ticket_id)


def test_an_entry_that_is_not_there_is_not_found(desk: Desk, ticket: Ticket) -> None:
    for sequence in (0, 2, 10**10 - 1):
        with pytest.raises(NotFound):
            storage.entry_at(desk, ticket.id, sequence)


def test_another_account_finds_nothing(desk: Desk, ticket: Ticket) -> None:
    other = desk.for_account("acc_other")

    with pytest.raises(NotFound):
        storage.load(other, ticket.id)
    with pytest.raises(NotFound):
        storage.thread(other, ticket.id)


def test_a_closed_ticket_leaves_the_index_of_open_ones(desk: Desk, ticket: Ticket) -> None:
    key = keys.ticket(desk.account_id, ticket.id)

    commit(desk, states.close(ticket, an_agent(), NOON), Policy())

    assert item(key).status_key.endswith(f"#{Status.closed}")

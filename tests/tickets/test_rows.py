"""Values become rows and the same values again."""

from typing import Any

import pytest
from hypothesis import given

from chalicelib.table import keys
from chalicelib.table.row import LIST_ATTRIBUTES, ByAssignee, ByStatus, Row
from chalicelib.tickets.entry_rows import to_entry, to_entry_row
from chalicelib.tickets.model import Entry, Event, Message, Note, Ticket
from chalicelib.tickets.rows import to_row, to_ticket
from tests.builders import ACCOUNT, ALICE, a_ticket
from tests.tickets import strategies as some

FACTS_OF_THE_HEAD = {"session",
    "person", "assigned_by", "keep_on_reply", "quiet_since", "spoke_sequence", "follow_up_after",
    "is_followed_up", "is_ended", "is_unsorted", "linked_ticket_id", "participants",
    "mail_to", "is_mailing", "customer_wrote_at", "others",
}  # fmt: skip


def stored(row: Row) -> Any:
    """Return the row as the table gives it back."""
    return Row.from_raw_data(row.serialize())


@given(some.TICKETS)
def test_a_ticket_comes_back_whole(ticket: Ticket) -> None:
    assert to_ticket(stored(to_row(ACCOUNT, ticket))) == ticket


@given(some.ENTRIES)
def test_an_entry_comes_back_whole(entry: Entry) -> None:
    assert to_entry(stored(to_entry_row(ACCOUNT, entry))) == entry


@pytest.mark.parametrize(
    ("strategy", "kind"),
    [
        (some.TICKETS, Ticket),
        (some.MESSAGES, Message),
        (some.NOTES, Note),
        (some.EVENTS, Event),
    ],
    ids=["ticket", "message", "note", "event"],
)
def test_no_field_is_left_out_above(strategy: Any, kind: type[Any]) -> None:
    assert some.unnamed(strategy, kind) == set()


@pytest.mark.parametrize("index", [ByStatus, ByAssignee])
@given(ticket=some.TICKETS)
def test_a_list_knows_all_but_the_facts(index: Any, ticket: Ticket) -> None:
    raw = to_row(ACCOUNT, ticket).serialize()
    shown = {*index.Meta.projection.non_key_attributes, "pk", "sk", "updated_at",
             "status_key", "assignee_key"}  # fmt: skip

    listed = to_ticket(Row.from_raw_data({k: v for k, v in raw.items() if k in shown}))

    kept = [name for name in Ticket.__slots__ if name not in FACTS_OF_THE_HEAD]
    assert [getattr(listed, name) for name in kept] == [getattr(ticket, name) for name in kept]


def test_a_list_row_is_small() -> None:
    raw = to_row(ACCOUNT, a_ticket(assignee_id=ALICE, read_by=frozenset({ALICE}))).serialize()

    assert sum(len(name) + len(str(raw.get(name, ""))) for name in LIST_ATTRIBUTES) < 600


@given(some.TICKETS)
def test_where_a_ticket_is_listed_follows_from_what_it_is(ticket: Ticket) -> None:
    row = to_row(ACCOUNT, ticket)

    bucket = "helped" if ticket.is_helped else ticket.status
    bucket = "spam" if ticket.is_spam else bucket
    assert row.status_key == f"A#{ACCOUNT}#S#{bucket}"
    assert row.assignee_key == f"A#{ACCOUNT}#S#{bucket}#{ticket.assignee_id or '-'}"
    assert keys.owner(str(row.pk)) == ACCOUNT

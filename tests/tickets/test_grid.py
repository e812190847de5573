"""What each verb does to a ticket in each status: the table below is the rule.

A cell reads `status: what the thread gets`, `-` for nothing at all, or the code of the refusal.
"""

import pytest

from chalicelib.core.errors import DeskhandError
from chalicelib.tickets.model import Change, Event, Message, Note, Status, Ticket
from tests.builders import EARLIER, NOON, a_chat_ticket, a_ticket, later
from tests.tickets.verbs import VERBS

STATES: dict[str, Ticket] = {
    "open mail": a_ticket(quiet_since=later(hours=-48)),
    "snoozed mail": a_ticket(
        status=Status.snoozed, snoozed_until=NOON, quiet_since=later(hours=-48)
    ),
    "closed mail": a_ticket(status=Status.closed, closed_at=EARLIER),
    "open chat": a_chat_ticket(follow_up_after=EARLIER, spoke_sequence=1),
    "snoozed chat": a_chat_ticket(status=Status.snoozed, snoozed_until=later(days=1)),
    "closed chat": a_chat_ticket(status=Status.closed, closed_at=EARLIER),
}
GRID = """
verb                   | open mail          | snoozed mail      | closed mail        | open chat              | snoozed chat             | closed chat
the customer writes    | open: message      | open: message woke | open: message reopened | open: message      | open: message woke       | closed: message
an out-of-office comes | open: message      | snoozed: message  | closed: message    | open: message          | snoozed: message         | closed: message
Alice replies          | open: message      | snoozed: message  | open: reopened message | open: assigned message | snoozed: assigned message | closed_chat
Alice notes            | open: note         | snoozed: note     | closed: note       | open: note             | snoozed: note            | closed: note
Alice gives it to Bob  | open: assigned     | snoozed: assigned | closed: assigned   | open: assigned         | snoozed: assigned        | closed: assigned
Bob gives it to nobody | -                  | -                 | -                  | -                      | -                        | -
Alice snoozes          | snoozed: snoozed   | snoozed: snoozed  | closed             | snoozed: snoozed       | snoozed: snoozed         | closed
Alice closes           | closed: closed     | closed: closed    | -                  | closed: closed         | closed: closed           | -
Alice reopens          | -                  | open: woke        | open: reopened     | -                      | open: woke               | closed_chat
Alice tags             | open: tagged       | snoozed: tagged   | closed: tagged     | open: tagged           | snoozed: tagged          | closed: tagged
Alice reads            | open:              | snoozed:          | closed:            | open:                  | snoozed:                 | closed:
Alice marks it unread  | -                  | -                 | -                  | -                      | -                        | -
Alice says spam        | open: marked_spam  | snoozed: marked_spam | closed: marked_spam | open: marked_spam  | snoozed: marked_spam     | closed: marked_spam
Alice says not spam    | -                  | -                 | -                  | -                      | -                        | -
the visitor ends       | open: ended        | snoozed: ended    | -                  | open: ended            | snoozed: ended           | -
its moment comes       | closed: closed     | open: woke        | -                  | -                      | -                        | -
three minutes pass     | -                  | -                 | -                  | open: message          | -                        | -
"""  # noqa: E501 - a table is read across


def cells() -> list[tuple[str, str, str]]:
    """Return (verb, state, outcome) of every cell."""
    head, *rows = [[cell.strip() for cell in line.split("|")] for line in GRID.split("\n") if line]
    return [(row[0], head[at], row[at]) for row in rows for at in range(1, len(head))]


def outcome(change: Change) -> str:
    """Return a change in the words of the table."""
    if change.is_empty:
        return "-"
    return f"{change.ticket.status}: {' '.join(kind(entry) for entry in change.entries)}".strip()


def kind(entry: Message | Note | Event) -> str:
    return entry.name if isinstance(entry, Event) else type(entry).__name__.lower()


@pytest.mark.acceptance(20, 22, 48, 49, 50, 51, 52)
@pytest.mark.parametrize(
    ("verb", "state", "expected"), cells(), ids=[f"{state}, {verb}" for verb, state, _ in cells()]
)
def test_grid(verb: str, state: str, expected: str) -> None:
    try:
        found = outcome(VERBS[verb](STATES[state], NOON))
    except DeskhandError as refusal:
        found = refusal.code

    assert found == expected


def test_the_table_knows_every_verb_and_state() -> None:
    assert {verb for verb, _, _ in cells()} == set(VERBS)
    assert {state for _, state, _ in cells()} == set(STATES)

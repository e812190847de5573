"""How far another helpdesk knows of a conversation, and when it is told again."""

from datetime import datetime, timedelta

import pytest

from chalicelib.tickets import due
from chalicelib.tickets import session as sessions
from chalicelib.tickets.changes import change
from chalicelib.tickets.model import EVERYONE, SYSTEM, Author, AuthorType, Status
from chalicelib.tickets.rules import helping, states
from chalicelib.tickets.session import Outcome, Session, Stage
from tests.builders import NOON, a_chat_ticket, a_writer, an_agent

MINUTE = timedelta(minutes=1)
SENT = sessions.sent_elsewhere(Session(handoff="zendesk", reason="unknown"), 4, NOON)
KNOWN = SENT.elsewhere
assert KNOWN
MADE = sessions.told_elsewhere(SENT, KNOWN, 4, NOON + MINUTE)


def test_all_that_was_said_is_owed_first() -> None:
    assert (SENT.owes, SENT.outcome, SENT.stage) == (4, Outcome.routed, Stage.over)
    assert (KNOWN and KNOWN.told, KNOWN and KNOWN.is_made) == (4, False)
    assert (SENT.is_active, SENT.is_apart) == (False, True)
    assert (MADE.owes, MADE.elsewhere and MADE.elsewhere.is_made) == (0, True)


def test_what_is_said_meanwhile_is_owed_afterwards() -> None:
    more = sessions.said_elsewhere(SENT, 6, NOON + MINUTE)
    assert more.elsewhere == KNOWN  # the hour counts from what waits longest
    assert KNOWN
    made = sessions.told_elsewhere(more, KNOWN, 4, NOON + MINUTE)

    assert made.owes == 6
    assert made.elsewhere
    told = sessions.told_elsewhere(made, made.elsewhere, 6, NOON + 2 * MINUTE)
    assert (told.owes, told.elsewhere and told.elsewhere.told) == (0, 6)


def test_a_new_word_has_an_hour_of_its_own() -> None:
    later = NOON + timedelta(days=1)
    said = sessions.said_elsewhere(MADE, 7, later)

    assert said.elsewhere
    assert (said.elsewhere.since, said.elsewhere.told) == (later, 4)


@pytest.mark.parametrize("session", [
    Session(), SENT, MADE, sessions.tried_elsewhere(SENT, NOON + timedelta(minutes=8)),
])  # fmt: skip
def test_it_comes_back_as_it_was_stored(session: Session) -> None:
    assert sessions.read(sessions.stored(session)) == session


@pytest.mark.parametrize(("session", "at"), [
    (SENT, NOON + MINUTE), (MADE, None),
    (sessions.tried_elsewhere(SENT, NOON + 8 * MINUTE), NOON + 8 * MINUTE),
])  # fmt: skip
def test_it_is_looked_at_when_it_is_tried_again(session: Session, at: datetime | None) -> None:
    assert due.answer_due_at(a_chat_ticket(session=session)) == at


@pytest.mark.parametrize(("by", "is_taken"), [
    (an_agent(), True), (Author(type=AuthorType.agent, name="Zoe there"), False),
    (a_writer(), False),
])  # fmt: skip
def test_only_who_is_of_the_team_takes_it_over(by: Author, *, is_taken: bool) -> None:
    ticket = a_chat_ticket(session=SENT, read_by=frozenset({EVERYONE}))

    after = helping.taken(change(ticket, NOON), by).ticket

    assert after.session
    assert (after.session.elsewhere is None, after.is_helped) == (is_taken, not is_taken)


def test_a_visitor_who_ends_the_chat_leaves_it_open_for_the_answer() -> None:
    ticket = a_chat_ticket(session=MADE)

    after = states.end(ticket, a_writer(), NOON).ticket

    assert (after.is_ended, after.status) == (True, Status.open)


@pytest.mark.parametrize(("days", "status"), [(6, Status.open), (8, Status.closed)])
def test_what_is_quiet_for_a_week_is_over_and_stays_routed(days: int, status: Status) -> None:
    ticket = a_chat_ticket(session=MADE, quiet_since=NOON)

    done = due.come_due(ticket, NOON + timedelta(days=days), due.Policy())
    after = done.ticket

    assert after.status is status
    assert {entry.author for entry in done.entries} <= {SYSTEM}  # a human had it, elsewhere
    assert after.session
    assert after.session.outcome is Outcome.routed

"""What falls due on a ticket, and when."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from chalicelib.channels.model import Kind
from chalicelib.tickets import due
from chalicelib.tickets.due import Policy, Visitor, come_due, due_at
from chalicelib.tickets.model import Change, Message, State, Status, Ticket
from tests.builders import ALICE, NOON, a_chat_ticket, a_ticket, later

CLOSING = Policy(close_after={Kind.email: timedelta(hours=48)})
ANSWERED = a_chat_ticket(follow_up_after=later(minutes=3), spoke_sequence=2, sequence=2)
AWAY = Visitor(heard_at=NOON, seen_sequence=1, email="ann@home.example")
AFTER = later(minutes=3, seconds=1)


def followed_up(
    ticket: Ticket = ANSWERED,
    visitor: Visitor | None = AWAY,
    now: datetime = AFTER,
    policy: Policy = CLOSING,
) -> Change:
    return due.follow_up(ticket, visitor, now, policy=policy, text="We answered: hello")


@pytest.mark.parametrize(
    ("ticket", "policy", "expected"),
    [
        (a_ticket(), CLOSING, None),
        (a_ticket(quiet_since=NOON), CLOSING, later(hours=48)),
        (a_ticket(quiet_since=NOON), Policy(), None),
        (a_chat_ticket(quiet_since=NOON), CLOSING, None),
        (a_ticket(quiet_since=NOON, follow_up_after=later(minutes=3)), CLOSING, later(minutes=3)),
        (a_ticket(status=Status.snoozed, snoozed_until=later(days=1)), CLOSING, later(days=1)),
        (a_ticket(status=Status.closed, closed_at=NOON), CLOSING, None),
    ],
)
def test_the_next_moment_is_the_first_of_all(
    ticket: Ticket, policy: Policy, expected: datetime | None
) -> None:
    assert due_at(ticket, policy) == expected


@pytest.mark.parametrize(
    ("closes_snoozed", "expected"), [(False, later(days=7)), (True, later(hours=48))]
)
def test_what_is_snoozed_is_left_alone_unless_told_otherwise(
    closes_snoozed: Any, expected: datetime
) -> None:
    asleep = a_ticket(status=Status.snoozed, snoozed_until=later(days=7), quiet_since=NOON)

    assert due_at(asleep, replace(CLOSING, closes_snoozed=closes_snoozed)) == expected


@pytest.mark.acceptance(50)
def test_a_snoozed_ticket_wakes_when_due_and_is_unread() -> None:
    asleep = a_ticket(
        status=Status.snoozed,
        snoozed_until=NOON,
        assignee_id=ALICE,
        read_by=frozenset({ALICE}),
        quiet_since=later(days=-5),
    )

    early, awake = (come_due(asleep, now, CLOSING) for now in (later(seconds=-1), NOON))

    assert early.is_empty
    assert awake.ticket.status is Status.open
    assert (awake.ticket.assignee_id, awake.ticket.is_unread_for(ALICE)) == (ALICE, True)
    assert come_due(awake.ticket, NOON, CLOSING).is_empty


@pytest.mark.acceptance(84)
def test_a_quiet_ticket_is_closed_after_its_period_and_says_why() -> None:
    quiet = a_ticket(quiet_since=NOON)

    early, closed = (
        come_due(quiet, now, CLOSING) for now in (later(hours=48, seconds=-1), later(hours=48))
    )

    assert early.is_empty
    assert closed.ticket.status is Status.closed
    assert [getattr(entry, "details", None) for entry in closed.entries] == [
        {"because": "inactivity"}
    ]


@pytest.mark.parametrize(("is_spam", "sent"), [(False, ["Bye"]), (True, [])])
def test_a_closing_text_goes_before_the_closing_and_never_to_spam(
    is_spam: Any, sent: list[str]
) -> None:
    quiet = a_ticket(quiet_since=later(days=-3), is_spam=is_spam)

    change = come_due(quiet, NOON, replace(CLOSING, closing_text="Bye"))

    assert [entry.text for entry in change.entries[:-1] if isinstance(entry, Message)] == sent
    assert change.ticket.status is Status.closed


@pytest.mark.acceptance(78)
@pytest.mark.parametrize(("seconds", "is_due"), [(179, False), (180, False), (180.001, True)])
def test_a_follow_up_waits_for_more_than_three_minutes(seconds: float, is_due: Any) -> None:
    assert due.is_follow_up_due(ANSWERED, later(seconds=seconds)) is is_due


@pytest.mark.acceptance(77, 78)
def test_a_visitor_who_left_gets_one_mail() -> None:
    change = followed_up()

    (mail,) = change.entries
    assert isinstance(mail, Message)
    assert (mail.channel, mail.recipient) == (Kind.email, "ann@home.example")
    assert (mail.state, mail.is_automatic) == (State.queued, True)
    assert (change.ticket.is_followed_up, change.ticket.follow_up_after) == (True, None)
    assert followed_up(replace(change.ticket, spoke_sequence=9)).entries == ()


@pytest.mark.acceptance(78)
def test_who_was_answered_and_closed_at_once_gets_the_mail_too() -> None:
    assert followed_up(replace(ANSWERED, status=Status.closed, closed_at=NOON)).entries


WITHOUT: list[tuple[str, Any]] = [
    ("nothing is known of the visitor", {"visitor": None}),
    ("no address", {"visitor": replace(AWAY, email="")}),
    ("the reply was seen", {"visitor": replace(AWAY, seen_sequence=2)}),
    ("followed up before", {"ticket": replace(ANSWERED, is_followed_up=True)}),
    ("spam", {"ticket": replace(ANSWERED, is_spam=True)}),
    ("another conversation", {"visitor": replace(AWAY, has_gone_on=True)}),
    ("switched off", {"policy": Policy(follows_up=False)}),
]


@pytest.mark.acceptance(78)
@pytest.mark.parametrize("facts", [f for _, f in WITHOUT], ids=[name for name, _ in WITHOUT])
def test_there_is_no_follow_up_and_no_more_looking_when(facts: dict[str, Any]) -> None:
    change = followed_up(**facts)

    assert (change.entries, change.ticket.follow_up_after) == ((), None)


@pytest.mark.parametrize(("ago", "is_sent"), [(0, False), (59, False), (60, True)])
def test_nothing_changes_while_the_visitor_is_there(ago: int, is_sent: Any) -> None:
    visitor = replace(AWAY, heard_at=AFTER - timedelta(seconds=ago))

    change = followed_up(visitor=visitor)

    assert (bool(change.entries), change.is_empty) == (is_sent, not is_sent)
    could_be_gone = AFTER + timedelta(seconds=60 - ago)
    assert due.online_until(visitor, AFTER) == (None if is_sent else could_be_gone)


def test_a_visitor_who_was_never_heard_is_away() -> None:
    assert followed_up(visitor=replace(AWAY, heard_at=None)).entries

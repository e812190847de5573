"""What the table of verbs does not tell: the facts that words leave behind."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.channels.model import Kind
from chalicelib.core.errors import Invalid
from chalicelib.tickets import changes
from chalicelib.tickets.marks import Seen
from chalicelib.tickets.model import Change, Message, Note, State, Status, Ticket
from chalicelib.tickets.rules import speaking
from tests.builders import (
    ALICE,
    BOB,
    EARLIER,
    NOON,
    a_chat_ticket,
    a_message,
    a_ticket,
    an_agent,
    carries,
    later,
)


def receive(ticket: Ticket, **facts: Any) -> Change:
    draft = changes.change(ticket, NOON)
    return speaking.receive(draft, a_message(**facts), carries(ticket.channel)).done()


def reply(ticket: Ticket, text: str = "Yes", **facts: Any) -> Change:
    by, can = an_agent(), carries(ticket.channel)
    return speaking.reply(ticket, by, text, NOON, capabilities=can, **facts)


@pytest.mark.acceptance(12)
def test_a_customers_message_is_unread_for_all_and_stops_the_clocks() -> None:
    busy = a_ticket(read_by=frozenset({ALICE}), quiet_since=EARLIER, follow_up_after=EARLIER)

    ticket = receive(busy, text="And  now?\n").ticket

    assert (ticket.read_by, ticket.quiet_since, ticket.follow_up_after) == (frozenset(), None, None)
    assert (ticket.updated_at, ticket.preview) == (NOON, "And now?")


def test_automatic_mail_asks_for_nothing() -> None:
    before = a_ticket(status=Status.closed, closed_at=EARLIER, read_by=frozenset({ALICE}))

    after = receive(before, is_automatic=True).ticket

    assert after == replace(before, sequence=2, version=2)


def test_a_message_that_a_provider_named_is_marked_as_seen() -> None:
    seen = receive(a_ticket(), provider_id="x@home.example", digest="d").markers

    assert seen == (Seen(channel=Kind.email, provider_id="x@home.example", digest="d", sequence=2),)


def test_a_snooze_can_be_kept_when_the_customer_writes() -> None:
    snoozed = a_ticket(status=Status.snoozed, snoozed_until=later(days=1), keep_on_reply=True)

    ticket = receive(snoozed).ticket

    assert (ticket.status, ticket.snoozed_until) == (Status.snoozed, later(days=1))
    assert ticket.is_unread_for(ALICE)


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        pytest.param(Kind.email, Status.open, marks=pytest.mark.acceptance(22)),
        (Kind.sms, Status.open),
        (Kind.whatsapp, Status.open),
        (Kind.instagram, Status.closed),
        pytest.param(Kind.webchat, Status.closed, marks=pytest.mark.acceptance(20)),
    ],
)
def test_a_later_message_reopens_where_the_channel_says_so(kind: Kind, status: Status) -> None:
    closed = a_ticket(channel=kind, status=Status.closed, closed_at=later(days=-900))

    ticket = receive(closed, channel=kind).ticket

    assert (ticket.status, ticket.closed_at is None) == (status, status is Status.open)


@pytest.mark.acceptance(13, 29)
def test_an_answer_by_mail_is_queued_for_whoever_wrote() -> None:
    change = reply(a_ticket())
    (sent,) = change.entries

    assert isinstance(sent, Message)
    assert (sent.state, sent.recipient) == (State.queued, "ann@home.example")
    assert sent.due_at == NOON + speaking.ORDERED_AGAIN_AFTER
    assert (change.ticket.quiet_since, change.ticket.spoke_sequence) == (NOON, 2)
    assert change.ticket.follow_up_after is None


@pytest.mark.acceptance(29, 78)
def test_an_answer_in_a_chat_is_there_at_once_and_followed_up_once() -> None:
    change = reply(a_chat_ticket())
    again = reply(replace(change.ticket, is_followed_up=True))

    sent = change.entries[-1]
    assert isinstance(sent, Message)
    assert (sent.state, sent.due_at) == (State.sent, None)
    assert change.ticket.follow_up_after == NOON + timedelta(seconds=180)
    assert again.ticket.follow_up_after is None


def test_who_answers_a_chat_that_nobody_has_takes_it() -> None:
    taken = reply(a_chat_ticket()).ticket
    kept = reply(a_chat_ticket(assignee_id=BOB)).ticket
    mail = reply(a_ticket()).ticket

    assert (taken.assignee_id, kept.assignee_id, mail.assignee_id) == (ALICE, BOB, None)


def test_what_an_agent_answered_is_read_by_them_alone() -> None:
    ticket = reply(a_ticket()).ticket

    assert (ticket.is_unread_for(ALICE), ticket.is_unread_for(BOB)) == (False, True)


@pytest.mark.parametrize(
    ("text", "code"), [("", "empty_text"), (" \n\t", "empty_text"), ("x" * 10_001, "text_too_long")]
)
def test_an_answer_that_the_channel_cannot_carry_is_refused(text: str, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        reply(a_chat_ticket(), text)

    assert refused.value.code == code


@pytest.mark.acceptance(87)
def test_a_note_goes_nowhere() -> None:
    change = speaking.note(a_ticket(), an_agent(), "Between us", NOON)

    assert [type(entry) for entry in change.entries] == [Note]
    assert change.ticket == replace(a_ticket(), sequence=2, version=2, updated_at=NOON)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        (" a \n\n b ", "a b"),
        ("x" * 80, "x" * 80),
        ("x" * 81, "x" * 79 + "…"),
        ("\n" * 9_000_000, ""),
    ],
)
def test_a_preview_is_one_short_line(text: str, expected: str) -> None:
    assert speaking.preview(text) == expected

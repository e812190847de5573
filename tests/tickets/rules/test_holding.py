"""Answers that are held, and what a ticket is once one was taken back."""

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.core.errors import Conflict
from chalicelib.tickets.model import SYSTEM, Message, State, Ticket
from chalicelib.tickets.rules import holding, speaking
from tests.builders import (
    BOB,
    NOON,
    a_chat_ticket,
    a_message,
    a_ticket,
    an_agent,
    an_answer,
    carries,
)

HOLD = timedelta(seconds=8)


@pytest.mark.parametrize(
    ("ticket", "expected"),
    [
        (a_ticket(), holding.HOLD),
        (a_chat_ticket(), timedelta()),
        (a_chat_ticket(is_mailing=True), holding.HOLD),
    ],
    ids=["email", "a chat", "a chat that goes on by mail"],
)
def test_only_who_sits_in_a_chat_is_answered_at_once(ticket: Ticket, expected: timedelta) -> None:
    assert holding.hold_of(ticket, carries(ticket.channel)) == expected


def held(**facts: Any) -> Message:
    return an_answer(**{"sequence": 3, "version": 3, **facts})


@pytest.mark.parametrize("ticket", [a_ticket(), a_chat_ticket()], ids=["email", "webchat"])
def test_a_held_answer_is_queued_on_every_channel(ticket: Any) -> None:
    can = carries(ticket.channel)

    change = speaking.reply(ticket, an_agent(), "Hi", NOON, capabilities=can, hold=HOLD)

    message = change.entries[-1]
    assert isinstance(message, Message)
    assert (message.state, message.held_until) == (State.queued, NOON + HOLD)
    assert message.due_at == NOON + HOLD + speaking.ORDERED_AGAIN_AFTER
    follow_up = NOON + HOLD + speaking.FOLLOW_UP_DELAY
    assert change.ticket.follow_up_after in (None, follow_up)


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"state": State.sending}, "already_sent"),
        ({"state": State.sent}, "already_sent"),
        ({"state": State.queued, "attempts": 1}, "already_sent"),
        ({"is_inbound": True, "state": None}, "not_yours"),
        ({"author": SYSTEM}, "not_yours"),
        ({"author": an_agent(BOB)}, "not_yours"),
    ],
)
def test_what_cannot_be_taken_back(facts: dict[str, Any], code: str) -> None:
    with pytest.raises(Conflict) as refused:
        holding.taken_back(a_ticket(), held(**facts), an_agent(), NOON, others=())

    assert refused.value.code == code


@pytest.mark.parametrize(
    ("others", "spoke", "preview", "is_waiting"),
    [
        ([], 0, "", True),
        ([("in", "Where?")], 0, "Where?", True),
        ([("in", "Where?"), ("out", "Soon")], 2, "Soon", False),
        ([("out", "Soon"), ("in", "When?")], 1, "When?", True),
    ],
)
def test_the_ticket_is_as_far_as_before(
    others: list[tuple[str, str]], spoke: int, preview: str, *, is_waiting: bool
) -> None:
    messages = [
        a_message(sequence=at, is_inbound=way == "in", text=text)
        for at, (way, text) in enumerate(others, 1)
    ]
    facts: dict[str, Any] = {"quiet_since": NOON, "follow_up_after": NOON, "preview": "Oh no"}
    ticket = a_ticket(sequence=3, spoke_sequence=3, **facts)

    after = holding.taken_back(ticket, held(), an_agent(), NOON, others=messages).ticket

    assert (after.spoke_sequence, after.preview, after.sequence) == (spoke, preview, 3)
    assert (after.quiet_since is None) is (after.follow_up_after is None) is is_waiting


def test_who_spoke_since_has_the_last_word() -> None:
    ticket = a_ticket(sequence=4, spoke_sequence=4, preview="Later", quiet_since=NOON)

    after = holding.taken_back(ticket, held(), an_agent(), NOON, others=()).ticket

    assert (after.preview, after.quiet_since, after.spoke_sequence) == ("Later", NOON, 4)

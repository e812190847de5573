"""A message on its way out: claimed once, never taken back (decision 19, F-32)."""

from dataclasses import replace
from datetime import timedelta
from itertools import permutations

import pytest

from chalicelib.core.desk import Desk
from chalicelib.core.errors import NotFound
from chalicelib.table import keys
from chalicelib.table.row import Row
from chalicelib.tickets import deliveries, markers, storage
from chalicelib.tickets.deliveries import BEFORE, LEASE, RETRY_AFTER
from chalicelib.tickets.due import Policy
from chalicelib.tickets.model import Message, State, Ticket
from chalicelib.tickets.rules import speaking
from dev.aws.faults import Faults
from tests.builders import NOON, an_agent, carries, later

pytestmark = pytest.mark.any_engine


@pytest.fixture
def queued(desk: Desk, ticket: Ticket) -> Message:
    """Return an agent's answer that waits to be sent."""
    change = speaking.reply(ticket, an_agent(), "On its way", NOON, capabilities=carries())
    storage.commit(desk.for_operation("reply"), change, Policy())
    return deliveries.load(desk, ticket.id, 2)


def now(desk: Desk, message: Message) -> Message:
    return deliveries.load(desk, message.ticket_id, message.sequence)


def in_state(desk: Desk, message: Message, state: State) -> Message:
    """Put a message into a state, past the rules."""
    pk, sk = keys.entry(desk.account_id, message.ticket_id, message.sequence)
    deliveries.MessageRow(pk=pk, sk=sk).update(
        actions=[deliveries.MessageRow.state.set(state.value)]
    )
    return now(desk, message)


def is_due(desk: Desk, message: Message) -> bool:
    pk, sk = keys.entry(desk.account_id, message.ticket_id, message.sequence)
    row = Row.get(pk, sk, consistent_read=True)
    assert (row.due_at is None) == (row.due_shard is None)
    return row.due_at is not None


def test_one_worker_claims_a_message(desk: Desk, queued: Message) -> None:
    mine = deliveries.claim(desk.for_operation("a"), queued, NOON)

    assert mine is not None
    assert (mine.state, mine.attempts, mine.due_at) == (State.sending, 1, NOON + LEASE)
    assert deliveries.claim(desk.for_operation("b"), queued, NOON) is None


def test_a_claim_whose_answer_is_lost_is_made(desk: Desk, queued: Message, faults: Faults) -> None:
    faults.inject("dynamodb.UpdateItem", "lost_reply")

    assert deliveries.claim(desk, queued, NOON) is not None
    assert now(desk, queued).attempts == 1


@pytest.mark.parametrize("after", [s for s in State if s is not State.queued])
@pytest.mark.parametrize("before", State)
def test_a_message_moves_only_forward(
    desk: Desk, queued: Message, before: State, after: State
) -> None:
    message = in_state(desk, queued, before)
    if after not in BEFORE:
        return

    moved = deliveries.settle(desk.for_operation("report"), message, after)

    assert moved is (before in BEFORE[after])
    assert now(desk, queued).state == (after if moved else before)
    assert is_due(desk, queued) is not moved


def test_a_complaint_is_news_once_and_takes_nothing_back(desk: Desk, queued: Message) -> None:
    delivered = in_state(desk, queued, State.delivered)

    told = [deliveries.settle(desk.for_operation(f"{n}"), delivered, State.delivered,
                              detail="complaint") for n in range(2)]  # fmt: skip

    assert told == [True, False]
    after = now(desk, queued)
    assert (after.state, after.state_detail) == (State.delivered, "complaint")


REPORTS = (State.sent, State.delivered, State.failed)


@pytest.mark.parametrize("order", [*permutations(REPORTS), REPORTS * 2, REPORTS[::-1] * 2])
def test_a_bounce_stays_a_bounce_whatever_else_is_reported(
    desk: Desk, queued: Message, order: tuple[State, ...]
) -> None:
    deliveries.claim(desk.for_operation("worker"), queued, NOON)
    for number, state in enumerate(order):
        deliveries.settle(desk.for_operation(f"report {number}"), queued, state)

    expected = max(order, key=REPORTS.index)
    assert now(desk, queued).state is expected


def test_a_move_whose_answer_is_lost_was_made(desk: Desk, queued: Message, faults: Faults) -> None:
    own = desk.for_operation("worker")
    claimed = deliveries.claim(own, queued, NOON)
    assert claimed is not None

    faults.inject("dynamodb.UpdateItem", "lost_reply", times=2)
    assert deliveries.requeue(own, claimed, NOON, detail="busy")
    assert now(desk, queued).state is State.queued


def test_what_was_surely_not_taken_is_tried_again_ever_later(desk: Desk, queued: Message) -> None:
    waits: list[timedelta] = []
    message = queued
    for number in range(20):
        own = desk.for_operation(f"worker {number}")
        claimed = deliveries.claim(own, message, NOON)
        assert claimed is not None
        if not deliveries.requeue(own, claimed, NOON, detail="busy"):
            break
        message = now(desk, queued)
        assert message.due_at is not None
        waits.append(message.due_at - NOON)

    assert tuple(waits) == RETRY_AFTER
    assert now(desk, queued).state is State.sending


def test_only_who_sends_may_give_back(desk: Desk, queued: Message) -> None:
    sent = in_state(desk, queued, State.sent)

    assert not deliveries.requeue(desk, sent, NOON)
    assert now(desk, queued).state is State.sent


@pytest.mark.parametrize("state", State)
def test_a_person_may_send_again_what_failed_or_is_unknown(
    desk: Desk, queued: Message, state: State
) -> None:
    message = in_state(desk, queued, state)

    done = deliveries.retry(desk.for_operation("retry"), message, later(hours=1))

    assert done is (state in (State.failed, State.unknown))
    after = now(desk, queued)
    assert (after.state, after.attempts) == (State.queued if done else state, 0)
    if done:
        assert (after.due_at, after.state_detail) == (later(hours=1), "")


@pytest.mark.acceptance(22)
def test_an_answer_to_a_sent_mail_finds_its_ticket(desk: Desk, queued: Message) -> None:
    for operation in ("a", "b"):
        deliveries.record(desk.for_operation(operation), queued, "ses-1@mail.example")

    assert markers.ticket_of_message(desk, "email", "ses-1@mail.example") == (queued.ticket_id, 2)
    assert now(desk, queued).provider_id == "ses-1@mail.example"


def test_the_head_does_not_move_with_a_delivery(
    desk: Desk, ticket: Ticket, queued: Message
) -> None:
    before = storage.load(desk, ticket.id)
    deliveries.claim(desk, queued, NOON)
    deliveries.settle(desk, queued, State.sent)

    assert storage.load(desk, ticket.id) == before


def test_a_row_that_fails_is_pushed_ahead_and_one_that_is_done_is_not(
    desk: Desk, queued: Message
) -> None:
    key = keys.entry(desk.account_id, queued.ticket_id, queued.sequence)
    due = replace(desk, clock=lambda: later(minutes=2))
    deliveries.postpone(due, *key, later(minutes=10))
    assert now(desk, queued).due_at == later(minutes=10)

    deliveries.settle(desk, queued, State.sent)
    deliveries.postpone(desk, *key, later(minutes=10))
    assert not is_due(desk, queued)


def test_a_note_is_no_message(desk: Desk, ticket: Ticket) -> None:
    storage.commit(desk, speaking.note(ticket, an_agent(), "Hm", NOON), Policy())

    with pytest.raises(NotFound):
        deliveries.load(desk, ticket.id, 2)


def test_a_message_that_is_not_there_is_not_claimed(desk: Desk, queued: Message) -> None:
    other = desk.for_account("acc_other")

    assert deliveries.claim(other, queued, NOON) is None
    with pytest.raises(NotFound):
        deliveries.load(other, queued.ticket_id, 2)

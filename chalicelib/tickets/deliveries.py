"""A message on its way out: claimed by one worker, settled by what the provider says.

These are writes of the message's own row; the ticket's head does not move, so deliveries never
make anybody who works on the ticket lose a race.
"""

from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from pynamodb.expressions.condition import Condition

from chalicelib.core.desk import Desk
from chalicelib.core.errors import NotFound
from chalicelib.table import keys, operations
from chalicelib.table.row import Row
from chalicelib.table.write import (
    ConditionFailed,
    Put,
    Update,
    transact,
    translated,
    update,
)
from chalicelib.telemetry import counts
from chalicelib.tickets import markers, storage
from chalicelib.tickets.entry_rows import MessageRow, to_entry, to_entry_row
from chalicelib.tickets.marks import Seen
from chalicelib.tickets.model import Message, State

LEASE = timedelta(minutes=4)
"""How long a worker, which lives a minute, may be silent before its message is called unknown."""
RETRY_AFTER = tuple(timedelta(minutes=minutes) for minutes in (1, 2, 5, 15, 60, 240))
"""Waits between attempts that the provider surely did not accept; then the message has failed."""

BEFORE: dict[State, tuple[State, ...]] = {
    State.sent: (State.queued, State.sending, State.unknown),
    State.delivered: (State.queued, State.sending, State.unknown, State.sent),
    State.read: (State.queued, State.sending, State.unknown, State.sent, State.delivered),
    State.failed: (State.queued, State.sending, State.unknown, State.sent, State.delivered),
    State.unknown: (State.sending,),
}
"""The states that each may follow: a late or repeated report never takes a message back."""


def load(desk: Desk, ticket_id: str, sequence: int) -> Message:
    """Return a message as it is now, or raise NotFound."""
    if message := find(desk, ticket_id, sequence):
        return message
    raise NotFound("There is no such message.")


def find(desk: Desk, ticket_id: str, sequence: int) -> Message | None:
    """Return the same, or None where it was taken back; raise NotFound where nothing ever was."""
    entry = storage.entry_at(desk, ticket_id, sequence, consistent=True)
    return entry if isinstance(entry, Message) else None


def claim(
    desk: Desk, message: Message, now: datetime, *, links: tuple[str, ...] = ()
) -> Message | None:
    """Take a queued message for this worker alone; None when another has it.

    `links` are the short ones that it leaves with.
    """
    mine = (Row.operation == desk.operation_id) & (MessageRow.state == State.sending.value)
    return _update(
        desk,
        message,
        [
            MessageRow.state.set(State.sending.value),
            MessageRow.attempts.set(message.attempts + 1),
            *([MessageRow.links.set(list(links))] if links else []),
            *_due(desk, message, now + LEASE),
        ],
        (MessageRow.state == State.queued.value) | mine,
    )


def settle(desk: Desk, message: Message, state: State, *, detail: str = "") -> bool:
    """Move a message forward; False when it is there already, or further, or sent again since.

    A detail is news by itself: a complaint comes when the mail has long been delivered.
    """
    allowed = MessageRow.state.is_in(*(before.value for before in BEFORE[state]))
    actions = [MessageRow.state.set(state.value), *_due(desk, message, None)]
    if told := detail[:300]:
        actions.append(MessageRow.state_detail.set(told))
        allowed |= (MessageRow.state == state.value) & ~(MessageRow.state_detail == told)
    settled = _update(desk, message, actions, allowed & _not_sent_again(message)) is not None
    if settled and message.state is not state:
        counts.delivery(desk, message.ticket_id, message.channel, state)
    return settled


def requeue(desk: Desk, message: Message, now: datetime, *, detail: str = "") -> bool:
    """Try again later what surely was not accepted; False when the tries are used up."""
    if message.attempts > len(RETRY_AFTER):
        return False
    actions = [
        MessageRow.state.set(State.queued.value),
        MessageRow.state_detail.set(detail[:300]),
        *_due(desk, message, now + RETRY_AFTER[message.attempts - 1]),
    ]
    mine = (Row.operation == desk.operation_id) & (MessageRow.state == State.queued.value)
    is_ours = (MessageRow.state == State.sending.value) | mine
    return _update(desk, message, actions, is_ours) is not None


def retry(desk: Desk, message: Message, now: datetime) -> bool:
    """Queue again by a person's word what failed or is unknown; False in any other state.

    A provider's word may come at the same time: the state is asked once more in the write. What is
    said of the attempts before is about them alone, so their ids are kept apart.
    """
    queued = replace(
        message,
        state=State.queued,
        attempts=0,
        state_detail="",
        due_at=now,
        provider_id="",
        earlier_ids=(*message.earlier_ids, message.provider_id),
    )
    stuck = MessageRow.state.is_in(State.failed.value, State.unknown.value)
    mine = Row.operation == desk.operation_id
    result = {"ticket_id": message.ticket_id, "message": message.sequence}
    puts = [
        Put(row=to_entry_row(desk.account_id, queued), condition=stuck | mine),
        *operations.mark(desk, result),
    ]
    try:
        transact(desk, puts)
    except ConditionFailed:
        return False
    return True


def dropping(desk: Desk, ticket_id: str, sequence: int, *, detail: str) -> Update:
    """Return the write by which a message that has not left is not to be sent: it has failed.

    One that a worker has, or that a provider may have taken, is left alone.
    """
    return Update(
        row=MessageRow(*keys.entry(desk.account_id, ticket_id, sequence)),
        actions=[
            MessageRow.state.set(State.failed.value),
            MessageRow.state_detail.set(detail),
            MessageRow.due_at.remove(),
            MessageRow.due_shard.remove(),
            Row.operation.set(desk.operation_id),
        ],
        condition=MessageRow.state == State.queued.value,
    )


def record(desk: Desk, message: Message, provider_id: str) -> None:
    """Make later mail that answers this message find its ticket (decision 4c); twice is once."""
    seen = Seen(channel=message.channel, provider_id=provider_id, sequence=message.sequence)
    with suppress(ConditionFailed):  # the provider's own report was faster
        transact(desk, [markers.put(desk, seen, message.ticket_id)])
    action = MessageRow.provider_id.set(provider_id)
    _update(desk, message, [action], Row.pk.exists() & _not_sent_again(message))


def amend(desk: Desk, before: Message, after: Message) -> bool:
    """Write what became of a customer's message; False where others changed it meanwhile."""
    was, row = (to_entry_row(desk.account_id, each) for each in (before, after))
    assert isinstance(was, MessageRow)
    is_same = MessageRow.parts == was.parts if was.parts else MessageRow.parts.does_not_exist()
    try:
        transact(desk, [Put(row=row, condition=is_same | (Row.operation == desk.operation_id))])
    except ConditionFailed:
        return False
    return True


def postpone(desk: Desk, pk: str, sk: str, until: datetime) -> None:
    """Push the moment of a row that is due ahead; whoever gave it another one meanwhile is right.

    One that fails never stops its shard so.
    """
    with suppress(ConditionFailed):
        update((pk, sk), [Row.due_at.set(until)], condition=Row.due_at <= desk.now())


def _not_sent_again(message: Message) -> Condition:
    if not message.earlier_ids:
        return MessageRow.earlier_ids.does_not_exist()
    return MessageRow.earlier_ids == list(message.earlier_ids)


def _due(desk: Desk, message: Message, moment: datetime | None) -> list[Any]:
    if moment is None:
        return [MessageRow.due_at.remove(), MessageRow.due_shard.remove()]
    pk, _ = keys.ticket(desk.account_id, message.ticket_id)
    return [MessageRow.due_at.set(moment), MessageRow.due_shard.set(keys.due_shard(pk))]


def _update(
    desk: Desk, message: Message, actions: list[Any], condition: Condition
) -> Message | None:
    pk, sk = keys.entry(desk.account_id, message.ticket_id, message.sequence)
    row = MessageRow(pk=pk, sk=sk)
    try:
        with translated():
            row.update(
                actions=[*actions, Row.operation.set(desk.operation_id)], condition=condition
            )
    except ConditionFailed:
        return None
    entry = to_entry(row)
    return entry if isinstance(entry, Message) else None

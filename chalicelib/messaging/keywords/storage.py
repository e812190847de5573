"""Keyword texts in the table: a row each at the customer, with the answer that is on its way."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.expressions.condition import Condition

from chalicelib.channels.model import Kind
from chalicelib.core.desk import Desk
from chalicelib.core.errors import Duplicate, NotFound
from chalicelib.core.ids import text_address
from chalicelib.customers import storage as customers
from chalicelib.customers.consent import storage as consents
from chalicelib.customers.consent.model import Consents
from chalicelib.customers.consent.rules import recorded
from chalicelib.customers.model import Customer
from chalicelib.messaging.keywords.model import KeywordText, Meaning
from chalicelib.table import customer_keys, keys, together
from chalicelib.table.read import Position, find
from chalicelib.table.row import MomentAttribute, Row
from chalicelib.table.write import ConditionFailed, Put, absent_or_mine, transact, update
from chalicelib.tickets.deliveries import BEFORE, LEASE, RETRY_AFTER
from chalicelib.tickets.model import State


class KeywordTextRow(Row, discriminator="keyword_text"):
    """A text and the state of its answer."""

    channel = UnicodeAttribute()
    inbox = UnicodeAttribute()
    person = UnicodeAttribute()
    text = UnicodeAttribute()
    meaning = UnicodeAttribute()
    word = UnicodeAttribute()
    created_at = MomentAttribute()
    answer = UnicodeAttribute(null=True)
    state = UnicodeAttribute(null=True)
    state_detail = UnicodeAttribute(null=True)
    attempts = NumberAttribute(null=True)
    provider_id = UnicodeAttribute(null=True)


class SeenTextRow(Row, discriminator="seen_text"):
    """A provider's id, of a keyword text that came or of an answer that left.

    It lies where a ticket's message would have its own mark: what was applied as the one is never
    applied as the other, whatever the settings said in between.
    """

    text_id = UnicodeAttribute()


def save(desk: Desk, before: Customer, said: Consents, text: KeywordText, *, came_as: str) -> None:
    """Write a text with what it changes, once, or nothing.

    Raises customers' LostRace where the customer was changed meanwhile, Duplicate for a text that
    is known; the first may be the second.
    """
    own = [Put(row=_row(desk, text), condition=absent_or_mine(desk.operation_id))]
    if came_as:
        own.append(_seen_put(desk, text, came_as))
    if said:
        own += consents.puts(desk, before.id, said, text.created_at)
        customers.save(desk, before, _after(before, said), marks=own)
        return
    try:
        transact(desk, own)
    except ConditionFailed as failed:
        raise Duplicate("This text is known.") from failed


def load(desk: Desk, text_id: str) -> KeywordText:
    """Return a text as it is now, or raise NotFound."""
    address = text_address(text_id)
    row = find(KeywordTextRow, _key(desk, *address), consistent=True) if address else None
    if row is None:
        raise NotFound("There is no such text.")
    return to_text(row)


def history(
    desk: Desk, customer_ids: Sequence[str], *, limit: int, position: Position
) -> tuple[list[KeywordText], Position | None]:
    """Return one person's keyword texts, newest first, and where to go on."""
    lists = {
        customer_id: together.stored(desk, KeywordTextRow, _key(desk, customer_id, ""))
        for customer_id in customer_ids
    }
    page, following = together.newest(lists, limit=limit, position=position)
    return [to_text(row) for row in page], following


def text_of(desk: Desk, channel: Kind, provider_id: str) -> str | None:
    """Return the id of the text that a provider's id is of, for what is reported later."""
    pk = keys.seen(desk.account_id, channel.value, provider_id)
    row = find(SeenTextRow, (pk, "-"))
    return row.text_id if row else None


def claim(desk: Desk, text: KeywordText, now: datetime) -> KeywordText | None:
    """Take a queued answer for this worker alone; None when another has it."""
    attempts, until = text.attempts + 1, now + LEASE
    mine = (Row.operation == desk.operation_id) & _is(State.sending)
    is_taken = _update(
        desk,
        text,
        [_set(State.sending), KeywordTextRow.attempts.set(attempts), Row.due_at.set(until)],
        _is(State.queued) | mine,
    )
    return replace(text, state=State.sending, attempts=attempts) if is_taken else None


def settle(desk: Desk, text: KeywordText, state: State, *, detail: str = "") -> bool:
    """Move an answer forward; False when it is there already, or further."""
    actions = [_set(state), Row.due_at.remove(), Row.due_shard.remove()]
    if detail:
        actions.append(KeywordTextRow.state_detail.set(detail[:300]))
    return _update(desk, text, actions, _is(*BEFORE[state]))


def requeue(desk: Desk, text: KeywordText, now: datetime, *, detail: str) -> bool:
    """Try again later what surely was not accepted; False when the tries are used up."""
    if text.attempts > len(RETRY_AFTER):
        return False
    until = now + RETRY_AFTER[text.attempts - 1]
    detailed = KeywordTextRow.state_detail.set(detail[:300])
    actions = [_set(State.queued), detailed, Row.due_at.set(until)]
    mine = (Row.operation == desk.operation_id) & _is(State.queued)
    return _update(desk, text, actions, _is(State.sending) | mine)


def record(desk: Desk, text: KeywordText, provider_id: str) -> None:
    """Make later reports about this answer find it; twice is once."""
    try:
        transact(desk, [_seen_put(desk, text, provider_id)])
    except ConditionFailed:
        return  # the provider's own report was faster
    _update(desk, text, [KeywordTextRow.provider_id.set(provider_id)], Row.pk.exists())


def to_text(row: KeywordTextRow) -> KeywordText:
    """Return the text of a row."""
    return KeywordText(
        customer_id=keys.ticket_of(row.pk),
        ulid=row.sk.rsplit("#", 1)[1],
        channel=Kind(row.channel),
        inbox=row.inbox,
        person=row.person,
        text=row.text,
        meaning=Meaning(row.meaning),
        word=row.word,
        created_at=row.created_at,
        answer=row.answer or "",
        state=State(row.state) if row.state else None,
        state_detail=row.state_detail or "",
        attempts=int(row.attempts or 0),
        due_at=row.due_at,
        provider_id=row.provider_id or "",
    )


def _row(desk: Desk, text: KeywordText) -> KeywordTextRow:
    pk, sk = _key(desk, text.customer_id, text.ulid)
    return KeywordTextRow(
        pk=pk,
        sk=sk,
        channel=text.channel.value,
        inbox=text.inbox,
        person=text.person,
        text=text.text,
        meaning=text.meaning.value,
        word=text.word,
        created_at=text.created_at,
        answer=text.answer or None,
        state=text.state.value if text.state else None,
        due_at=text.due_at,
        due_shard=keys.due_shard(pk) if text.due_at else None,
    )


def _after(before: Customer, said: Consents) -> Customer:
    return replace(before, consents=recorded(before.consents, said), version=before.version + 1)


def _seen_put(desk: Desk, text: KeywordText, provider_id: str) -> Put:
    pk = keys.seen(desk.account_id, text.channel.value, provider_id)
    row = SeenTextRow(pk=pk, sk="-", text_id=text.id)
    return Put(row=row, condition=absent_or_mine(desk.operation_id))


def _key(desk: Desk, customer_id: str, ulid: str) -> keys.Key:
    return customer_keys.keyword_text(desk.account_id, customer_id, ulid)


def _is(*states: State) -> Condition:
    return KeywordTextRow.state.is_in(*(state.value for state in states))


def _set(state: State) -> Any:
    return KeywordTextRow.state.set(state.value)


def _update(desk: Desk, text: KeywordText, actions: Sequence[Any], condition: Condition) -> bool:
    every = [*actions, Row.operation.set(desk.operation_id)]
    try:
        update(_key(desk, text.customer_id, text.ulid), every, condition=condition)
    except ConditionFailed:
        return False
    return True

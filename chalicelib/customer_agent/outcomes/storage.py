"""Conversations of the Customer Agent in the table, and the counters that they are the sum of."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from pynamodb.attributes import (
    BooleanAttribute,
    JSONAttribute,
    NumberAttribute,
    UnicodeAttribute,
)

from chalicelib.channels.model import Kind
from chalicelib.core.desk import Desk
from chalicelib.customer_agent.outcomes import rules
from chalicelib.customer_agent.outcomes.model import Amounts, Cell, Share, Talk
from chalicelib.table import counters, keys
from chalicelib.table import knowledge_keys as own_keys
from chalicelib.table.read import find, rows
from chalicelib.table.row import MomentAttribute, Row
from chalicelib.table.write import Put, transact
from chalicelib.tickets.model import CustomerRef
from chalicelib.tickets.session import Outcome

_REPORT = "customer_agent.talks"
_BEHIND = "~"
"""Sorts behind every channel of a day."""


class TalkRow(Row, discriminator="talk"):
    """A conversation; `held` is what the counters have of it."""

    version = NumberAttribute()
    sequence = NumberAttribute()
    number = NumberAttribute()
    channel = UnicodeAttribute()
    customer = JSONAttribute()
    question = UnicodeAttribute()
    messages = NumberAttribute()
    outcome = UnicodeAttribute()
    reason = UnicodeAttribute()
    rule_id = UnicodeAttribute()
    began_at = MomentAttribute(null=True)
    ended_at = MomentAttribute(null=True)
    changed_at = MomentAttribute(null=True)
    is_spam = BooleanAttribute(null=True)
    past = JSONAttribute(null=True)
    held = JSONAttribute(null=True)


def load(desk: Desk, ticket_id: str) -> Talk:
    """Return what is known of a ticket's conversation; a blank one where nothing is."""
    row = find(TalkRow, own_keys.talk(desk.account_id, ticket_id), consistent=True)
    return _talk(row) if row else Talk(ticket_id=ticket_id)


def page(desk: Desk, *, limit: int, before: str = "") -> list[Talk]:
    """Return conversations, the newest first, from before a ticket's on."""
    pk = own_keys.talks(desk.account_id)
    within = Row.sk < before if before else None
    found = rows(pk, within, limit=limit, is_newest_first=True)
    return [_talk(row) for row in found if isinstance(row, TalkRow)]


def save(desk: Desk, before: Talk, after: Talk, moves: Share) -> None:
    """Write a conversation with what it moves; raise ConditionFailed where it is not as read."""
    row = _row(desk, after)
    condition = Row.pk.does_not_exist()
    if before.version:
        condition = TalkRow.version == before.version
    adding = [
        counters.plus(keys.daily(desk.account_id, _REPORT, day, channel), amounts)
        for (day, channel), amounts in sorted(moves.items())
    ]
    transact(desk, [Put(row=row, condition=condition), *adding])


def sums(desk: Desk, first: str, last: str) -> Iterator[tuple[Cell, Amounts]]:
    """Return the counters of these days, both included, in one query."""
    pk = keys.counters(desk.account_id, _REPORT)
    for sk, amounts in counters.sums(pk, first, last + _BEHIND):
        day, _, channel = sk.partition("#")
        yield (day, channel), amounts


def counted(talk: Talk, wanted: Share) -> Talk:
    """Return the conversation when the counters have its share."""
    return replace(talk, held=rules.added(wanted, {}))


def _row(desk: Desk, talk: Talk) -> TalkRow:
    customer = talk.customer
    return TalkRow(
        *own_keys.talk(desk.account_id, talk.ticket_id),
        version=talk.version,
        sequence=talk.sequence,
        number=talk.number,
        channel=talk.channel.value,
        customer=[customer.id, customer.name, customer.email, customer.phone],
        question=talk.question,
        messages=talk.messages,
        outcome=talk.outcome.value,
        reason=talk.reason,
        rule_id=talk.rule_id,
        began_at=talk.began_at,
        ended_at=talk.ended_at,
        changed_at=talk.updated_at,
        is_spam=talk.is_spam or None,
        past=_told(talk.past),
        held=_told(talk.held),
    )


def _talk(row: TalkRow) -> Talk:
    own_id, name, email, phone = [*row.customer, ""][:4]  # older rows have no number
    return Talk(
        ticket_id=row.sk,
        version=int(row.version),
        sequence=int(row.sequence),
        number=int(row.number),
        channel=Kind(row.channel),
        customer=CustomerRef(id=own_id, name=name, email=email, phone=phone),
        question=row.question,
        messages=int(row.messages),
        outcome=Outcome(row.outcome),
        reason=row.reason,
        rule_id=row.rule_id,
        began_at=row.began_at,
        ended_at=row.ended_at,
        updated_at=row.changed_at,
        is_spam=bool(row.is_spam),
        past=_share(row.past),
        held=_share(row.held),
    )


def _told(share: Share) -> list[Any] | None:
    return [[*cell, dict(amounts)] for cell, amounts in share.items()] or None


def _share(told: list[Any] | None) -> Share:
    return {(day, channel): amounts for day, channel, amounts in told or ()}

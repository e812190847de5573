"""Conversations of the Customer Agent in the table, and the counters that they are the sum of."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from pynamodb.attributes import (
    BooleanAttribute,
    JSONAttribute,
    NumberAttribute,
    UnicodeAttribute,
)
from pynamodb.expressions.condition import Condition

from chalicelib.channels.model import Kind
from chalicelib.core.desk import Desk
from chalicelib.customer_agent.outcomes import rules
from chalicelib.customer_agent.outcomes.model import Amounts, Cell, Share, Talk
from chalicelib.table import counters, keys
from chalicelib.table import knowledge_keys as own_keys
from chalicelib.table.read import find, rows
from chalicelib.table.row import MomentAttribute, Row
from chalicelib.table.write import Put, transact, translated
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


class ListedTalkRow(Row, discriminator="listed_talk"):
    """Where a conversation stands among those that ended alike; the rest is in its own row."""


def load(desk: Desk, ticket_id: str) -> Talk:
    """Return what is known of a ticket's conversation; a blank one where nothing is."""
    row = find(TalkRow, own_keys.talk(desk.account_id, ticket_id), consistent=True)
    return _talk(row) if row else Talk(ticket_id=ticket_id)


def read(desk: Desk, within: Condition | None, *, limit: int) -> list[Talk]:
    """Return conversations, the newest first."""
    pk = own_keys.talks(desk.account_id)
    found = rows(pk, within, limit=limit, is_newest_first=True)
    return [_talk(row) for row in found if isinstance(row, TalkRow)]


def several(desk: Desk, ticket_ids: Sequence[str]) -> list[Talk]:
    """Return these conversations, at most 100, in one request and the order asked for."""
    if not ticket_ids:
        return []
    wanted = [own_keys.talk(desk.account_id, ticket_id) for ticket_id in ticket_ids]
    with translated():
        found = {row.sk: row for row in Row.batch_get(wanted)}
    return [_talk(row) for each in ticket_ids if isinstance(row := found.get(each), TalkRow)]


def places(desk: Desk, outcome: Outcome | None, channel: Kind | None) -> list[str]:
    """Return where those stand that ended so, or came so."""
    return [
        own_keys.talks_like(desk.account_id, each.value, kind.value)
        for each in ([outcome] if outcome else Outcome)
        for kind in ([channel] if channel else Kind)
    ]


def save(desk: Desk, before: Talk, after: Talk, moves: Share) -> None:
    """Write a conversation with what it moves; raise ConditionFailed where it is not as read."""
    was, now = _place(desk, before) if before.version else None, _place(desk, after)
    gone, fresh = ([was], [now]) if was != now else ([], [])
    row = _row(desk, after)
    condition = Row.pk.does_not_exist()
    if before.version:
        condition = TalkRow.version == before.version
    adding = [
        counters.plus(keys.daily(desk.account_id, _REPORT, day, channel), amounts)
        for (day, channel), amounts in sorted(moves.items())
    ]
    listing = [Put(row=ListedTalkRow(*key)) for key in fresh if key]
    deletes = [ListedTalkRow(*key) for key in gone if key]
    transact(desk, [Put(row=row, condition=condition), *listing, *adding], deletes=deletes)


def sums(desk: Desk, first: str, last: str) -> Iterator[tuple[Cell, Amounts]]:
    """Return the counters of these days, both included, in one query."""
    pk = keys.counters(desk.account_id, _REPORT)
    for sk, amounts in counters.sums(pk, first, last + _BEHIND):
        day, _, channel = sk.partition("#")
        yield (day, channel), amounts


def counted(talk: Talk, wanted: Share) -> Talk:
    """Return the conversation when the counters have its share."""
    return replace(talk, held=rules.added(wanted, {}))


def _place(desk: Desk, talk: Talk) -> keys.Key | None:
    """Return where it is listed; what is spam is nowhere."""
    if talk.is_spam:
        return None
    like = (talk.outcome.value, talk.channel.value)
    return own_keys.talk_like(desk.account_id, *like, talk.ticket_id)


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

"""What tells beside tickets which messages are known, who joins where, who was answered."""

import hashlib
from datetime import datetime

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from chalicelib.core.desk import Desk
from chalicelib.table import customer_keys, keys
from chalicelib.table.read import find, rows
from chalicelib.table.row import MomentAttribute, Row
from chalicelib.table.write import ConditionFailed, Put, absent_or_mine, transact
from chalicelib.tickets.marks import Autoresponse, Conversation, Marker, Seen

_WHOLE = "-"
"""The sort key of a message that has but one body, which its provider's id names."""


class SeenRow(Row, discriminator="seen"):
    """A provider's message id and the entry that it became."""

    ticket_id = UnicodeAttribute()
    sequence = NumberAttribute()


class WithdrawnRow(Row, discriminator="withdrawn"):
    """A provider's message id that was taken back before it came; it will never be an entry."""


class ConversationRow(Row, discriminator="conversation"):
    """The ticket that a person's next message joins."""

    ticket_id = UnicodeAttribute()


class AutoresponseRow(Row, discriminator="autoresponse"):
    """When a customer got an automatic answer to a text last."""

    answered_at = MomentAttribute()


def put(desk: Desk, marker: Marker, ticket_id: str) -> Put:
    """Return the write of a marker; it goes with the change that makes it true."""
    match marker:
        case Seen():
            return _seen_put(desk, marker, ticket_id)
        case Conversation():
            pk, sk = keys.conversation(desk.account_id, marker.channel, marker.inbox, marker.person)
            row = ConversationRow(pk=pk, sk=sk, ticket_id=ticket_id)
            condition = absent_or_mine(desk.operation_id)
            if marker.replaces:
                condition |= ConversationRow.ticket_id == marker.replaces
            return Put(row=row, condition=condition)
        case Autoresponse():
            pk, sk = customer_keys.autoresponse(desk.account_id, marker.customer_id)
            row = AutoresponseRow(pk=pk, sk=sk, answered_at=marker.at)
            has_rested = AutoresponseRow.answered_at <= marker.rested_since
            return Put(row=row, condition=absent_or_mine(desk.operation_id) | has_rested)


def ticket_of_message(
    desk: Desk, channel: str, provider_id: str, *, consistent: bool = False
) -> tuple[str, int] | None:
    """Return (ticket id, sequence) of a provider's message id, the first body that came with it."""
    pk = keys.seen(desk.account_id, channel, provider_id)
    found = rows(pk, limit=1, consistent=consistent)
    return next(((r.ticket_id, int(r.sequence)) for r in found if isinstance(r, SeenRow)), None)


def is_known(desk: Desk, channel: str, provider_id: str) -> bool:
    """Tell whether a provider's message was applied before, or taken back: it will do nothing."""
    pk = keys.seen(desk.account_id, channel, provider_id)
    return bool(provider_id) and bool(rows(pk, limit=1, consistent=True))


def forestall(desk: Desk, channel: str, provider_id: str) -> bool:
    """Make a message that is yet to come a known one; False where something of its id came."""
    row = WithdrawnRow(pk=keys.seen(desk.account_id, channel, provider_id), sk=_WHOLE)
    try:
        transact(desk, [Put(row=row, condition=absent_or_mine(desk.operation_id))])
    except ConditionFailed:
        return False
    return True


def ticket_of_conversation(
    desk: Desk, channel: str, inbox: str, person: str, *, consistent: bool = False
) -> str | None:
    """Return the ticket that this person's next message joins, or None for a first contact."""
    key = keys.conversation(desk.account_id, channel, inbox, person)
    row = find(ConversationRow, key, consistent=consistent)
    return row.ticket_id if row else None


def autoresponded_at(desk: Desk, customer_id: str) -> datetime | None:
    """Return when a customer got an automatic answer to a text last."""
    key = customer_keys.autoresponse(desk.account_id, customer_id)
    row = find(AutoresponseRow, key, consistent=True)
    return row.answered_at if row else None


def _seen_put(desk: Desk, marker: Seen, ticket_id: str) -> Put:
    row = SeenRow(
        pk=keys.seen(desk.account_id, marker.channel, marker.provider_id),
        sk=hashlib.sha256(marker.digest.encode()).hexdigest()[:32] if marker.digest else _WHOLE,
        ticket_id=ticket_id,
        sequence=marker.sequence,
    )
    return Put(row=row, condition=absent_or_mine(desk.operation_id))

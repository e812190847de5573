"""Sends in the customer's partition, by channel and time, each id once in the account."""

from datetime import datetime

from pynamodb.attributes import UnicodeAttribute

from chalicelib.channels.model import Kind
from chalicelib.core.desk import Desk
from chalicelib.core.moments import rfc3339
from chalicelib.marketing.sends.model import Send, SendKind
from chalicelib.table import customer_keys, keys
from chalicelib.table.read import rows
from chalicelib.table.recorded import mark
from chalicelib.table.row import MomentAttribute, Row
from chalicelib.table.write import ConditionFailed, Put, transact, translated

_AFTER = "~"
"""Sorts behind every moment that it is appended to."""


class SendRow(Row, discriminator="send"):
    """A message of the shop's marketing; `claimed_by` is the first text that answered it."""

    send_id = UnicodeAttribute()
    kind = UnicodeAttribute()
    name = UnicodeAttribute()
    source_id = UnicodeAttribute(null=True)
    text = UnicodeAttribute(null=True)
    sent_at = MomentAttribute()
    claimed_by = UnicodeAttribute(null=True)


def add(desk: Desk, send: Send) -> bool:
    """Write a send and the mark of its id; False when the id is known."""
    try:
        transact(desk, [mark(desk, "send", send.id), Put(row=_row(desk, send))])
    except ConditionFailed:
        return False
    return True


def newest(
    desk: Desk, customer_id: str, channel: Kind, *, until: datetime | None = None,
    before: str = "", limit: int = 1,
) -> list[Send]:  # fmt: skip
    """Return the newest sends that a customer received, oldest first, in one query.

    `until` takes that moment in; `before` is the place of a send, which is not.
    """
    pk, start = customer_keys.sends(desk.account_id, customer_id, channel.value)
    upper = f"{start}{rfc3339(until)}{_AFTER}" if until else f"{start}{_AFTER}"
    within = Row.sk.between(start, f"{start}{before}" if before else upper)
    found = rows(pk, within, limit=limit + bool(before), is_newest_first=True)
    sends = [_send(row) for row in reversed(found) if isinstance(row, SendRow)]
    return [send for send in sends if place(desk, send) != before][-limit:]


def place(desk: Desk, send: Send) -> str:
    """Return where a send stands among those that its customer received on its channel."""
    start = customer_keys.sends(desk.account_id, send.customer_id, send.channel.value)[1]
    return _key(desk, send)[1].removeprefix(start)


def claim(desk: Desk, send: Send, by: str) -> bool:
    """Write that this text is the first to answer; False when another one is."""
    row = SendRow(*_key(desk, send))
    is_free = SendRow.claimed_by.does_not_exist() | (SendRow.claimed_by == by)
    try:
        with translated():
            row.update(actions=[SendRow.claimed_by.set(by)], condition=Row.pk.exists() & is_free)
    except ConditionFailed:
        return False
    return True


def _key(desk: Desk, send: Send) -> keys.Key:
    return customer_keys.send(
        desk.account_id,
        send.customer_id,
        send.channel.value,
        sent_at=rfc3339(send.sent_at),
        send_id=send.id,
    )


def _row(desk: Desk, send: Send) -> SendRow:
    return SendRow(
        *_key(desk, send),
        send_id=send.id,
        kind=send.kind.value,
        name=send.name,
        source_id=send.source_id or None,
        text=send.text or None,
        sent_at=send.sent_at,
    )


def _send(row: SendRow) -> Send:
    return Send(
        id=row.send_id,
        channel=Kind(row.sk.split("#", 2)[1]),
        kind=SendKind(row.kind),
        name=row.name,
        source_id=row.source_id or "",
        customer_id=row.pk.rsplit("#", 1)[1],
        sent_at=row.sent_at,
        text=row.text or "",
        claimed_by=row.claimed_by or "",
    )
